import { type Dataset, outputWidth, type TrainingSplits } from "../../data/dataset.js";
import { confusionMatrix } from "../../evaluate/accuracy.js";
import { predictions } from "../../evaluate/predictions.js";
import { studySweep } from "../../experiment/journalled.js";
import type { OwnPreparation } from "../../experiment/preparation.js";
import type { LayersModel } from "../../nn/model/layersModelType.js";
import {
  evaluateLayers,
  layersModelFrom,
  openLayersLearner,
} from "../../nn/tfjsLayers/fromTopology.js";
import type { LayersConfig } from "../../nn/tfjsLayers/layersConfig.js";
import type { LayersModelSpec } from "../../nn/tfjsLayers/layersModelSpec.js";
import { trainLayers } from "../../nn/tfjsLayers/trainLayers.js";
import type { Trainee } from "../../nn/training/trainee.js";
import type { Scores } from "../metric.js";
import type { Watch } from "../trainer.js";

interface Trial {
  readonly seed: number;
  readonly config: LayersConfig;
}

interface Kept {
  readonly readTest: boolean;
  readonly keepConfusion: boolean;
  readonly keepHistory: boolean;
}

/** A model in training, with weights of its own that go with it. */
export async function openLayers(
  spec: LayersModelSpec,
  splits: TrainingSplits,
  config: LayersConfig,
): Promise<Trainee> {
  const model = await layersModelFrom(spec, 0);
  const learner = await openLayersLearner(model, splits, config);
  const dispose = learner.dispose.bind(learner);
  learner.dispose = () => {
    dispose();
    model.dispose();
  };
  return learner;
}

/** Trains the model anew for each trial, one after the other, and gives their scores in order. */
export async function layersRuns(
  spec: LayersModelSpec,
  data: Dataset,
  trials: readonly Trial[],
  options: Watch & Kept & { readonly prepare: OwnPreparation },
): Promise<Scores[]> {
  const { prepare, readTest, keepConfusion, keepHistory, ...watch } = options;
  const kept = { readTest, keepConfusion, keepHistory };
  const run = async function* (
    jobs: readonly Trial[],
    { signal }: { readonly signal: AbortSignal | undefined },
  ): AsyncGenerator<readonly [position: number, row: Scores]> {
    for (const [i, { seed, config }] of jobs.entries()) {
      const { test, ...splits } = prepare.splits(data, seed);
      const model = await layersModelFrom(spec, seed);
      try {
        const { history, stopped } = await trainLayers(model, splits, config, signal && { signal });
        signal?.throwIfAborted(); // A run that was cut short is no result.
        const best = history.reduce((a, b) => (b.validLoss < a.validLoss ? b : a));
        const unit = splits.valid.target?.scale;
        const row = {
          validLoss: stopped === "diverged" ? Number.POSITIVE_INFINITY : best.validLoss,
          validAccuracy: 100 * best.validAccuracy,
          ...(unit !== undefined && { validRmse: unit * Math.sqrt(best.validLoss) }),
          ...(readTest && (await testOf(model, test, config, kept))),
          ...(keepHistory && { history }),
        };
        yield [i, row];
      } finally {
        model.dispose();
      }
    }
  };
  const work = { layers: spec.topology, prepared: { own: prepare.name }, ...kept };
  return await studySweep(data, trials, run, { work, ...watch });
}

async function testOf(
  model: LayersModel,
  test: Dataset,
  config: LayersConfig,
  { keepConfusion }: Kept,
): Promise<Partial<Scores>> {
  const { loss, accuracy, logits } = await evaluateLayers(model, test, config);
  const unit = test.target?.scale;
  const width = outputWidth(test);
  return {
    testLoss: loss,
    accuracy: 100 * accuracy,
    ...(unit !== undefined && { rmse: unit * Math.sqrt(loss) }),
    ...(keepConfusion && {
      confusion: [...confusionMatrix(predictions(logits, width), test.y, width)],
    }),
  };
}
