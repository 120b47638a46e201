import { convolutionsOf } from "../config/modelShape.js";
import type { ModelSpec } from "../config/spec.js";

/** Enough to keep a device busy. */
const ROWS = 1024;
/** Values that convolutions may make at once: 256 MB. */
const VALUES = 2 ** 26;

/** Examples whose outputs are computed at once: fewer where each makes large images on the way. */
export function rowsAtOnce(model: ModelSpec, shape: readonly number[]): number {
  // What the filters give, its activation, and what is passed on.
  const values = convolutionsOf(model, shape).reduce(
    (sum, { places, filters, left }) => sum + 2 * places * filters + left,
    0,
  );
  return Math.min(ROWS, Math.max(1, Math.floor(VALUES / values)));
}
