import { refuse } from "../check.js";
import { CLAIM_IDS, type Claim, type ClaimId, type Verdict } from "./claim.js";
import type { ClaimRow, ConditionRow } from "./claimRow.js";
import { CLAIMS } from "./claims.js";
import { type FamilywiseVerdict, familywise } from "./familywise.js";
import { combineStatements, type StatementRow, statementRows } from "./statements.js";

/** A condition's figures with the place where they stand, and its verdict before and after Holm's correction. */
export interface LedgerCondition extends ConditionRow, FamilywiseVerdict {
  readonly notebook: string;
  readonly anchor: string;
}

/** A condition that its notebook has still to record. */
export interface MissingCondition {
  readonly condition: string;
  /** Number of the notebook. */
  readonly notebook: string;
}

/** One claim over all notebooks. */
export interface LedgerRow {
  readonly id: ClaimId;
  readonly claim: string;
  /** After Holm's correction over all conditions of all claims that decide. */
  readonly verdict: Verdict | "not yet tested";
  /** What the verdict is made of, where that is not all alike. */
  readonly detail?: string;
  /** All of the claim's statements. */
  readonly statements: readonly StatementRow[];
  /** In the claim's order. */
  readonly conditions: readonly LedgerCondition[];
  readonly missing: readonly MissingCondition[];
  readonly paperFigure?: string;
  readonly paperSource?: string;
}

/**
 * All claims in order, with what the notebooks recorded of each, and Holm's correction over every sampled condition
 * among them that decides. Each notebook may record a claim once.
 */
export function ledger(rows: readonly ClaimRow[]): LedgerRow[] {
  for (const id of CLAIM_IDS) checkOnce(id, rows);
  const found = rows.flatMap(({ id, notebook, anchor, conditions }) =>
    conditions.map((condition) => ({ id, ...condition, notebook, anchor })),
  );
  const verdicts = familywise(found);
  const conditions = found.map((condition, i) => ({ ...condition, ...verdicts[i] }));
  return CLAIM_IDS.map((claim) =>
    ledgerRow(
      CLAIMS[claim],
      conditions.flatMap(({ id, ...condition }) => (id === claim ? [condition] : [])),
    ),
  );
}

function checkOnce(id: ClaimId, rows: readonly ClaimRow[]): void {
  const recorded = rows.filter((row) => row.id === id).map((row) => row.notebook.slice(0, 2));
  const twice = recorded.find((number, i) => recorded.indexOf(number) < i);
  if (twice !== undefined) refuse("ledger", `${id} must be recorded once in a notebook`, twice);
}

function ledgerRow(entry: Claim, found: readonly LedgerCondition[]): LedgerRow {
  const { id, claim, paper } = entry;
  const names = Object.keys(entry.conditions);
  const conditions = names.flatMap((name) => found.filter(({ condition }) => condition === name));
  const voices = conditions.map((row) => ({ ...row, verdict: row.afterHolm }));
  const statements = statementRows(entry, voices);
  return {
    id,
    claim,
    ...combineStatements(statements),
    statements,
    conditions,
    missing: Object.entries(entry.conditions)
      .filter(([name]) => !found.some(({ condition }) => condition === name))
      .map(([condition, { notebook }]) => ({ condition, notebook })),
    ...(paper && { paperFigure: paper.figure, paperSource: paper.source }),
  };
}
