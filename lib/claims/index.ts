/**
 * Claims about batch size, decided from measured effects, and the ledger that lists them; a practitioner's table of
 * what to do, and published figures beside ours.
 * @module batchwise/claims
 */

export type { AmountUnit } from "./amount.js";
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
export {
  PAPER_IDS,
  type Paper,
  type PaperFigure,
  type PaperFigures,
  type PaperId,
  type PaperOurs,
  type PaperVerdict,
} from "./papers/paper.js";
export { type ComparedFigure, PAPER_TYPE, type PaperRow } from "./papers/paperRow.js";
export { PAPERS } from "./papers/papers.js";
export { paperMarkdown, paperTable } from "./papers/paperTable.js";
export { readPaperRow } from "./papers/readPaperRow.js";
export { type PaperEvidence, recordPaper } from "./papers/recordPaper.js";
export {
  type Advice,
  type CappedBatch,
  type LeadOf32,
  type MoreUpdates,
  PRACTICE_IDS,
  type PracticeFindings,
  type PracticeId,
  type PracticeLine,
  type PracticeRule,
  type PracticeStatus,
  type SecondsToTarget,
  type SquareRootRule,
  type StepsBeyond,
} from "./practice/practice.js";
export { PRACTICE_TYPE, type PracticeRow } from "./practice/practiceRow.js";
export {
  type AnswerTableOptions,
  practiceMarkdown,
  practiceTable,
} from "./practice/practiceTable.js";
export { readPracticeRow } from "./practice/readPracticeRow.js";
export { type PracticeEvidence, recordPractice } from "./practice/recordPractice.js";
export { PRACTICE_RULES } from "./practice/rules.js";
export { secondsPictures } from "./practice/secondsPicture.js";
export { readClaimRow } from "./readClaimRow.js";
export { type Evidence, recordClaim } from "./recordClaim.js";
export { type RecordedClaims, recordClaims } from "./recordClaims.js";
export { rulesMarkdown } from "./rulesMarkdown.js";
export type { StatementRow } from "./statements.js";
export type { Unit } from "./units.js";
