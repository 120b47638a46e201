import type { Claim, Condition } from "./claim.js";
import { accuracy } from "./conditions.js";

/** What the document says of three libraries and of other ways to accuracy. */
export const PRACTICE_CLAIMS: Readonly<
  Record<"D10" | "D11" | "D12" | "D13" | "D14" | "D15" | "D16", Claim>
> = {
  D10: {
    id: "D10",
    claim: "In Keras nothing but the batch_size given to fit has to change.",
    conditions: keptRate({ from: 32, to: [128, 512] }),
  },
  D11: {
    id: "D11",
    claim: "In PyTorch nothing but the DataLoader's batch_size has to change.",
    conditions: keptRate({ from: 64, to: [256, 1024] }),
  },
  D12: {
    id: "D12",
    claim:
      "In scikit-learn sag is stochastic, lbfgs is full-batch, and partial_fit on chunks imitates mini-batches.",
    conditions: {
      chunks: {
        notebook: "04",
        effect: "largest relative change of the coefficients between chunk sizes of partial_fit",
        unit: "relative",
        says: "greater",
        smallest: 1e-6,
        exact: true,
      },
      sag: {
        notebook: "04",
        effect: "largest relative change of sag's unconverged coefficients between seeds",
        unit: "relative",
        says: "greater",
        smallest: 1e-6,
        exact: true,
      },
      lbfgs: {
        notebook: "04",
        effect: "largest relative change of lbfgs' unconverged coefficients between seeds",
        unit: "relative",
        says: "equal",
        smallest: 1e-6,
        exact: true,
      },
      single: {
        notebook: "03",
        effect:
          "largest relative change of the coefficients between partial_fit on chunks of 100 and steps on one example each",
        unit: "relative",
        says: "greater",
        smallest: 1e-6,
        exact: true,
      },
    },
  },
  D13: {
    id: "D13",
    claim:
      "Searching over learning rate, optimizer, penalties, dropout, depth and width improves accuracy.",
    conditions: {
      grid: accuracy("07", "test accuracy, grid search minus defaults"),
      random: accuracy("07", "test accuracy, random search minus defaults"),
    },
  },
  D14: {
    id: "D14",
    claim: "Augmentation by rotation, flip, crop and jitter improves accuracy.",
    conditions: {
      moves: accuracy(
        "08",
        "test accuracy of a small CNN on all training digits, small rotations, shifts, scalings and shears of tuned strength minus none",
      ),
      few: accuracy("08", "the same with 100 training digits"),
      flips: accuracy(
        "08",
        "test accuracy of that CNN on all training digits, flips along both axes minus none",
      ),
      colour: accuracy(
        "08",
        "test accuracy of that CNN on digits in random colours, jittered colours minus none",
      ),
    },
  },
  D15: {
    id: "D15",
    claim: "Feature engineering (selection, PCA, t-SNE) helps with high-dimensional data.",
    conditions: {
      ...featureConditions("probes", "512 features, 448 of them probes"),
      ...featureConditions("mixed", "512 noisy mixtures of the pixels"),
      ...featureConditions("digits", "64 pixels", "64 pixels are not high-dimensional"),
    },
  },
  D16: {
    id: "D16",
    claim: "Batch size, optimizer and architecture interact, so they have to be tuned together.",
    conditions: {
      learningRate: {
        notebook: "02",
        effect: "growth of SGD's tuned learning rate at equal epochs",
        unit: "exponent",
        says: "greater",
        smallest: 0.25,
      },
      joint: accuracy("07", "test accuracy, tuned together minus tuned one after the other"),
    },
    paper: {
      figure:
        "top-1 error at batch size 8k 23.74 ± 0.09 % with the rate scaled, 41.67 % without (ImageNet)",
      source: "Goyal et al. 2017, 1706.02677",
    },
  },
};

/** What a learning rate of another batch size costs, in 10 epochs of the document's example. */
function keptRate({
  from,
  to: [some, many],
}: {
  readonly from: number;
  readonly to: readonly [number, number];
}): Record<"accuracy" | "large" | "written", Condition> {
  const costs = (size: number, kept: string): Condition => ({
    ...accuracy(
      "03",
      `test accuracy at batch size ${size}, learning rate tuned for it minus that ${kept}, 10 epochs`,
    ),
    says: "equal",
  });
  return {
    accuracy: costs(some, `tuned for ${from} kept`),
    large: costs(many, `tuned for ${from} kept`),
    written: {
      ...costs(some, "of the document (0.001) kept"),
      onlyShown: `the document's rate is tuned for no batch size, ${from} included`,
    },
  };
}

/** The three kinds of feature engineering on one data set, each tuned on validation loss. */
function featureConditions(
  name: string,
  data: string,
  onlyShown?: string,
): Readonly<Record<string, Condition>> {
  const condition = (features: string): Condition => ({
    ...accuracy("09", `test accuracy, ${features} minus all features, ${data}`),
    ...(onlyShown === undefined ? {} : { onlyShown }),
  });
  return {
    [`mutual information, ${name}`]: condition("those of most mutual information"),
    [`PCA, ${name}`]: condition("principal components"),
    [`t-SNE, ${name}`]: condition("two t-SNE coordinates"),
  };
}
