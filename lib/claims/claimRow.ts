import type { ClaimId, ConditionVerdict, Verdict } from "./claim.js";
import type { Unit } from "./units.js";

/** The MIME type of a recorded claim in a notebook's output; its content is a {@link ClaimRow} or an array of them. */
export const CLAIM_TYPE = "application/vnd.batchwise.claim+json";

/** The figures of one condition, and what they say by its rule. */
export interface ConditionRow {
  readonly condition: string;
  /** What was measured, positive in the claim's direction. */
  readonly what: string;
  readonly unit: Unit;
  readonly effect: number;
  readonly low: number;
  readonly high: number;
  /** Nominal coverage of low … high. */
  readonly level: number;
  readonly n: number;
  readonly verdict: ConditionVerdict;
  /** The rule in words. */
  readonly rule: string;
  /** The smallest effect that the design would have seen with 80 % power; `null` for an exact figure. */
  readonly smallestDetectable: number | null;
  /** Why it has no say in the claim's verdict, if it has none. */
  readonly onlyShown?: string;
}

/** A claim as one notebook found it; the figures are those of its leading condition. */
export interface ClaimRow {
  readonly id: ClaimId;
  readonly claim: string;
  /** The notebook's file name without its ending. */
  readonly notebook: string;
  /** The heading in the notebook under which the evidence stands. */
  readonly anchor: string;
  readonly effect: number;
  readonly unit: Unit;
  readonly low: number;
  readonly high: number;
  readonly n: number;
  readonly verdict: Verdict;
  readonly rule: string;
  readonly smallestDetectable: number | null;
  readonly paperFigure?: string;
  readonly paperSource?: string;
  /** Every condition that this notebook measures, the leading one first. */
  readonly conditions: readonly ConditionRow[];
}
