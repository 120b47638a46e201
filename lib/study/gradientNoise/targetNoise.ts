import { refuse } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import { checkpointSweep } from "../../experiment/checkpointSweep.js";
import type { TrialOptions } from "../../experiment/runTrials.js";
import type { TargetRow } from "../../experiment/toTarget.js";
import { gradientNoise } from "../../nn/analysis/noiseScale.js";

/** Where in a run the noise scale is read; "on the way" is its mean over the steps to the target. */
export type NoiseReading = "at the start" | "on the way" | "at the target";

/** The noise scale read from one run to the target. */
export interface TargetNoiseRow {
  readonly optimizer: string;
  /** Examples in a step of the run. */
  readonly batchRows: number;
  readonly seed: number;
  readonly reading: NoiseReading;
  /** In examples, exact on `train`. */
  readonly noiseScale: number;
}

/** Stretches of a run, at whose ends the noise is measured. */
const STRETCHES = 10;

/**
 * Repeats runs of `toTarget` up to the target, and reads the gradient noise scale along them. Its
 * mean over the steps is what theory makes the critical batch size of the whole way: least examples over
 * least steps, the first being the sum of the noise scales of the steps (McCandlish et al. 2018, 1812.06162,
 * on dynamic batch sizes).
 */
export async function targetNoise(
  data: Dataset,
  rows: readonly (TargetRow & { readonly optimizer: string })[],
  options: Pick<TrialOptions, "onProgress"> = {},
): Promise<TargetNoiseRow[]> {
  if (!rows.every(({ steps }) => Number.isFinite(steps)))
    refuse(
      "targetNoise",
      "every run must have reached the target, steps",
      Number.POSITIVE_INFINITY,
    );
  const jobs = rows.map(({ optimizer, batchRows, seed, config, steps: reached }) => {
    const steps = Math.max(1, Math.ceil(reached));
    const evaluateEvery = { steps: Math.ceil(steps / STRETCHES) };
    return {
      optimizer,
      batchRows,
      seed,
      config: { ...config, budget: { steps }, evaluateEvery },
    };
  });
  return checkpointSweep<(typeof jobs)[number], TargetNoiseRow>(data, jobs, {
    ...options,
    work: "targetNoise",
    read: ({ history, models }, train, { optimizer, batchRows, seed }) => {
      const steps = history.map(({ step }) => step);
      const scales = models.map((model) => gradientNoise(model, train).noiseScale);
      const row = (reading: NoiseReading, noiseScale: number): TargetNoiseRow => ({
        optimizer,
        batchRows,
        seed,
        reading,
        noiseScale,
      });
      return [
        row("at the start", scales[0]),
        row("on the way", meanOverSteps(steps, scales)),
        row("at the target", scales[scales.length - 1]),
      ];
    },
  });
}

/** The mean of a quantity that is linear between its values at rising steps. */
export function meanOverSteps(steps: readonly number[], values: readonly number[]): number {
  let sum = 0;
  for (let i = 1; i < steps.length; i++)
    sum += ((values[i] + values[i - 1]) / 2) * (steps[i] - steps[i - 1]);
  return sum / (steps[steps.length - 1] - steps[0]);
}
