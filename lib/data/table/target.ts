import { show } from "../../check.js";
import { DataError } from "../dataError.js";
import type { Target } from "../dataset.js";

const LARGEST_FLOAT32 = 3.4028234663852886e38;

/**
 * Real values with mean 0 and variance 1 (divisor n), in float64 until they are narrowed.
 * @param values none missing
 * @param where a value's file and place, for error messages
 */
export function standardizedTarget(
  name: string,
  values: Float64Array,
  where: (i: number) => string,
): Target {
  const large = values.findIndex((value) => !(Math.abs(value) <= LARGEST_FLOAT32));
  if (large >= 0)
    throw new DataError(
      `${where(large)}, column ${show(name)}: must be a number of at most 3.4e38, got ${values[large]}`,
    );
  const n = values.length;
  // Of the differences to one of the values, so that equal ones have mean 0 exactly.
  const [first] = values;
  const mean = first + values.reduce((sum, value) => sum + (value - first) / n, 0);
  const far = values.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  // Of shares of the farthest, so that squares neither vanish nor overflow.
  const share = values.reduce((sum, value) => sum + ((value - mean) / (far || 1)) ** 2 / n, 0);
  const scale = far * Math.sqrt(share);
  if (!(scale > 0))
    throw new DataError(
      `${where(0)}, column ${show(name)}: the label is ${first} in all rows; there is nothing to foretell`,
    );
  return {
    name,
    values: Float32Array.from(values, (value) => (value - mean) / scale),
    mean,
    scale,
  };
}
