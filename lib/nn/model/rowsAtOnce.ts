import { unreachable } from "../../check.js";
import { sequenceLengths, sequenceShape } from "../config/sequence.js";
import type { ModelSpec } from "../config/spec.js";

/** Enough to keep a device busy. */
const ROWS = 1024;
/** Values that convolutions may make at once: 256 MB. */
const VALUES = 2 ** 26;

/** Examples whose outputs are computed at once: fewer where each makes large images on the way. */
export function rowsAtOnce(model: ModelSpec, shape: readonly number[]): number {
  return Math.min(ROWS, Math.max(1, Math.floor(VALUES / convolved(model, shape))));
}

/** Values of the convolutions of one example, their activations and what is pooled of them. */
function convolved(model: ModelSpec, shape: readonly number[]): number {
  switch (model.kind) {
    case "linear":
    case "mlp":
      return 0;
    case "cnn":
      return model.filters.reduce((sum, filters, i) => {
        const [rows, columns] = shape.map((side) => Math.floor(side / 2 ** i));
        return sum + 2.25 * rows * columns * filters;
      }, 0);
    case "cnn1d": {
      const { convolutions } = model;
      const [, length] = sequenceShape(shape) ?? [1, shape[0]];
      const lengths = sequenceLengths(convolutions, length);
      return convolutions.reduce((sum, { filters }, i) => sum + 2 * lengths[i] * filters, 0);
    }
    default:
      return unreachable(model);
  }
}
