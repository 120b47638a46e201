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
  | "reversed"
  | "too small to matter"
  /** Of a claim that there is no difference: there is one that matters. */
  | "not supported"
  /** The figures leave room for more than one of the others. */
  | "not settled";

/** What the conditions of a statement, or the statements of a claim, say together: "mixed" where they disagree. */
export type Verdict = ConditionVerdict | "by definition" | "mixed";

/** A part of a claim that is true or false by itself. */
export interface Statement {
  /** In words, without a full stop. */
  readonly says: string;
  /** It follows from what the words mean; measuring it tests the code, and nothing about batch sizes. */
  readonly byDefinition?: true;
}

/** When a rule was written, and which figures could have had an influence on it. */
export interface RuleOrigin {
  /** Day on which the condition and its threshold were fixed. */
  readonly dated: string;
  /** The figures that had been seen by then, in a sentence. */
  readonly seenBefore: string;
}

/** One measurement that bears on a statement, and how its figures are read: fixed before they are known. */
export interface Condition extends RuleOrigin {
  /** Number of the notebook that measures it, as in "01". */
  readonly notebook: string;
  /** The letter of the statement on which it bears. */
  readonly statement: string;
  /** What sets it apart from the statement's other conditions, in a few words. */
  readonly short: string;
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
  /** Its parts by their letters, from "a" on. */
  readonly statements: Readonly<Record<string, Statement>>;
  /** The conditions by name, the leading one first. */
  readonly conditions: Readonly<Record<string, Condition>>;
  readonly paper?: { readonly figure: string; readonly source: string };
}

/** Numbers of the notebooks that test a claim, rising. */
export function notebooksOf({ conditions }: Claim): string[] {
  return [...new Set(Object.values(conditions).map(({ notebook }) => notebook))].sort();
}
