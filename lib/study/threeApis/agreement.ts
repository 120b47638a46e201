import { refuse } from "../../check.js";
import type { Displayable } from "../../display.js";
import { table } from "../../plot/table.js";
import { relativeChange } from "../../rows/relativeChange.js";
import { quantile } from "../../stats/describe.js";
import type { EpochTrace } from "./epochTrace.js";

/** One of several ways to train the same model, against the first of them. */
export interface AgreementRow {
  readonly form: string;
  /** Median time of an epoch, ms. */
  readonly milliseconds: number;
  /** Mean training loss after the last epoch. */
  readonly loss: number;
  /** Largest difference of the loss after any epoch, relative to the first form's; the first has none. */
  readonly lossDifference?: number;
  /** Largest difference of any weight in the end, relative to the largest weight; the first has none. */
  readonly weightDifference?: number;
}

/** How far several ways to train one model agree with the first of them, and what an epoch costs in each. */
export function agreement(traces: Readonly<Record<string, EpochTrace>>): AgreementRow[] {
  const all = Object.entries(traces);
  if (all.length < 2) refuse("agreement", "traces must hold at least 2 traces", all.length);
  const [, first] = all[0];
  return all.map(([form, trace]): AgreementRow => {
    const { losses, seconds, weights } = trace;
    if (losses.length !== first.losses.length)
      refuse("agreement", `${form} must have ${first.losses.length} epochs`, losses.length);
    const row = {
      form,
      milliseconds: 1000 * quantile(seconds, 0.5),
      loss: losses[losses.length - 1],
    };
    if (trace === first) return row;
    const differences = losses.map((loss, i) => Math.abs(loss / first.losses[i] - 1));
    return {
      ...row,
      lossDifference: Math.max(...differences),
      weightDifference: relativeChange([first.weights, weights]),
    };
  });
}

/** Rows of `agreement` as a table. Columns of the caller's own keep their names. */
export function agreementTable(rows: readonly AgreementRow[], caption: string): Displayable {
  const power = (value: number): string => value.toExponential(1).replace("e-", "e−");
  return table(rows, {
    caption,
    headings: {
      form: "trained by",
      milliseconds: "ms per epoch",
      loss: "last training loss",
      lossDifference: "losses differ by",
      weightDifference: "weights differ by",
    },
    format: { milliseconds: 1, loss: 4, lossDifference: power, weightDifference: power },
  });
}
