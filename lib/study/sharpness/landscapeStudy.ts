import { refuse } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import type { TrialOptions } from "../../experiment/runTrials.js";
import type { TrainConfig } from "../../nn/config/config.js";
import type { LandscapeRows } from "./landscapeRows.js";
import { sharpnessTasks } from "./sharpnessTasks.js";

/** The models whose loss landscapes are drawn. */
export interface LandscapeOptions extends Pick<TrialOptions, "onProgress"> {
  /** Each divides the data anew, starts two models and draws the directions. */
  readonly seeds: readonly number[];
  /** Training loss of the models. */
  readonly trainLoss: number;
  /** Points along each axis of the plane, odd; it is computed for the first seed. */
  readonly planePoints: number;
}

/**
 * Trains two models, by name, to the same training loss, and looks at the loss around each in the same random
 * directions, filter-normalised (Li et al. 2018), and on the straight line between them, once from the
 * same start and once from another. Seeds go to threads.
 */
export async function landscapeStudy(
  data: Dataset,
  models: Readonly<Record<string, TrainConfig>>,
  { seeds, trainLoss, planePoints, ...options }: LandscapeOptions,
): Promise<LandscapeRows> {
  const named = Object.entries(models);
  if (named.length !== 2) refuse("landscapeStudy", "models must be two", named.length);
  const tasks = seeds.map((seed, i) => {
    const points = i === 0 ? planePoints : null;
    return { models: named, seed, trainLoss, planePoints: points };
  });
  const found = await sharpnessTasks("landscape", data, tasks, options);
  return {
    lines: found.flatMap(({ lines }) => lines),
    path: found.flatMap(({ path }) => path),
    plane: found.flatMap(({ plane }) => plane),
  };
}
