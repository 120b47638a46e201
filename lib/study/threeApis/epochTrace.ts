import { positiveInteger, refuse } from "../../check.js";
import type { MiniBatchLogisticRegression } from "../../linear/miniBatchLogisticRegression.js";
import type { LayersRun } from "../../nn/tfjsLayers/trainLayers.js";
import type { Run } from "../../nn/training/run.js";

/** One way to train a model, looked at after every epoch. */
export interface EpochTrace {
  /** Mean training loss after each epoch. */
  readonly losses: readonly number[];
  /** Time of each epoch's training, s, without the looking. */
  readonly seconds: readonly number[];
  /** The model's arrays in the end, each row-major. */
  readonly weights: readonly ArrayLike<number>[];
}

/** How to train a model that is not the library's, and how to look at it. */
export interface EpochSteps {
  /** Trains for the epoch, counted from 0. Only this is timed. */
  readonly train: (epoch: number) => unknown;
  /** Mean training loss as it is now. */
  readonly loss: () => number;
  /** The model's arrays as they are now. */
  readonly weights: () => readonly ArrayLike<number>[];
}

/** Trains for so many epochs and looks at the model after each. */
export async function traceEpochs(
  epochs: number,
  { train, loss, weights }: EpochSteps,
): Promise<EpochTrace> {
  positiveInteger("traceEpochs", "epochs", epochs);
  const losses: number[] = [];
  const seconds: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    const started = performance.now();
    await train(epoch);
    seconds.push((performance.now() - started) / 1000);
    losses.push(loss());
  }
  return { losses, seconds, weights: weights() };
}

/** The trace of a run that was evaluated once an epoch, as is the default. */
export function traceOfRun({ history, model }: Run | LayersRun): EpochTrace {
  history.forEach(({ epoch }, i) => {
    if (epoch !== i) refuse("traceOfRun", "history must have one row for each epoch", epoch);
  });
  return {
    losses: history.slice(1).map(({ trainLoss }) => trainLoss),
    seconds: elapsed(history),
    weights:
      "getWeights" in model
        ? model.getWeights().map((tensor) => tensor.dataSync())
        : model.weights.map(({ values }) => values),
  };
}

/** The trace of a fit with `trace: true`, its coefficients as (features, outputs), which is how `train` has them. */
export function traceOfFit({
  result: { trace },
  coef,
  intercept,
}: Pick<MiniBatchLogisticRegression, "result" | "coef" | "intercept">): EpochTrace {
  if (!trace) return refuse("traceOfFit", "the model must be fitted with trace: true", trace);
  const [outputs, features] = coef.shape;
  const transposed = Float64Array.from(
    coef.values,
    (_, i) => coef.values[(i % outputs) * features + Math.floor(i / outputs)],
  );
  return {
    losses: trace.slice(1).map(({ objective }) => objective),
    seconds: elapsed(trace),
    weights: [transposed, intercept],
  };
}

/** From the seconds so far to those of each part. */
function elapsed(points: readonly { readonly seconds: number }[]): number[] {
  return points.slice(1).map(({ seconds }, i) => seconds - points[i].seconds);
}
