import { oneOf, refuse } from "../check.js";
import { DISPLAY, type Displayable } from "../display.js";
import { CLAIM_IDS, type ClaimId, notebooksOf } from "./claim.js";
import { claimHtml, claimText } from "./claimCard.js";
import { CLAIM_TYPE, type ClaimRow } from "./claimRow.js";
import { CLAIMS } from "./claims.js";
import { type Finding, readFinding } from "./finding.js";
import { combineStatements, statementRows } from "./statements.js";

/** What a notebook found on a claim, and where in it that stands. */
export interface Evidence {
  /** The notebook's file name without its ending; it starts with the notebook's number. */
  readonly notebook: string;
  /** The heading in the notebook under which the evidence stands. */
  readonly anchor: string;
  /** By the claim's names of conditions: all that this notebook measures, and no other. */
  readonly findings: Readonly<Record<string, Finding>>;
}

/**
 * The row of a claim with its verdict, computed from the findings by the claim's rule. A notebook cell that
 * ends with it shows the verdict, and the report collects it for the ledger.
 */
export function recordClaim(
  id: ClaimId,
  { notebook, anchor, findings }: Evidence,
): ClaimRow & Displayable {
  const entry = CLAIMS[oneOf("recordClaim", "id", id, CLAIM_IDS)];
  const notebooks = notebooksOf(entry);
  const number = notebooks.find((candidate) => notebook.startsWith(candidate));
  if (number === undefined)
    refuse("recordClaim", `notebook of ${id} must start with ${notebooks.join(" or ")}`, notebook);
  const here = Object.entries(entry.conditions).filter(([, { notebook: at }]) => at === number);
  const names = here.map(([name]) => name);
  const given = Object.keys(findings);
  if (given.length !== names.length || !names.every((name) => given.includes(name)))
    refuse(
      "recordClaim",
      `findings of ${id} in notebook ${number} must be ${names.join(", ")}`,
      given.join(", "),
    );

  const conditions = here.map(([name, condition]) => readFinding(name, condition, findings[name]));
  const statements = statementRows(entry, conditions).filter(
    ({ verdict }) => verdict !== "not yet tested",
  );
  const { verdict, detail } = combineStatements(statements);
  if (verdict === "not yet tested")
    refuse("recordClaim", `notebook ${number} must have a condition of ${id} that decides`, names);
  const row: ClaimRow = {
    id,
    claim: entry.claim,
    notebook,
    anchor,
    verdict,
    ...(detail === undefined ? {} : { detail }),
    statements,
    ...(entry.paper && { paperFigure: entry.paper.figure, paperSource: entry.paper.source }),
    conditions,
  };
  return {
    ...row,
    [DISPLAY]: () => ({
      [CLAIM_TYPE]: row,
      "text/html": claimHtml(row),
      "text/plain": claimText(row),
    }),
  };
}
