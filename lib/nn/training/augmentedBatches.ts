import { augment } from "../../augment/augment.js";
import { original } from "../../augment/original.js";
import type { AugmentSpec } from "../../augment/spec.js";
import { type Dataset, featuresOf, outputWidth } from "../../data/dataset.js";
import type { Rng } from "../../random.js";

export interface AugmentedBatch {
  /** (examples, features) */
  readonly x: Float32Array;
  /** (examples, classes): mixed where images were. */
  readonly targets: Float32Array;
}

/** The examples of a step, changed at random: a function of the rows and the step's number only. */
export type AugmentedBatches = (rows: Int32Array | undefined, step: number) => AugmentedBatch;

/**
 * Augments the batches of a training set: the original pixels, so that black is what comes in from outside
 * an image; what the data were standardised by is applied again afterwards.
 * @param targets (n, classes) of all examples
 * @param rng the stream of which each step has a fork of its own
 */
export function augmentedBatches(
  train: Dataset,
  targets: Float32Array,
  { spec, rng }: { readonly spec: AugmentSpec; readonly rng: Rng },
): AugmentedBatches {
  const { shape, scaling } = train;
  const features = featuresOf(train);
  const whole = Int32Array.from({ length: train.n }, (_, i) => i);
  return (rows = whole, step) => {
    const n = rows.length;
    const own = rowsOf(targets, rows, outputWidth(train));
    const after = augment(
      { x: original(train, rows), n, shape, targets: own },
      spec,
      rng.fork(step),
    );
    const { x } = after;
    if (scaling)
      for (let i = 0; i < n; i++)
        for (let j = 0, k = i * features; j < features; j++, k++)
          x[k] = (x[k] - scaling.mean[j]) / scaling.scale[j];
    return { x, targets: after.targets ?? own };
  };
}

function rowsOf(values: Float32Array, rows: Int32Array, width: number): Float32Array {
  const taken = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++)
    taken.set(values.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
  return taken;
}
