import type { Unit } from "./units.js";

/** The claims of the source document, in its order. */
export const CLAIM_IDS = [
  "D1",
  "D2",
  "D3",
  "D4",
  "D5",
  "D6",
  "D7",
  "D8",
  "D9",
  "D10",
  "D11",
  "D12",
  "D13",
  "D14",
  "D15",
  "D16",
] as const;

/** The short name of a claim in the ledger. */
export type ClaimId = (typeof CLAIM_IDS)[number];

/** What the figures of one condition say. */
export type ConditionVerdict =
  | "supported"
  | "not supported"
  | "reversed"
  | "no detectable difference";

/** What all conditions together say: "depends" where they disagree. */
export type Verdict = ConditionVerdict | "depends";

/** One measurement that bears on a claim, and how its figures are read: fixed before they are known. */
export interface Condition {
  /** Number of the notebook that measures it, as in "01". */
  readonly notebook: string;
  /** What is measured, positive in the claim's direction. */
  readonly effect: string;
  readonly unit: Unit;
  /** Whether the claim says that there is such an effect, or that there is none that matters. */
  readonly says: "greater" | "equal";
  /** The smallest effect of interest, in `unit`, above 0. */
  readonly smallest: number;
  /** The figure is a computation's exact result, not a sample's: n is 1 and the interval a point. */
  readonly exact?: true;
  /** Shown beside the others for comparison, without a say in the verdict; the reason. */
  readonly onlyShown?: string;
}

/** A claim about batch size, with the conditions under which the notebooks test it. */
export interface Claim {
  readonly id: ClaimId;
  /** The claim in the document's sense. */
  readonly claim: string;
  /** The conditions by name, the leading one first. */
  readonly conditions: Readonly<Record<string, Condition>>;
  readonly paper?: { readonly figure: string; readonly source: string };
}

/** Numbers of the notebooks that test a claim, rising. */
export function notebooksOf({ conditions }: Claim): string[] {
  return [...new Set(Object.values(conditions).map(({ notebook }) => notebook))].sort();
}
