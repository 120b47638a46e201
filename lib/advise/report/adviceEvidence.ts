import type { Advice } from "../advice.js";
import { contrastEvidence } from "./contrastEvidence.js";
import type { Evidence } from "./evidence.js";
import { lossMapEvidence } from "./lossMapEvidence.js";
import { rateEvidence } from "./rateEvidence.js";
import { scaleEvidence } from "./scaleEvidence.js";
import { searchEvidence } from "./searchEvidence.js";
import { speedEvidence } from "./speedEvidence.js";

/** The figures that an answer rests on, by stage. */
export interface AdviceEvidence {
  /** What an example costs at each size. */
  readonly speed: Evidence;
  /** The search for the rate of the first size. */
  readonly search: Evidence;
  /** The gradient noise scale beside the sizes. */
  readonly scale: Evidence;
  /** Every size and rate that was tried. */
  readonly losses: Evidence;
  /** The tuned rates and the optimizer's rule. */
  readonly rates: Evidence;
  /** The differences on fresh divisions. */
  readonly contrasts: Evidence;
}

/** Every figure of an answer with the sentences that read it; each shows itself in a notebook. */
export function adviceEvidence(advice: Advice): AdviceEvidence {
  return {
    speed: speedEvidence(advice),
    search: searchEvidence(advice),
    scale: scaleEvidence(advice),
    losses: lossMapEvidence(advice),
    rates: rateEvidence(advice),
    contrasts: contrastEvidence(advice),
  };
}
