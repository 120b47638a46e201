import type { ConditionRow } from "./claimRow.js";
import type { FamilywiseVerdict } from "./familywise.js";

/** The verdict of a condition by its own interval, with what would settle it where it is not settled. */
export function verdictText(row: ConditionRow): string {
  const { verdict, morePairs } = row;
  return verdict === "not settled" && morePairs !== undefined
    ? `${verdict} (${settledBy(row, morePairs)})`
    : verdict;
}

function settledBy({ low, high, n, overlap = 0 }: ConditionRow, pairs: number | null): string {
  if (low === high) return `all ${n} values are equal`;
  if (pairs !== null) return `${rounded(pairs)} more pair${pairs === 1 ? "" : "s"} would`;
  return overlap > 0
    ? "no number of divisions of these data would; more data would"
    : "a million more pairs would not";
}

/** Up to 99 as it is, above with two significant digits, rounded up. */
function rounded(pairs: number): string {
  if (pairs < 100) return String(pairs);
  const unit = 10 ** (Math.floor(Math.log10(pairs)) - 1);
  return `about ${(Math.ceil(pairs / unit) * unit).toLocaleString("en-US")}`;
}

/** The verdict after Holm's correction, and that of its own interval where it is another. */
export function afterHolmText(row: ConditionRow & FamilywiseVerdict): string {
  const { verdict, afterHolm } = row;
  return afterHolm === verdict ? verdictText(row) : `${afterHolm} (after Holm; alone ${verdict})`;
}
