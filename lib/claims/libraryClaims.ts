import type { Claim, Condition, RuleOrigin } from "./claim.js";
import { accuracy, TASK_NAMES, TASKS, type TaskName } from "./conditions.js";
import { addedSeen, renewed, unchanged } from "./origins.js";

/** What the document says of three libraries. */
export const LIBRARY_CLAIMS: Readonly<Record<"D10" | "D11" | "D12", Claim>> = {
  D10: {
    id: "D10",
    claim: "In Keras nothing but the batch_size given to fit has to change.",
    ...nothingElse({
      from: 32,
      to: [128, 512],
      origin: renewed(
        "The standard run of 2026-11-22, and pilots of accuracy before minus after: 5 to 51 points at 0.001 over both examples; at a tuned rate, 32 to 512, 1.02 [0.72, 1.40] points.",
      ),
      more: {
        noisyLabels: "2.97 [−0.16, 6.10] points in a standard run",
        mnist1d: "10.89 [9.38, 12.41] points in a standard run",
      },
    }),
  },
  D11: {
    id: "D11",
    claim: "In PyTorch nothing but the DataLoader's batch_size has to change.",
    ...nothingElse({
      from: 64,
      to: [256, 1024],
      origin: renewed(
        "The standard run of 2026-11-22, and pilots of accuracy before minus after: 5 to 51 points at 0.001 over both examples; at a tuned rate, 64 to 256, 0.78 [0.37, 1.17] points and 64 to 1024, 1.60 [1.17, 1.95] points.",
      ),
    }),
  },
  D12: {
    id: "D12",
    claim:
      "In scikit-learn sag is stochastic, lbfgs is full-batch, and partial_fit on chunks imitates mini-batches.",
    statements: {
      a: { says: "sag is stochastic, so its coefficients depend on the seed" },
      b: { says: "lbfgs is full-batch, so its coefficients do not depend on the seed" },
      c: { says: "partial_fit on chunks imitates mini-batches, so the chunks' size matters" },
    },
    conditions: {
      sag: relativeChange({
        notebook: "04",
        statement: "a",
        short: "seeds",
        effect: "largest relative change of sag's unconverged coefficients between seeds",
      }),
      lbfgs: {
        ...relativeChange({
          notebook: "04",
          statement: "b",
          short: "seeds",
          effect: "largest relative change of lbfgs' unconverged coefficients between seeds",
        }),
        says: "equal",
      },
      chunks: relativeChange({
        notebook: "04",
        statement: "c",
        short: "chunk sizes",
        effect: "largest relative change of the coefficients between chunk sizes of partial_fit",
      }),
      single: relativeChange({
        notebook: "03",
        statement: "c",
        short: "chunks and single examples",
        effect:
          "largest relative change of the coefficients between partial_fit on chunks of 100 and steps on one example each",
      }),
    },
  },
};

/** What a new batch size costs in 10 epochs of the document's example, where nothing else changes. */
function nothingElse({
  from,
  to: [some, many],
  origin,
  more = {},
}: {
  readonly from: number;
  readonly to: readonly [number, number];
  readonly origin: RuleOrigin;
  /** What had been seen on other tasks, where the example runs on them too. */
  readonly more?: Readonly<Partial<Record<TaskName, string>>>;
}): Pick<Claim, "statements" | "conditions"> {
  const costs = (statement: string, size: number, rate: string): Condition => ({
    ...accuracy({
      notebook: "03",
      statement,
      short: `${from} to ${size}`,
      effect: `test accuracy at batch size ${from} minus that at ${size}, ${rate}, 10 epochs`,
      ...origin,
    }),
    says: "equal",
  });
  const article = "learning rate of the article (0.001)";
  const kept = `learning rate tuned for ${from}`;
  const elsewhere = TASK_NAMES.filter((task) => more[task]).map((task) => [
    `keptLarge, ${task}`,
    {
      ...costs("b", many, `${kept}, on ${TASKS[task]}`),
      short: `${from} to ${many}, ${TASKS[task]}`,
      ...addedSeen(more[task] ?? ""),
    },
  ]);
  return {
    statements: {
      a: { says: "At the article's learning rate nothing but the batch size has to change" },
      b: { says: "At a learning rate tuned before, nothing but the batch size has to change" },
    },
    conditions: {
      articleSmall: costs("a", some, article),
      articleLarge: costs("a", many, article),
      keptSmall: costs("b", some, kept),
      keptLarge: costs("b", many, kept),
      ...Object.fromEntries(elsewhere),
    },
  };
}

/** A difference of computed coefficients beyond rounding. */
function relativeChange(
  measured: Pick<Condition, "notebook" | "statement" | "short" | "effect">,
): Condition {
  return {
    ...measured,
    unit: "relative",
    says: "greater",
    smallest: 1e-6,
    exact: true,
    ...unchanged(),
  };
}
