import { Rng } from "../../random.js";
import { groupRows, overlapOf } from "../../rows/groups.js";
import { type Estimate, scaleEstimate } from "../../stats/estimate.js";
import { hyperbola, type StepsToTarget } from "../../stats/hyperbola.js";
import { jackknifeInterval } from "../../stats/jackknife.js";
import { type StepsTaken, stepsPoints } from "./criticalBatchSizes.js";

/** What batches larger than twice an optimizer's critical size still save. */
export interface StepsSaved {
  readonly optimizer: string;
  /** Of the fit to all batch sizes, with its interval over seeds. */
  readonly criticalSize: Estimate;
  /** Of the steps to the target at twice that size, % that the largest batch saves. */
  readonly saved: Estimate;
}

/**
 * For each optimizer its critical batch size, and the share of the measured steps at twice that size which the
 * largest batch saves: by the fitted law a third at most. Steps between two batch sizes lie on a line in logarithms.
 * Both intervals are a jackknife over seeds, each with its own fit, widened where seeds divide the same data.
 */
export function stepsBeyond(rows: readonly StepsTaken[]): StepsSaved[] {
  return groupRows(rows, ["optimizer"]).map((own) => {
    const overlap = overlapOf("stepsBeyond", own);
    const all = stepsPoints(own).sort((a, b) => a.batchSize - b.batchSize);
    const rng = Rng.fromSeed(0); // No interval of this fit is drawn.
    const saved = jackknifeInterval(
      all[0].steps.length,
      (units) => {
        const points = all.map(({ batchSize, steps }) => ({
          batchSize,
          steps: Array.from(units, (u) => steps[u]),
        }));
        const { estimate } = hyperbola(points, { rng }).criticalBatchSize;
        const [largest] = points.slice(-1);
        return 1 - Math.exp(logMean(largest) - logStepsAt(points, 2 * estimate));
      },
      { overlap },
    );
    const { criticalBatchSize: criticalSize } = hyperbola(all, { rng, overlap });
    return { optimizer: own[0].optimizer, criticalSize, saved: scaleEstimate(saved, 100) };
  });
}

const logMean = ({ steps }: StepsToTarget): number =>
  steps.reduce((sum, s) => sum + Math.log(s) / steps.length, 0);

/** The geometric mean of the steps at a batch size, between its neighbours; beyond the ends that of the end. */
function logStepsAt(points: readonly StepsToTarget[], batchSize: number): number {
  const after = points.findIndex((point) => point.batchSize >= batchSize);
  if (after <= 0) return logMean(after === 0 ? points[0] : points[points.length - 1]);
  const [a, b] = [points[after - 1], points[after]];
  const share = Math.log(batchSize / a.batchSize) / Math.log(b.batchSize / a.batchSize);
  return (1 - share) * logMean(a) + share * logMean(b);
}
