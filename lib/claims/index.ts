/**
 * Claims about batch size, decided from measured effects, and the ledger that lists them.
 * @module batchwise/claims
 */

export type {
  Claim,
  ClaimId,
  Condition,
  ConditionVerdict,
  RuleOrigin,
  Statement,
  Verdict,
} from "./claim.js";
export { CLAIM_TYPE, type ClaimRow, type ConditionRow } from "./claimRow.js";
export { CLAIMS } from "./claims.js";
export type { FamilywiseVerdict } from "./familywise.js";
export type { Figures } from "./figures.js";
export { exactFinding, type Finding } from "./finding.js";
export { type Headline, headline } from "./headline.js";
export {
  type LedgerCondition,
  type LedgerRow,
  ledger,
  type MissingCondition,
} from "./ledger.js";
export { headlinesMarkdown, ledgerMarkdown } from "./ledgerMarkdown.js";
export { type LedgerTableOptions, ledgerTable } from "./ledgerTable.js";
export { readClaimRow } from "./readClaimRow.js";
export { type Evidence, recordClaim } from "./recordClaim.js";
export { type RecordedClaims, recordClaims } from "./recordClaims.js";
export { rulesMarkdown } from "./rulesMarkdown.js";
export type { StatementRow } from "./statements.js";
export type { Unit } from "./units.js";
