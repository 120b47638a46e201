import { BATCH_SIZE_CLAIMS } from "./batchSizeClaims.js";
import type { Claim, ClaimId } from "./claim.js";
import { DATA_CLAIMS } from "./dataClaims.js";
import { LANDSCAPE_CLAIMS } from "./landscapeClaims.js";
import { LIBRARY_CLAIMS } from "./libraryClaims.js";
import { TUNING_CLAIMS } from "./tuningClaims.js";

/**
 * Every claim with its rules. Each smallest effect of interest is a choice made before the runs: change it
 * only before them, never to fit a result, and with it the date of its rule.
 */
export const CLAIMS: Readonly<Record<ClaimId, Claim>> = {
  ...BATCH_SIZE_CLAIMS,
  ...LANDSCAPE_CLAIMS,
  ...LIBRARY_CLAIMS,
  ...TUNING_CLAIMS,
  ...DATA_CLAIMS,
};
