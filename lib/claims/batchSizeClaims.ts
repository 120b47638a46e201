import type { Claim } from "./claim.js";
import { accuracy, onTasks, ratio } from "./conditions.js";
import {
  AFTER_ONE_RATE_ON_DIGITS,
  CONVERGENCE_PILOTS,
  NOTHING_ON_THIS_TASK,
  unchanged,
} from "./origins.js";

const TO_TARGET = "to the target loss, batch of 8 against full batch, rate tuned in each repeat";

/** What the document says that a batch size does to speed, noise and accuracy. */
export const BATCH_SIZE_CLAIMS: Readonly<Record<"D1" | "D3" | "D4" | "D5" | "D8", Claim>> = {
  D1: {
    id: "D1",
    claim: "Larger batches use parallel hardware better: more examples per second.",
    statements: { a: { says: "Larger batches get through more examples a second" } },
    conditions: {
      throughput: {
        ...ratio({
          notebook: "01",
          statement: "a",
          short: "64-64-10 network",
          effect: "examples per second of a 64-64-10 network, full batch against batch size 1",
          ...unchanged(),
        }),
        smallest: 1,
      },
      throughputWide: {
        ...ratio({
          notebook: "01",
          statement: "a",
          short: "784-128-10 network",
          effect: "the same of a 784-128-10 network",
          ...unchanged(),
        }),
        smallest: 1,
      },
    },
  },
  D3: {
    id: "D3",
    claim: "Models trained with larger batches generalise worse.",
    statements: {
      a: { says: "Trained to convergence, larger batches reach less test accuracy" },
    },
    conditions: {
      ...onTasks(accuracy, {
        notebook: "01",
        statement: "a",
        effect:
          "test accuracy, batch of 32 minus full batch, trained to convergence, rate tuned in each repeat",
        origin: (task) => CONVERGENCE_PILOTS[task],
      }),
      tunedSteps: shownOfD3(
        "equal steps, each rate tuned",
        "equal steps are no training to convergence",
      ),
      tunedEpochs: shownOfD3(
        "equal epochs, each rate tuned",
        "equal epochs leave the full batch few updates",
      ),
      oneRateSteps: shownOfD3(
        "equal steps, one rate for all",
        "the rate fits only one of the batch sizes",
      ),
      oneRateEpochs: shownOfD3(
        "equal epochs, one rate for all",
        "the rate fits only one of the batch sizes, and full batch takes far fewer steps",
      ),
    },
    paper: {
      figure: "98.03 ± 0.07 % with the small batch, 97.81 ± 0.07 % with the large one (F1, MNIST)",
      source: "Keskar et al. 2017, 1609.04836; no evidence of it once tuned: Shallue et al. 2019",
    },
  },
  D4: {
    id: "D4",
    claim: "Smaller batches give noisier estimates of the gradient.",
    statements: {
      a: { says: "The mean of fewer examples' gradients has more variance", byDefinition: true },
    },
    conditions: {
      variance: {
        notebook: "01",
        statement: "a",
        short: "at the start",
        effect: "fall of the gradient's variance (finite data allowed for)",
        unit: "exponent",
        says: "greater",
        smallest: 0.5,
        ...unchanged("Quick runs"),
      },
      varianceTrained: {
        notebook: "06",
        statement: "a",
        short: "trained",
        effect: "fall of the gradient's variance at a trained model",
        unit: "exponent",
        says: "greater",
        smallest: 0.5,
        ...unchanged(),
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
    statements: {
      a: { says: "Smaller batches need more updates to the same loss" },
      b: { says: "Smaller batches need more examples to the same loss" },
      c: { says: "Smaller batches need more time to the same loss" },
    },
    conditions: {
      ...toTarget("a", "updates"),
      ...toTarget("b", "examples"),
      ...toTarget("c", "seconds"),
    },
    paper: {
      figure:
        "batch size up to which a doubling halves the updates: about 20 at the start and 200 later (CNN, MNIST)",
      source: "McCandlish et al. 2018, 1812.06162",
    },
  },
  D8: {
    id: "D8",
    claim:
      "As the batch grows to the whole set the noise vanishes; full batch is deterministic but less robust.",
    statements: {
      a: { says: "The gradient of the whole set has no sampling noise", byDefinition: true },
      b: { says: "Trained with the full batch, a model bears noise on its inputs less well" },
    },
    conditions: {
      ...onTasks(accuracy, {
        prefix: "robustness",
        notebook: "01",
        statement: "b",
        effect:
          "test accuracy on noisy inputs, mean over the levels of noise, best mini-batch (by validation in each repeat) minus full batch, rate tuned in each repeat",
        tasks: ["digits", "mnist1d"],
        origin: originOf,
      }),
      noise: {
        notebook: "01",
        statement: "a",
        short: "digits",
        effect: "share of the single-example gradient variance that is gone at full batch",
        unit: "%",
        says: "greater",
        smallest: 99.9,
        exact: true,
        ...unchanged(),
      },
    },
  },
};

function originOf(task: string): typeof NOTHING_ON_THIS_TASK {
  return task === "digits" ? AFTER_ONE_RATE_ON_DIGITS : NOTHING_ON_THIS_TASK;
}

function toTarget(statement: string, count: string): ReturnType<typeof onTasks> {
  return onTasks(ratio, {
    prefix: count,
    notebook: "01",
    statement,
    effect: `${count} ${TO_TARGET}`,
    origin: originOf,
  });
}

function shownOfD3(short: string, onlyShown: string): ReturnType<typeof accuracy> {
  return accuracy({
    notebook: "01",
    statement: "a",
    short,
    effect: `test accuracy, batch of 8 minus full batch, ${short}`,
    onlyShown,
    ...unchanged("Quick runs"),
  });
}
