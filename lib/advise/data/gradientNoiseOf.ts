import { type Dataset, take } from "../../data/dataset.js";
import { studySweep } from "../../experiment/journalled.js";
import type { OwnPreparation } from "../../experiment/preparation.js";
import { trainWithCheckpoints } from "../../nn/analysis/checkpoints.js";
import { gradientNoise } from "../../nn/analysis/noiseScale.js";
import type { TrainConfig } from "../../nn/config/config.js";
import { mean } from "../../stats/describe.js";
import { meanEstimate } from "../../stats/meanEstimate.js";
import type { NoiseScale } from "../measured.js";
import type { Watch } from "../trainer.js";

const POINTS = 10;
const MOST_EXAMPLES = 2048;

/**
 * The gradient noise scale at up to ten points of a training: their geometric mean with its interval, and those of the
 * two halves. Exact on up to 2,048 training examples; `null` where gradients vanish.
 */
export async function gradientNoiseOf(
  data: Dataset,
  prepare: OwnPreparation,
  trial: { readonly seed: number; readonly config: TrainConfig; readonly steps: number },
  { journal, signal: ended, onProgress }: Watch,
): Promise<NoiseScale | null> {
  const { steps } = trial;
  const { earlyStopping: _, ...plain } = trial.config;
  const config: TrainConfig = {
    ...plain,
    budget: { steps },
    evaluateEvery: { steps: Math.max(1, Math.ceil(steps / POINTS)) },
  };
  const [scales] = await studySweep(
    data,
    [{ seed: trial.seed, config }],
    async ([job], { signal }): Promise<number[][]> => {
      const { train, valid } = prepare.splits(data, job.seed);
      const run = await trainWithCheckpoints({ train, valid }, job.config, signal && { signal });
      signal?.throwIfAborted(); // A run that was cut short is no result.
      const some = take(train, [...Array(Math.min(train.n, MOST_EXAMPLES)).keys()]);
      return [run.models.slice(1).map((model) => gradientNoise(model, some).noiseScale)];
    },
    { work: { noise: prepare.name }, journal, signal: ended, onProgress },
  );
  const logs = scales.filter((scale) => scale > 0 && Number.isFinite(scale)).map(Math.log);
  if (logs.length < 2) return null;
  const { estimate, low, high } = meanEstimate(logs);
  const half = Math.floor(logs.length / 2);
  return {
    estimate: Math.exp(estimate),
    low: Math.exp(low),
    high: Math.exp(high),
    early: Math.exp(mean(logs.slice(0, half))),
    late: Math.exp(mean(logs.slice(half))),
  };
}
