import type { Claim } from "./claim.js";
import { accuracy, onTasks, ratio } from "./conditions.js";
import { addedSeen, CONVERGENCE_PILOTS, retuned, unchanged } from "./origins.js";

const AFTER_UNTUNED_LOOK = unchanged("A few seeds at rates that were not tuned");

/** What the document says of batch sizes and the shape of the loss. */
export const LANDSCAPE_CLAIMS: Readonly<Record<"D2" | "D6" | "D7", Claim>> = {
  D2: {
    id: "D2",
    claim: "Larger batches converge to sharper minima.",
    statements: { a: { says: "At equal training loss a larger batch ends in a sharper minimum" } },
    conditions: {
      eigenvalue: ratio({
        notebook: "05",
        statement: "a",
        short: "top Hessian eigenvalue",
        effect:
          "top Hessian eigenvalue at equal training loss, rate tuned in each repeat, large against small batch",
        ...retuned("1.3 × [0.9, 1.8]"),
      }),
      keskar: ratio({
        notebook: "05",
        statement: "a",
        short: "Keskar's φ",
        effect:
          "Keskar's φ at equal training loss, rate tuned in each repeat, large against small batch",
        ...retuned("0.67 × [0.49, 0.91]"),
      }),
      keskarBatchNorm: ratio({
        notebook: "05",
        statement: "a",
        short: "Keskar's φ with batch normalisation",
        effect: "the same φ for a network with batch normalisation",
        ...retuned("0.71 × [0.56, 0.90]"),
      }),
    },
    paper: {
      figure: "φ 1.23 ± 0.83 for the small batch, 205.14 ± 69.52 for the large one (F1, MNIST)",
      source: "Keskar et al. 2017, 1609.04836",
    },
  },
  D6: {
    id: "D6",
    claim: "Smaller batches generalise better because they explore more of the loss landscape.",
    statements: {
      a: { says: "Trained to convergence, small batches reach more test accuracy" },
      b: { says: "At equal training loss, small batches have gone further from the start" },
    },
    conditions: {
      ...onTasks(accuracy, {
        prefix: "accuracy",
        notebook: "01",
        statement: "a",
        effect:
          "test accuracy, best batch of at most 32 (by validation in each repeat) minus full batch, trained to convergence, rate tuned in each repeat",
        origin: (task) => CONVERGENCE_PILOTS[task],
      }),
      distance: ratio({
        notebook: "05",
        statement: "b",
        short: "digits",
        effect:
          "distance from the start at equal training loss, rate tuned in each repeat, small against large batch",
        ...retuned("1.44 × [1.32, 1.58]"),
      }),
    },
    paper: {
      figure:
        "98.27 % with the small batch, 97.05 % with the large one, 98.53 % with the large one, more epochs, a scaled rate and ghost batch normalisation (F1, MNIST)",
      source: "Hoffer et al. 2017, 1705.08741",
    },
  },
  D7: {
    id: "D7",
    claim: "Gradient noise regularises: it keeps SGD out of sharp minima.",
    statements: {
      a: { says: "More gradient noise ends in flatter minima" },
      b: { says: "More gradient noise makes for more test accuracy" },
    },
    conditions: {
      eigenvalue: ratio({
        notebook: "05",
        statement: "a",
        short: "top Hessian eigenvalue",
        effect: "top Hessian eigenvalue at one learning rate, full batch against small batch",
        ...AFTER_UNTUNED_LOOK,
      }),
      correlation: {
        notebook: "05",
        statement: "a",
        short: "noise and flatness over runs",
        effect: "rank correlation of learning rate ÷ batch size with flatness, over runs",
        unit: "correlation",
        says: "greater",
        smallest: 0.3,
        ...AFTER_UNTUNED_LOOK,
      },
      accuracy: accuracy({
        notebook: "05",
        statement: "b",
        short: "digits",
        effect:
          "test accuracy at equal training loss, both at the rate that each repeat tuned for the small batch, small minus large batch",
        ...retuned("0.1 points [−0.9, 1.1]"),
      }),
      "accuracy, mnist1d": accuracy({
        notebook: "05",
        statement: "b",
        short: "MNIST-1D",
        effect:
          "test accuracy at one learning rate and the lowest of three equal training losses, small minus large batch, MNIST-1D",
        ...addedSeen("2.8 [1.2, 4.4] points in a pilot of six seeds on this task"),
      }),
    },
  },
};
