import { positiveInteger } from "../check.js";
import type { Rng } from "../random.js";
import { type Dataset, take } from "./dataset.js";

/** Number of training examples in one step: a count, or all of them. */
export type BatchSize = number | "full";

/** The batch size as a count of examples; more than there are means all of them. */
export function resolveBatchSize(batchSize: BatchSize, n: number): number {
  return batchSize === "full" ? n : Math.min(positiveInteger("batches", "batchSize", batchSize), n);
}

/**
 * One pass over the data in batches. The last batch holds what is left and may be smaller.
 * With an `rng` the order is shuffled; without one it is the order of the data.
 * @example
 * ```ts
 * import { batches, loadDigits, Rng } from "batchwise";
 *
 * const rng = Rng.fromSeed(0);
 * const sizes = [...batches(loadDigits(), { batchSize: 500, rng })].map((batch) => batch.n);
 * console.log(sizes); // [ 500, 500, 500, 297 ]
 * ```
 */
export function batches(
  data: Dataset,
  { batchSize, rng }: { readonly batchSize: BatchSize; readonly rng?: Rng },
): Iterable<Dataset> {
  const size = resolveBatchSize(batchSize, data.n);
  const order = rng?.permutation(data.n) ?? Int32Array.from({ length: data.n }, (_, i) => i);
  return inBatches(data, order, size);
}

function* inBatches(data: Dataset, order: Int32Array, size: number): Generator<Dataset> {
  for (let start = 0; start < data.n; start += size)
    yield take(data, order.subarray(start, start + size));
}
