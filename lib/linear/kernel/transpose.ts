/** Features whose coefficients are moved at a time, so that they stay in the nearest cache. */
const TILE = 64;

/**
 * Coefficients (outputs × features) as (features × outputs).
 * @param width numbers from one feature to the next in `out`, at least `outputs`
 */
export function toColumns(
  rows: Float64Array,
  outputs: number,
  out: Float64Array,
  width: number = outputs,
): void {
  if (width === 1) {
    out.set(rows);
    return;
  }
  const features = rows.length / outputs;
  for (let first = 0; first < features; first += TILE) {
    const end = Math.min(features, first + TILE);
    for (let k = 0; k < outputs; k++)
      for (let j = first; j < end; j++) out[j * width + k] = rows[k * features + j];
  }
}

/**
 * Coefficients (features × outputs) as (outputs × features).
 * @param width numbers from one feature to the next in `columns`, at least `outputs`
 */
export function fromColumns(
  columns: Float64Array,
  outputs: number,
  out: Float64Array,
  width: number = outputs,
): void {
  if (width === 1) {
    out.set(columns);
    return;
  }
  const features = columns.length / width;
  for (let first = 0; first < features; first += TILE) {
    const end = Math.min(features, first + TILE);
    for (let k = 0; k < outputs; k++)
      for (let j = first; j < end; j++) out[k * features + j] = columns[j * width + k];
  }
}
