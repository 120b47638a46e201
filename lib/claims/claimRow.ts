import type { ClaimId, ConditionVerdict, RuleOrigin, Verdict } from "./claim.js";
import type { StatementRow } from "./statements.js";
import type { Unit } from "./units.js";

/** The MIME type of a recorded claim in a notebook's output; its content is a {@link ClaimRow} or an array of them. */
export const CLAIM_TYPE = "application/vnd.batchwise.claim+json";

/** The figures of one condition, and what they say by its rule. */
export interface ConditionRow extends RuleOrigin {
  readonly condition: string;
  /** The letter of the statement on which it bears. */
  readonly statement: string;
  /** What sets it apart from the statement's other conditions. */
  readonly short: string;
  /** What was measured, positive in the claim's direction. */
  readonly what: string;
  readonly unit: Unit;
  readonly effect: number;
  readonly low: number;
  readonly high: number;
  /** Nominal coverage of low … high. */
  readonly level: number;
  readonly n: number;
  /** Test ÷ training examples, where the repeats divide the same data and the interval allows for it. */
  readonly overlap?: number;
  /** By its own interval, without a correction for the number of conditions. */
  readonly verdict: ConditionVerdict;
  /** Where not settled: how many more pairs would settle it; `null` where no number would. */
  readonly morePairs?: number | null;
  /** One-sided, of the region in which the estimate lies; `null` for an exact figure. */
  readonly p: number | null;
  /** The rule in words. */
  readonly rule: string;
  /** The smallest effect that the design would have seen with 80 % power; `null` for an exact figure. */
  readonly smallestDetectable: number | null;
  /** Why it has no say in the verdict, if it has none. */
  readonly onlyShown?: string;
}

/** A claim as one notebook found it. */
export interface ClaimRow {
  readonly id: ClaimId;
  readonly claim: string;
  /** The notebook's file name without its ending. */
  readonly notebook: string;
  /** The heading in the notebook under which the evidence stands. */
  readonly anchor: string;
  /** By the figures of this notebook alone, without a correction for the number of conditions. */
  readonly verdict: Verdict;
  /** What the verdict is made of, where that is not all alike. */
  readonly detail?: string;
  /** The statements on which this notebook bears. */
  readonly statements: readonly StatementRow[];
  readonly paperFigure?: string;
  readonly paperSource?: string;
  /** Every condition that this notebook measures, the leading one first. */
  readonly conditions: readonly ConditionRow[];
}
