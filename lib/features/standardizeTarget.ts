import type { Dataset, Splits, Target } from "../data/dataset.js";

/**
 * The parts with their real target standardised anew: mean 0 and variance 1 on `train`, its original values as they were.
 * Data with classes stay as they are.
 */
export function standardizeTarget(splits: Splits): Splits {
  const { target } = splits.train;
  if (!target) return splits;
  const { values } = target;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const scale = Math.sqrt(squares / values.length) || 1;
  const again = (part: Dataset): Dataset => ({
    ...part,
    target: restandardized(part.target ?? target, { mean, scale }),
  });
  return { train: again(splits.train), valid: again(splits.valid), test: again(splits.test) };
}

function restandardized(
  { name, values, mean, scale }: Target,
  by: { readonly mean: number; readonly scale: number },
): Target {
  return {
    name,
    values: values.map((value) => (value - by.mean) / by.scale),
    mean: mean + by.mean * scale,
    scale: scale * by.scale,
  };
}
