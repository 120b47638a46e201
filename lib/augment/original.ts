import { type Dataset, featuresOf } from "../data/dataset.js";

/**
 * The values of examples as they were before standardising (to float32's precision).
 * @param rows which examples, in this order. Default all
 * @returns (rows, features)
 */
export function original(data: Dataset, rows?: Int32Array): Float32Array {
  const { x, scaling, n } = data;
  const features = featuresOf(data);
  const count = rows?.length ?? n;
  const values = new Float32Array(count * features);
  for (let i = 0; i < count; i++) {
    const from = (rows ? rows[i] : i) * features;
    const to = i * features;
    for (let j = 0; j < features; j++)
      values[to + j] = scaling ? x[from + j] * scaling.scale[j] + scaling.mean[j] : x[from + j];
  }
  return values;
}
