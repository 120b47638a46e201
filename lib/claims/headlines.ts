import type { ClaimId } from "./claim.js";

/** Which of a claim's findings is its one number, and how that is said. */
export interface HeadlineTemplate {
  /** The condition whose figures are shown: one that decides. */
  readonly condition: string;
  /** The two that are compared, first the one that has more where the effect is above 0. */
  readonly sides?: readonly [string, string];
  /** With `{more}` and `{less}` for the sides as they are measured, and `{amount}` for the number. */
  readonly sentence: `${string}{amount}${string}`;
}

const CONVERGED = "(MNIST-1D, trained to convergence, each rate tuned)";

/**
 * The one number of each claim. Of a claim on three tasks it is that of MNIST-1D, whose repeats share no example, so that
 * its interval needs no widening. Sentences name what was compared; the figures say which side has more. */
export const HEADLINES: Readonly<Record<ClaimId, HeadlineTemplate>> = {
  D1: {
    condition: "throughput",
    sides: ["a full batch", "a batch of 1"],
    sentence: "{more} gets through {amount} as many examples a second as {less} (64-64-10 network)",
  },
  D2: {
    condition: "eigenvalue",
    sides: ["the large batch", "the small batch"],
    sentence:
      "at equal training loss {more} ends {amount} as sharp as {less} (top Hessian eigenvalue)",
  },
  D3: {
    condition: "mnist1d",
    sides: ["a batch of 32", "the full batch"],
    sentence: `{more} reaches {amount} more test accuracy than {less} ${CONVERGED}`,
  },
  D4: {
    condition: "variance",
    sides: ["half", "twice"],
    sentence: "{more} the batch size gives a gradient of {amount} the variance",
  },
  D5: {
    condition: "seconds, mnist1d", // what a user waits for; updates and examples count parts of it
    sides: ["a batch of 8", "the full batch"],
    sentence:
      "{more} takes {amount} as long as {less} to reach the target loss (MNIST-1D, each rate tuned)",
  },
  D6: {
    condition: "accuracy, mnist1d",
    sides: ["the best batch of at most 32", "the full batch"],
    sentence: `{more} reaches {amount} more test accuracy than {less} ${CONVERGED}`,
  },
  D7: {
    condition: "eigenvalue",
    sides: ["the full batch", "the small batch"],
    sentence:
      "at one learning rate {more} ends {amount} as sharp as {less} (top Hessian eigenvalue)",
  },
  D8: {
    condition: "robustness, mnist1d",
    sides: ["the best mini-batch", "the full batch"],
    sentence:
      "on noisy inputs {more} reaches {amount} more test accuracy than {less} (MNIST-1D, each rate tuned)",
  },
  D9: {
    condition: "range, mnist1d",
    sides: ["Adam", "SGD"],
    sentence:
      "{more} has {amount} as wide a range of good learning rates as {less} (MNIST-1D, highest ÷ lowest, mean over batch sizes)",
  },
  D10: {
    condition: "articleLarge", // the wider step, where a rate that stays has most to lose
    sides: ["batch size 32", "batch size 512"],
    sentence:
      "in the Keras example at the article's learning rate, {more} reaches {amount} more test accuracy than {less}",
  },
  D11: {
    condition: "articleLarge",
    sides: ["batch size 64", "batch size 1024"],
    sentence:
      "in the PyTorch example at the article's learning rate, {more} reaches {amount} more test accuracy than {less}",
  },
  D12: {
    condition: "chunks",
    sentence:
      "between chunk sizes of partial_fit, a coefficient changes by at most {amount} of the largest",
  },
  D13: {
    condition: "grid",
    sides: ["a grid search over all settings", "a search of the learning rate alone"],
    sentence: "{more} reaches {amount} more test accuracy than {less}",
  },
  D14: {
    condition: "moves",
    sides: ["with", "without"],
    sentence:
      "trained {more} small rotations, shifts, scalings and shears, a small CNN reaches {amount} more test accuracy than {less}",
  },
  D15: {
    condition: "mutual information, probes",
    sides: ["a model of the features of most mutual information", "a model of all features"],
    sentence:
      "{more} reaches {amount} more test accuracy than {less} (512 features, 448 of them probes)",
  },
  D16: {
    condition: "learningRate",
    sides: ["twice", "half"],
    sentence: "{more} the batch size bears {amount} the learning rate (SGD, equal epochs)",
  },
};
