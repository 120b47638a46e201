import { refuse } from "../check.js";
import { DISPLAY, type Displayable } from "../display.js";
import { CLAIM_IDS, type ClaimId } from "./claim.js";
import { claimHtml, claimText } from "./claimCard.js";
import { CLAIM_TYPE, type ClaimRow } from "./claimRow.js";
import { type Evidence, recordClaim } from "./recordClaim.js";

/** The rows of several claims, shown together. */
export interface RecordedClaims extends Displayable {
  readonly rows: readonly ClaimRow[];
}

/**
 * Several claims as the output of one cell, in the document's order; each is decided as by `recordClaim`,
 * from its findings by the claim's names of conditions.
 */
export function recordClaims(
  place: Pick<Evidence, "notebook" | "anchor">,
  findings: Readonly<Partial<Record<ClaimId, Evidence["findings"]>>>,
): RecordedClaims {
  const unknown = Object.keys(findings).find((id) => !CLAIM_IDS.some((known) => known === id));
  if (unknown !== undefined)
    refuse("recordClaims", `claims must be among ${CLAIM_IDS.join(", ")}`, unknown);
  const rows = CLAIM_IDS.flatMap((id) => {
    const found = findings[id];
    return found === undefined ? [] : [recordClaim(id, { ...place, findings: found })];
  });
  if (rows.length === 0) refuse("recordClaims", "findings must hold at least one claim", findings);
  return {
    rows,
    [DISPLAY]: () => ({
      [CLAIM_TYPE]: rows,
      "text/html": rows.map(claimHtml).join(""),
      "text/plain": rows.map(claimText).join("\n\n"),
    }),
  };
}
