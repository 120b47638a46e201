import type { ComparedRow } from "../../experiment/compare.js";
import { withInterval } from "../../plot/numbers.js";
import { differenceOf } from "../../rows/differences.js";
import type { PairedDifference } from "../../stats/pairedDifference.js";

/** A run after its batch size was changed, and perhaps its rate. */
export interface KeptRateRow
  extends Pick<ComparedRow, "seed" | "batchRows" | "learningRate" | "accuracy"> {
  readonly budget: string;
  /** The rate that the config had, the one tuned for its old batch size, or one tuned for the new. */
  readonly rate: "written" | "kept" | "tuned";
}

/**
 * What an unchanged rate costs at equal epochs, in points of test accuracy: the tuned rate less the kept one
 * after the change to `some` and to `large`, and less the written one at `some`.
 */
export function keptRateCosts(
  rows: readonly KeptRateRow[],
  { some, large }: { readonly some: number; readonly large: number },
): Record<"accuracy" | "large" | "written", PairedDifference> {
  const cost = (batchRows: number, rate: "kept" | "written"): PairedDifference =>
    accuracyDifference(rows, { rate: "tuned", batchRows }, { rate, batchRows });
  return {
    accuracy: cost(some, "kept"),
    large: cost(large, "kept"),
    written: cost(some, "written"),
  };
}

/** A change of the batch size alone. */
export interface ChangeRow {
  /** As in "32 → 128". */
  readonly change: string;
  /** Points of test accuracy lost by it at equal epochs, with their interval: at the written rate, and at the kept one. */
  readonly written: string;
  readonly kept: string;
  /** The rate tuned for the old batch size and that for the new one, as in "0.016 → 0.032". */
  readonly rates: string;
}

/** What changes of the batch size alone cost, in points of test accuracy at equal epochs. */
export function changeLosses(
  rows: readonly KeptRateRow[],
  { from, to }: { readonly from: number; readonly to: readonly number[] },
): ChangeRow[] {
  return to.map((batchRows) => {
    const lost = (rate: "written" | "kept"): string =>
      withInterval(accuracyDifference(rows, { rate, batchRows: from }, { rate, batchRows }), 1);
    const rateOf = (rate: "kept" | "tuned"): number =>
      rows.find(
        (row) => row.budget === "equal epochs" && row.rate === rate && row.batchRows === batchRows,
      )?.learningRate ?? Number.NaN;
    return {
      change: `${from} → ${batchRows}`,
      written: lost("written"),
      kept: lost("kept"),
      rates: `${rateOf("kept")} → ${rateOf("tuned")}`,
    };
  });
}

/** Test accuracy under one condition less that under another, at equal epochs. */
function accuracyDifference(
  rows: readonly KeptRateRow[],
  a: Pick<KeptRateRow, "rate" | "batchRows">,
  b: Pick<KeptRateRow, "rate" | "batchRows">,
): PairedDifference {
  const at = { budget: "equal epochs" };
  return differenceOf(rows, {
    a: { ...at, ...a },
    b: { ...at, ...b },
    value: "accuracy",
  });
}
