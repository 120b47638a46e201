import type { Dataset } from "./dataset.js";

/** The data set with other features, (n, features): classes or a real target stay with their examples. */
export function withFeatures(data: Dataset, x: Float32Array, features: number): Dataset {
  const { y, n, classes, target } = data;
  return { x, y, n, shape: [features], classes, ...(target && { target }) };
}
