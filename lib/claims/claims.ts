import { BATCH_SIZE_CLAIMS } from "./batchSizeClaims.js";
import type { Claim, ClaimId } from "./claim.js";
import { PRACTICE_CLAIMS } from "./practiceClaims.js";

/**
 * Every claim with its rule. Each smallest effect of interest is a choice made before the runs: change it
 * only before them, never to fit a result.
 */
export const CLAIMS: Readonly<Record<ClaimId, Claim>> = {
  ...BATCH_SIZE_CLAIMS,
  ...PRACTICE_CLAIMS,
};
