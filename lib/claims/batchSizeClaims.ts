import type { Claim } from "./claim.js";
import { accuracy, ratio } from "./conditions.js";

/** What the document says a batch size does. */
export const BATCH_SIZE_CLAIMS: Readonly<
  Record<"D1" | "D2" | "D3" | "D4" | "D5" | "D6" | "D7" | "D8" | "D9", Claim>
> = {
  D1: {
    id: "D1",
    claim: "Larger batches use parallel hardware better: more examples per second.",
    conditions: {
      throughput: {
        ...ratio(
          "01",
          "examples per second of a 64-64-10 network, full batch against batch size 1",
        ),
        smallest: 1,
      },
      throughputWide: {
        ...ratio("01", "the same of a 784-128-10 network"),
        smallest: 1,
      },
    },
  },
  D2: {
    id: "D2",
    claim: "Larger batches converge to sharper minima.",
    conditions: {
      eigenvalue: ratio(
        "05",
        "top Hessian eigenvalue at equal training loss, large against small batch",
      ),
      keskar: ratio("05", "Keskar's φ at equal training loss, large against small batch"),
      keskarBatchNorm: ratio("05", "the same φ for a network with batch normalisation"),
    },
    paper: {
      figure: "φ 1.23 ± 0.83 for the small batch, 205.14 ± 69.52 for the large one (F1, MNIST)",
      source: "Keskar et al. 2017, 1609.04836",
    },
  },
  D3: {
    id: "D3",
    claim: "Models trained with larger batches generalise worse.",
    conditions: {
      tunedSteps: accuracy(
        "01",
        "test accuracy, batch of 8 minus full batch, equal steps, each rate tuned",
      ),
      tunedEpochs: accuracy(
        "01",
        "test accuracy, batch of 8 minus full batch, equal epochs, each rate tuned",
      ),
      oneRateSteps: {
        ...accuracy(
          "01",
          "test accuracy, batch of 8 minus full batch, equal steps, one rate for all",
        ),
        onlyShown: "the rate fits only one of the batch sizes",
      },
      oneRateEpochs: {
        ...accuracy(
          "01",
          "test accuracy, batch of 8 minus full batch, equal epochs, one rate for all",
        ),
        onlyShown:
          "the rate fits only one of the batch sizes, and full batch takes far fewer steps",
      },
    },
    paper: {
      figure: "98.03 ± 0.07 % with the small batch, 97.81 ± 0.07 % with the large one (F1, MNIST)",
      source: "Keskar et al. 2017, 1609.04836; no evidence of it once tuned: Shallue et al. 2019",
    },
  },
  D4: {
    id: "D4",
    claim: "Smaller batches give noisier estimates of the gradient.",
    conditions: {
      variance: {
        notebook: "01",
        effect: "fall of the gradient's variance (finite data allowed for)",
        unit: "exponent",
        says: "greater",
        smallest: 0.5,
      },
      varianceTrained: {
        notebook: "06",
        effect: "fall of the gradient's variance at a trained model",
        unit: "exponent",
        says: "greater",
        smallest: 0.5,
      },
    },
    paper: {
      figure: "variance proportional to 1/B: 2 × per doubling of the batch size",
      source: "McCandlish et al. 2018, 1812.06162",
    },
  },
  D5: {
    id: "D5",
    claim: "Smaller batches may converge more slowly.",
    conditions: {
      updates: ratio(
        "01",
        "updates to the target loss, batch of 8 against full batch, each rate tuned",
      ),
      examples: ratio(
        "01",
        "examples to the target loss, batch of 8 against full batch, each rate tuned",
      ),
      seconds: ratio(
        "01",
        "seconds to the target loss, batch of 8 against full batch, each rate tuned",
      ),
    },
  },
  D6: {
    id: "D6",
    claim: "Smaller batches generalise better because they explore more of the loss landscape.",
    conditions: {
      accuracy: accuracy(
        "01",
        "test accuracy, best batch of at most 32 (by validation loss on other seeds) minus full batch, equal steps, each rate tuned",
      ),
      distance: ratio(
        "05",
        "distance from the start at equal training loss, small against large batch",
      ),
    },
  },
  D7: {
    id: "D7",
    claim: "Gradient noise regularises: it keeps SGD out of sharp minima.",
    conditions: {
      eigenvalue: ratio(
        "05",
        "top Hessian eigenvalue at one learning rate, full batch against small batch",
      ),
      correlation: {
        notebook: "05",
        effect: "rank correlation of learning rate ÷ batch size with flatness, over runs",
        unit: "correlation",
        says: "greater",
        smallest: 0.3,
      },
    },
  },
  D8: {
    id: "D8",
    claim:
      "As the batch grows to the whole set the noise vanishes; full batch is deterministic but less robust.",
    conditions: {
      robustness: accuracy(
        "01",
        "test accuracy on noisy inputs, mean over the levels of noise, best mini-batch (by validation loss on other seeds) minus full batch, equal steps, each rate tuned",
      ),
      noise: {
        notebook: "01",
        effect: "share of the single-example gradient variance that is gone at full batch",
        unit: "%",
        says: "greater",
        smallest: 99.9,
        exact: true,
      },
    },
  },
  D9: {
    id: "D9",
    claim: "Adam is less sensitive to the batch size than SGD.",
    conditions: {
      accuracy: accuracy(
        "02",
        "test accuracy lost from best to worst batch size at the rate tuned for 32, equal epochs, SGD minus Adam",
      ),
      compromise: accuracy(
        "02",
        "the same at the one rate that is best for all batch sizes together, SGD minus Adam",
      ),
      exponent: {
        notebook: "02",
        effect: "growth of the tuned learning rate at equal epochs, SGD against Adam",
        unit: "exponent",
        says: "greater",
        smallest: 0.1,
      },
    },
  },
};
