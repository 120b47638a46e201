import type { Paper, PaperFigure, PaperFigures, PaperId } from "./paper.js";

const since = "2026-11-27";
const { POSITIVE_INFINITY: most, NEGATIVE_INFINITY: least } = Number;

/** A test accuracy in %, agreeing to three points. */
function accuracy(model: string, published: number): PaperFigure<never> {
  return {
    what: `test accuracy of ${model}`,
    published: `${published} %`,
    unit: "%",
    agrees: [published - 3, published + 3],
  };
}

/** The batch size of the best accuracy on one task. */
function bestSize(task: string): PaperFigure<never> {
  return {
    what: `batch size of the best accuracy, ${task} (geometric mean over repeats)`,
    published: "2 to 32",
    unit: "examples",
    agrees: [2, 32],
  };
}

/** What a larger batch loses on a task where the rate stays as it is. */
function keptRateLoses(task: string): PaperFigure<never> {
  return {
    what: `points lost by a larger batch at the rate of the small one, ${task}`,
    published: "18.07 points (error 41.67 % against 23.60 ± 0.12 %)",
    unit: "points",
    agrees: [0.5, most],
  };
}

/** What it loses where the rate grows like the batch size. */
function scaledRateLoses(task: string): PaperFigure<never> {
  return {
    what: `points lost by that batch at the linearly scaled rate, ${task}`,
    published: "0.14 points (error 23.74 ± 0.09 % against 23.60 ± 0.12 %)",
    unit: "points",
    agrees: [least, 0.5],
  };
}

/** How updates to the target fall with the batch size in one part of the range. */
function fall(
  where: string,
  published: string,
  agrees: readonly [number, number],
): PaperFigure<never> {
  return {
    what: `halvings of the updates for each doubling of the batch, ${where}`,
    published,
    unit: "number",
    agrees,
  };
}

/**
 * Every paper with the figures compared and their rules. A range is a choice made before the runs: change it only
 * before them, never to fit a result.
 */
export const PAPERS: { readonly [Id in PaperId]: Paper<PaperFigures[Id]> } = {
  mnist1d: {
    authors: "Greydanus & Kobak",
    year: 2020,
    arXiv: "2011.14439",
    where: "table of test accuracies, also in the authors' README",
    says: "MNIST-1D tells apart models that cannot be told apart on MNIST.",
    notebook: "01",
    figures: {
      logistic: accuracy("logistic regression on MNIST-1D", 32),
      mlp: accuracy("a multilayer perceptron on MNIST-1D", 68),
      cnn: accuracy("a convolutional network on MNIST-1D", 94),
    },
    differs:
      "Theirs is one draw of 4,000 + 1,000 examples; ours draws the data anew in each repeat.",
    since,
  },
  mastersLuschi: {
    authors: "Masters & Luschi",
    year: 2018,
    arXiv: "1804.07612",
    where: "abstract",
    says: "The best test accuracy comes with batches of 2 to 32.",
    notebook: "01",
    figures: {
      digits: bestSize("digits"),
      noisyLabels: bestSize("digits, 20 % wrong labels"),
      mnist1d: bestSize("MNIST-1D"),
    },
    differs:
      "CIFAR-10, CIFAR-100 and ImageNet with deep networks there; small networks and data here, and the size of the lowest validation loss in each repeat.",
    since,
  },
  marek: {
    authors: "Marek et al.",
    year: 2025,
    arXiv: "2507.07101",
    where: "abstract",
    says: "Adam trains well at small batches if β₂ keeps its half-life in tokens.",
    notebook: "02",
    figures: {
      repair: {
        what: "validation loss with β₂ rescaled minus β₂ fixed, at the smallest batch",
        published: "lower with β₂ rescaled (below 0)",
        unit: "number",
        agrees: [least, 0],
      },
    },
    differs: "Language models on tokens there, small classifiers on examples here.",
    since,
  },
  goyal: {
    authors: "Goyal et al.",
    year: 2017,
    arXiv: "1706.02677",
    where: "table of learning-rate scaling rules, batches of 256 and 8,192",
    says: "With the rate scaled by the batch size (and warmup) a large batch loses almost nothing.",
    notebook: "02",
    figures: {
      unscaled: keptRateLoses("digits"),
      scaled: { ...scaledRateLoses("digits"), needs: "unscaled" },
      unscaledMnist1d: keptRateLoses("MNIST-1D"),
      scaledMnist1d: { ...scaledRateLoses("MNIST-1D"), needs: "unscaledMnist1d" },
    },
    differs:
      "ResNet-50 on ImageNet with momentum, warmup and 90 epochs there, 256 to 8,192; a small network without them and fewer epochs here, 8 to 128.",
    since,
  },
  hoffer: {
    authors: "Hoffer et al.",
    year: 2017,
    arXiv: "1705.08741",
    where: "table of validation accuracies, network F1 on MNIST",
    says: "Training longer closes the gap that a large batch opens.",
    notebook: "03",
    figures: {
      lost: {
        what: "points lost by a larger batch at equal epochs",
        published: "1.22 points (98.27 % to 97.05 %)",
        unit: "points",
        agrees: [0.5, most],
      },
      left: {
        what: "points of that still lost at equal updates",
        published: "−0.26 points (98.27 % to 98.53 %)",
        unit: "points",
        agrees: [least, 0.5],
        needs: "lost",
      },
    },
    differs:
      "They also scale the rate by the square root and normalise over small ghost batches, on MNIST; here Adam keeps its rate, on 8 × 8 digits.",
    since,
  },
  cohen: {
    authors: "Cohen et al.",
    year: 2021,
    arXiv: "2103.00065",
    where: "figure 1",
    says: "Full-batch descent drives the largest curvature to 2/η, or just above, and keeps it there.",
    notebook: "05",
    figures: {
      sharpness: {
        what: "largest curvature × η ÷ 2 over the second half of training, full batch",
        published: "1, or just above",
        unit: "number",
        agrees: [0.95, 1.1],
      },
    },
    differs: "Larger networks on CIFAR-10 there, a small tanh network on digits here.",
    since,
  },
  keskar: {
    authors: "Keskar et al.",
    year: 2017,
    arXiv: "1609.04836",
    where: "table of φ, network F1, ε = 0.001",
    says: "Large batches end in sharper minima.",
    notebook: "05",
    figures: {
      batchNorm: {
        what: "φ of the large batch ÷ φ of the small one, batch normalisation",
        published: "167 × (205.14 ± 69.52 against 1.23 ± 0.83)",
        unit: "doublings",
        agrees: [0, most],
      },
    },
    differs:
      "Theirs are larger networks on MNIST after training to convergence; ours are small ones on 8 × 8 digits at equal training loss.",
    since,
  },
  mccandlish: {
    authors: "McCandlish et al.",
    year: 2018,
    arXiv: "1812.06162",
    where: "table of critical batch sizes and noise scales, MNIST",
    says: "The gradient noise scale foretells the critical batch size to its order of magnitude.",
    notebook: "06",
    figures: {
      criticalSize: {
        what: "critical batch size of SGD on handwritten digits",
        published: "20 at the start, 200 later",
        unit: "examples",
        agrees: [20, 200],
      },
      noiseScale: {
        what: "critical batch size ÷ noise scale, read on the way to the target",
        published: "0.4 × at the start (20 ÷ 50), 0.22 × later (200 ÷ 900)",
        unit: "ratio",
        agrees: [0.1, 10],
      },
    },
    differs:
      "A convolutional network on MNIST there, a dense one on 8 × 8 digits and one target loss here.",
    since,
  },
  shallue: {
    authors: "Shallue et al.",
    year: 2018,
    arXiv: "1811.03600",
    where: "figures of the steps to a goal by batch size",
    says: "Updates to a goal fall in proportion to the batch size, then less, then not at all.",
    notebook: "06",
    figures: {
      perfect: fall("smallest batches", "1 (perfect scaling)", [0.8, 1.2]),
      diminishing: fall("middle batches", "between 1 and 0 (diminishing returns)", [0.2, 0.8]),
      plateau: fall("largest batches", "0 (no more to gain)", [-0.2, 0.2]),
    },
    differs: "35 workloads and out-of-sample error there, one network and a validation loss here.",
    since,
  },
};
