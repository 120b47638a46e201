import { refuse } from "../check.js";
import { CLAIM_IDS, type Claim, type ClaimId, notebooksOf, type Verdict } from "./claim.js";
import type { ClaimRow, ConditionRow } from "./claimRow.js";
import { CLAIMS } from "./claims.js";
import { combineVerdicts } from "./decide.js";

/** A condition's figures with the place where they stand. */
export interface LedgerCondition extends ConditionRow {
  readonly notebook: string;
  readonly anchor: string;
}

/** One claim over all notebooks. */
export interface LedgerRow {
  readonly id: ClaimId;
  readonly claim: string;
  readonly verdict: Verdict | "not yet tested";
  /** In the claim's order. */
  readonly conditions: readonly LedgerCondition[];
  /** Numbers of the notebooks that have still to record their part. */
  readonly missing: readonly string[];
  readonly paperFigure?: string;
  readonly paperSource?: string;
}

/**
 * All claims in order, with what the notebooks recorded of each: where several did, the verdict is that of
 * all their conditions together. Each notebook may record a claim once.
 */
export function ledger(rows: readonly ClaimRow[]): LedgerRow[] {
  return CLAIM_IDS.map((id) =>
    ledgerRow(
      CLAIMS[id],
      rows.filter((row) => row.id === id),
    ),
  );
}

function ledgerRow(entry: Claim, rows: readonly ClaimRow[]): LedgerRow {
  const { id, claim, paper } = entry;
  const recorded = rows.map((row) => row.notebook.slice(0, 2));
  const twice = recorded.find((number, i) => recorded.indexOf(number) < i);
  if (twice !== undefined) refuse("ledger", `${id} must be recorded once in a notebook`, twice);
  const found = rows.flatMap(({ notebook, anchor, conditions }) =>
    conditions.map((condition): LedgerCondition => ({ ...condition, notebook, anchor })),
  );
  const order = Object.keys(entry.conditions);
  const conditions = found.sort((a, b) => order.indexOf(a.condition) - order.indexOf(b.condition));
  const deciding = conditions.filter(({ onlyShown }) => onlyShown === undefined);
  return {
    id,
    claim,
    verdict:
      deciding.length === 0
        ? "not yet tested"
        : combineVerdicts(deciding.map(({ verdict }) => verdict)),
    conditions,
    missing: notebooksOf(entry).filter((number) => !recorded.includes(number)),
    ...(paper && { paperFigure: paper.figure, paperSource: paper.source }),
  };
}
