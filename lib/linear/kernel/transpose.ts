/** Features whose coefficients are moved at a time, so that they stay in the nearest cache. */
const TILE = 64;

/** Coefficients (outputs × features) as (features × outputs). */
export function toColumns(rows: Float64Array, outputs: number, out: Float64Array): void {
  if (outputs === 1) {
    out.set(rows);
    return;
  }
  const features = rows.length / outputs;
  for (let first = 0; first < features; first += TILE) {
    const end = Math.min(features, first + TILE);
    for (let k = 0; k < outputs; k++)
      for (let j = first; j < end; j++) out[j * outputs + k] = rows[k * features + j];
  }
}

/** Coefficients (features × outputs) as (outputs × features). */
export function fromColumns(columns: Float64Array, outputs: number, out: Float64Array): void {
  if (outputs === 1) {
    out.set(columns);
    return;
  }
  const features = columns.length / outputs;
  for (let first = 0; first < features; first += TILE) {
    const end = Math.min(features, first + TILE);
    for (let k = 0; k < outputs; k++)
      for (let j = first; j < end; j++) out[k * features + j] = columns[j * outputs + k];
  }
}
