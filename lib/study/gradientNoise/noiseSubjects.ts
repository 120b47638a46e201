import { refuse } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import { centredSplits } from "../../experiment/preparation.js";
import { firstAtLoss, trainWithCheckpoints } from "../../nn/analysis/checkpoints.js";
import type { TrainConfig } from "../../nn/config/config.js";
import type { TrainedModel } from "../../nn/model/trainedModel.js";
import { type NoiseCourseOptions, type PlainRun, plainConfig } from "./noiseCourse.js";

/** A model partly trained, with the data it is trained on: something to measure gradients on. */
export interface NoiseSubject {
  readonly seed: number;
  /** The training loss that it has just gone below. */
  readonly trainLoss: number;
  readonly model: TrainedModel;
  readonly train: Dataset;
}

/** The runs whose models are kept, and the training losses at which. */
export interface NoiseSubjectsOptions
  extends Pick<NoiseCourseOptions, "reach" | "losses" | "seeds"> {
  readonly run: PlainRun;
}

/** The model of a run at each of the training losses, for each seed. Fails where a run does not get there. */
export async function noiseSubjects(
  data: Dataset,
  base: Pick<TrainConfig, "model">,
  { run, reach, losses, seeds }: NoiseSubjectsOptions,
): Promise<NoiseSubject[]> {
  const config = plainConfig(base, run, reach);
  const subjects: NoiseSubject[] = [];
  for (const seed of seeds) {
    const { train, valid } = centredSplits(data, seed);
    const checkpointed = await trainWithCheckpoints({ train, valid }, { ...config, seed });
    for (const trainLoss of losses) {
      const found = firstAtLoss(checkpointed, { trainLoss });
      if (!found) refuse("noiseSubjects", "losses must be reached within the budget", trainLoss);
      subjects.push({ seed, trainLoss, model: found.model, train });
    }
  }
  return subjects;
}
