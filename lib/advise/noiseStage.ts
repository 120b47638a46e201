import { take } from "../data/dataset.js";
import { studySweep } from "../experiment/journalled.js";
import { trainWithCheckpoints } from "../nn/analysis/checkpoints.js";
import { gradientNoise } from "../nn/analysis/noiseScale.js";
import type { TrainConfig } from "../nn/config/config.js";
import { mean } from "../stats/describe.js";
import { meanEstimate } from "../stats/meanEstimate.js";
import type { Advice } from "./advice.js";
import type { AnchorRate } from "./anchorRate.js";
import { hasNoise } from "./settings.js";
import { SEEDS, type Subject, trialOf } from "./subject.js";

const POINTS = 10;
const MOST_EXAMPLES = 2048;

/**
 * The gradient noise scale at up to ten points of a run at the anchor's rate, until its best validation: their geometric
 * mean with its interval, and those of the two halves. Exact on up to 2,048 training examples. It gives the order of
 * magnitude, for which sizes are worth a try; `null` where gradients vanish, and for models of other kinds.
 */
export async function noiseStage(
  subject: Subject,
  { batchSize, learningRate, rows }: Pick<AnchorRate, "batchSize" | "learningRate" | "rows">,
): Promise<Advice["noiseScale"]> {
  const { divisions, work, settings } = subject;
  if (!hasNoise(settings)) return null;
  const trial = trialOf(subject, { batchSize, learningRate, seed: SEEDS.tuning });
  const history = rows[0]?.history ?? [];
  const best = history.reduce((a, b) => (b.validLoss < a.validLoss ? b : a), history[0]);
  const steps = Math.max(1, best?.step ?? 1);
  const { earlyStopping: _, ...plain } = trial.config;
  const config: TrainConfig = {
    ...plain,
    budget: { steps },
    evaluateEvery: { steps: Math.max(1, Math.ceil(steps / POINTS)) },
  };
  const [scales] = await studySweep(
    divisions.open,
    [{ ...trial, config }],
    async ([job], { signal }): Promise<number[][]> => {
      const { train, valid } = divisions.tuning.splits(divisions.open, job.seed);
      const run = await trainWithCheckpoints({ train, valid }, job.config, signal && { signal });
      signal?.throwIfAborted(); // A run that was cut short is no result.
      const some = take(train, [...Array(Math.min(train.n, MOST_EXAMPLES)).keys()]);
      return [run.models.slice(1).map((model) => gradientNoise(model, some).noiseScale)];
    },
    {
      work: { noise: divisions.tuning.name },
      journal: work.journal("noise"),
      signal: work.signal,
      onProgress: () => {},
    },
  );
  work.count();
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
