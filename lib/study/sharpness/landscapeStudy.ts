import { refuse } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import { checkTrials, type StudyTrial, type TrialOptions } from "../../experiment/runTrials.js";
import type { LandscapeRows } from "./landscapeRows.js";
import { sharpnessTasks } from "./sharpnessTasks.js";

/** The models whose loss landscapes are drawn. */
export interface LandscapeOptions extends Pick<TrialOptions, "onProgress"> {
  /** Of the trials to draw: each divides the data, starts its models and draws the directions. */
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
 * @param models the trials of each model; those of one seed are drawn together, each with its own rate
 */
export async function landscapeStudy(
  data: Dataset,
  models: Readonly<Record<string, readonly StudyTrial[]>>,
  { seeds, trainLoss, planePoints, ...options }: LandscapeOptions,
): Promise<LandscapeRows> {
  const named = Object.entries(models);
  if (named.length !== 2) refuse("landscapeStudy", "models must be two", named.length);
  const tasks = seeds.map((seed, i) => {
    const pair = named.map(([model, trials]) => {
      const found = trials.find((trial) => trial.seed === seed);
      if (found === undefined)
        refuse("landscapeStudy", `"${model}" must have a trial of each of seeds`, seed);
      const { config, trainExamples } = found;
      if (trainExamples !== undefined)
        refuse("landscapeStudy", "trials must train on all examples", trainExamples);
      checkTrials("landscapeStudy", data, [found]);
      return [model, config] as const;
    });
    return { models: pair, seed, trainLoss, planePoints: i === 0 ? planePoints : null };
  });
  const found = await sharpnessTasks("landscape", data, tasks, options);
  return {
    lines: found.flatMap(({ lines }) => lines),
    path: found.flatMap(({ path }) => path),
    plane: found.flatMap(({ plane }) => plane),
  };
}
