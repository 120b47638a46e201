import { holm } from "../stats/holm.js";
import type { ConditionVerdict } from "./claim.js";
import type { ConditionRow } from "./claimRow.js";

/** The one-sided level at which Holm lets a decision stand: half of the 5 % of the intervals. */
export const HOLM_LEVEL = 0.025;

/** How a finding fares among all that decide. */
export interface FamilywiseVerdict {
  /** The verdict after Holm's correction: its own, or "not settled" where that does not stand. */
  readonly afterHolm: ConditionVerdict;
  /** The one-sided p value, corrected; `null` for a figure outside the family, exact or only shown. */
  readonly correctedP: number | null;
}

/**
 * Holm's correction over all sampled conditions that decide: with probability at least 95 % every decision that
 * stands is right. (Each may err in two directions, each of them at 2.5 %.) Verdicts in the order of the rows.
 */
export function familywise(
  rows: readonly Pick<ConditionRow, "verdict" | "p" | "onlyShown">[],
): FamilywiseVerdict[] {
  const family = rows.flatMap(({ p, onlyShown }) =>
    p === null || onlyShown !== undefined ? [] : [p],
  );
  const corrected = holm(family).values();
  return rows.map(({ verdict, p, onlyShown }) => {
    if (p === null || onlyShown !== undefined) return { afterHolm: verdict, correctedP: null };
    const correctedP = corrected.next().value ?? 1;
    return { afterHolm: correctedP <= HOLM_LEVEL ? verdict : "not settled", correctedP };
  });
}
