import type { BatchSize } from "../../data/batches.js";
import type { Dataset } from "../../data/dataset.js";
import { needClasses } from "../../data/needClasses.js";
import type { Candidate } from "../../experiment/candidate.js";
import { studySweep } from "../../experiment/journalled.js";
import { modelsAtLosses } from "../../experiment/modelsAtLosses.js";
import { pairedTrials } from "../../experiment/pairedTrials.js";
import { overlapBetween, splitsOf } from "../../experiment/preparation.js";
import type { TrialOptions } from "../../experiment/runTrials.js";

/** The test accuracy of a run where its training loss has come down to one value. */
export interface AccuracyAtLoss {
  readonly seed: number;
  readonly batchSize: BatchSize;
  readonly learningRate: number;
  /** The training loss to reach. */
  readonly target: number;
  /** The one that the model has: the first evaluated that is at most `target`. */
  readonly trainLoss: number;
  readonly epochs: number;
  /** On the test part, in percent. */
  readonly accuracy: number;
  /** As in `StudyRow`. */
  readonly overlap: number;
}

/** The seeds, and the training losses at which the test part is read. */
export interface AccuracyAtLossOptions extends Pick<TrialOptions, "prepare" | "onProgress"> {
  /** Every candidate runs with each, which also divides the data anew. */
  readonly seeds: readonly number[];
  readonly losses: readonly number[];
}

/**
 * Trains every candidate with every seed until its training loss is at most each of `losses`, and reads the test part
 * there: models that are trained equally far. A loss that a run does not reach is left out.
 */
export async function accuracyAtLoss(
  data: Dataset,
  candidates: readonly Candidate[],
  { seeds, losses, prepare = "centred", onProgress }: AccuracyAtLossOptions,
): Promise<AccuracyAtLoss[]> {
  needClasses("accuracyAtLoss", data, "modelsAtLosses gives the models, and evaluate their rmse");
  const prepared = typeof prepare === "string" ? prepare : { own: prepare.name };
  const rows = await studySweep(
    data,
    pairedTrials(candidates, seeds),
    async ([{ seed, config, trainExamples }]): Promise<AccuracyAtLoss[][]> => {
      const splits = splitsOf(data, prepare, seed, trainExamples);
      const overlap = overlapBetween(prepare, splits);
      const { batchSize, optimizer } = config;
      const found = await modelsAtLosses(splits, config, { losses });
      const read = found.map(async ({ target, row, model }): Promise<AccuracyAtLoss> => {
        const { accuracy } = await model.evaluate(splits.test);
        const { trainLoss, epoch: epochs } = row;
        const { learningRate } = optimizer;
        const at = { seed, batchSize, learningRate, target, trainLoss, epochs, overlap };
        return { ...at, accuracy: 100 * accuracy };
      });
      return [await Promise.all(read)];
    },
    {
      batch: 1,
      work: { accuracyAtLoss: [...losses], prepared },
      ...(onProgress && { onProgress }),
    },
  );
  return rows.flat();
}
