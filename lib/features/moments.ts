import { type Dataset, featuresOf } from "../data/dataset.js";

/** Mean of every feature, in float64. */
export function means(data: Dataset): Float64Array {
  const features = featuresOf(data);
  const mean = new Float64Array(features);
  for (let i = 0; i < data.n; i++)
    for (let j = 0; j < features; j++) mean[j] += data.x[i * features + j];
  for (let j = 0; j < features; j++) mean[j] /= data.n;
  return mean;
}

/** Mean and variance (divisor n) of every feature, in float64 and in two passes. */
export function moments(data: Dataset): { mean: Float64Array; variance: Float64Array } {
  const features = featuresOf(data);
  const mean = means(data);
  const variance = new Float64Array(features);
  for (let i = 0; i < data.n; i++)
    for (let j = 0; j < features; j++) variance[j] += (data.x[i * features + j] - mean[j]) ** 2;
  for (let j = 0; j < features; j++) variance[j] /= data.n;
  return { mean, variance };
}
