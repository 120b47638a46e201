import { positiveNumber } from "../../check.js";
import type { BatchSize } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import { checkpointSweep } from "../../experiment/checkpointSweep.js";
import type { StudyRow, TrialOptions } from "../../experiment/runTrials.js";
import type { CheckpointedRun } from "../../nn/analysis/checkpoints.js";
import { type GradientNoise, gradientNoise } from "../../nn/analysis/noiseScale.js";
import type { TrainConfig } from "../../nn/config/config.js";

/** A run of plain SGD. */
export interface PlainRun {
  readonly batchSize: BatchSize;
  readonly learningRate: number;
}

/** The runs along which the gradient noise is followed, and where it is measured. */
export interface NoiseCourseOptions extends Pick<TrialOptions, "onProgress"> {
  readonly runs: readonly PlainRun[];
  /** How far a run goes, as learning rate × steps: runs of any rate get about as low. */
  readonly reach: number;
  /** Training losses near which the noise is measured. */
  readonly losses: readonly number[];
  /** Each also divides the data anew. */
  readonly seeds: readonly number[];
}

/** The gradient noise on `train` where a run has about one training loss. */
export interface NoiseCourseRow extends Omit<GradientNoise, "loss"> {
  /** As in "16 at 0.25": batch size and learning rate. */
  readonly run: string;
  readonly seed: number;
  readonly trainLoss: number;
}

/** How far, as a factor, a checkpoint's loss may be from the one that is asked for. */
const NEAR = 1.2;
/** Checkpoints at most for one loss. */
const CHECKPOINTS = 4;

/**
 * The exact gradient noise over the course of training, along runs of plain SGD. At each loss it is that of up
 * to four checkpoints near it, with |G|² and tr Σ averaged apart and then divided: the first checkpoint below
 * the loss would be a lucky moment of a noisy run. A loss that no evaluation comes near is left out.
 */
export async function noiseCourse(
  data: Dataset,
  base: Pick<TrainConfig, "model">,
  { runs, reach, losses, seeds, ...options }: NoiseCourseOptions,
): Promise<(NoiseCourseRow & Pick<StudyRow, "overlap">)[]> {
  for (const loss of losses) positiveNumber("noiseCourse", "each of losses", loss);
  const jobs = runs.flatMap(({ batchSize, learningRate }) => {
    const config = plainConfig(base, { batchSize, learningRate }, reach);
    const run = `${batchSize} at ${learningRate}`;
    return seeds.map((seed) => ({ run, seed, config: { ...config, seed } }));
  });
  return checkpointSweep<(typeof jobs)[number], NoiseCourseRow>(data, jobs, {
    ...options,
    work: { noiseCourse: losses },
    read: (checkpointed, train, { run, seed }) =>
      losses.flatMap((trainLoss) => {
        const noise = noiseNear(checkpointed, train, trainLoss);
        return noise ? [{ run, seed, trainLoss, ...noise }] : [];
      }),
  });
}

/** A run of plain SGD, evaluated whenever learning rate × steps has grown by 1, but at most at each step. */
export function plainConfig(
  base: Pick<TrainConfig, "model">,
  { batchSize, learningRate }: PlainRun,
  reach: number,
): TrainConfig {
  const perUnit = 1 / positiveNumber("noiseCourse", "learningRate", learningRate);
  return {
    ...base,
    optimizer: { kind: "sgd", learningRate },
    batchSize,
    budget: { steps: Math.ceil(positiveNumber("noiseCourse", "reach", reach) * perUnit) },
    evaluateEvery: { steps: Math.max(1, Math.round(perUnit)) },
    seed: 0,
  };
}

function noiseNear(
  { history, models }: CheckpointedRun,
  train: Dataset,
  trainLoss: number,
): Omit<GradientNoise, "loss"> | undefined {
  const near = models.filter(
    (_, i) => Math.abs(Math.log(history[i].trainLoss / trainLoss)) <= Math.log(NEAR),
  );
  const count = Math.min(CHECKPOINTS, near.length);
  if (count === 0) return;
  let gradientSquared = 0;
  let trace = 0;
  for (let c = 0; c < count; c++) {
    const model = near[Math.floor(((c + 0.5) * near.length) / count)];
    const noise = gradientNoise(model, train);
    gradientSquared += noise.gradientSquared / count;
    trace += noise.trace / count;
  }
  return { gradientSquared, trace, noiseScale: trace / gradientSquared };
}
