// Stochastic average gradient for sparse rows. A step moves all coefficients, but only those that the example has
// values for are written. A column's record is u (outputs), then the sums of its derivatives (outputs).
//
// Without L1, a coefficient is scale · (u − drift · sum), where drift is what all steps together have moved the
// coefficients by for each unit of a constant sum. So a step moves what it does not touch by its part of the
// drift; and where it changes a sum by d, u += drift · d keeps the coefficient where it was. With L1, u is the
// stored coefficient, and those that a step does not touch follow when they are next needed.
import { countDrawn, derivatives, moveIntercept, State } from "./sag";
import { addProducts, addToColumns } from "./sparse";
import { beginAnew, catchUp, Lag, moveColumn, noteStep } from "./sparseSagLag";

/** Makes u the coefficients themselves. */
export function settleSag(
  features: usize,
  outputs: usize,
  records: usize,
  lag: Lag,
  state: State,
): void {
  const width = outputs << 3;
  for (let column: usize = 0; column < features; column++) {
    const record = records + 2 * column * width;
    if (state.l1 > 0) catchUp(record, outputs, column, lag, state);
    for (let u = record; u < record + width; u += 8)
      store<f64>(u, state.scale * (load<f64>(u) - state.drift * load<f64>(u + width)));
  }
  if (state.l1 > 0) beginAnew(features, lag, state);
  state.drift = 0;
  state.scale = 1;
}

/** z (outputs) = the raw predictions of a row; needs room for as many numbers behind it. */
function predict(
  values: usize,
  columns: usize,
  from: usize,
  to: usize,
  outputs: usize,
  records: usize,
  intercept: usize,
  z: usize,
  lag: Lag,
  state: State,
): void {
  const width = outputs << 3;
  memory.fill(z, 0, 2 * width);
  if (state.l1 > 0) {
    for (let p = from; p < to; p++) {
      const column = <usize>load<u32>(columns + (p << 2));
      catchUp(records + 2 * column * width, outputs, column, lag, state);
    }
    addProducts(values, columns, from, to, records, 2 * width, outputs, z);
  } else addProducts(values, columns, from, to, records, 2 * width, 2 * outputs, z);
  for (let at = z; at < z + width; at += 8) {
    const raw = load<f64>(at) - state.drift * load<f64>(at + width);
    store<f64>(at, state.scale * raw + load<f64>(intercept + (at - z)));
  }
}

/**
 * `count` steps on the examples `ids` (u32). Example i's features are row i at `begins`, or row t for the t-th
 * step where `gathered`. z is scratch (2 × outputs); the rest is as in `sag`.
 */
export function sparseSag(
  count: usize,
  ids: usize,
  values: usize,
  columns: usize,
  begins: usize,
  gathered: bool,
  y: usize,
  s: usize,
  features: usize,
  outputs: usize,
  records: usize,
  intercept: usize,
  interceptTotal: usize,
  memory_: usize,
  drawn: usize,
  z: usize,
  lag: Lag,
  state: State,
): void {
  const width = outputs << 3;
  const step = state.step;
  for (let t: usize = 0; t < count; t++) {
    const id = <usize>load<u32>(ids + (t << 2));
    const row = begins + ((gathered ? t : id) << 2);
    const from = <usize>load<u32>(row);
    const to = <usize>load<u32>(row, 4);
    countDrawn(state, drawn, id);
    predict(values, columns, from, to, outputs, records, intercept, z, lag, state);
    derivatives(z, outputs, load<f64>(y + (id << 3)), load<f64>(s + (id << 3)));
    state.scale *= 1 - step * state.l2;
    const share = 1 / state.seen;
    const average = step * share;
    const factor = state.saga ? step * (1 - share) : 0;
    const correction = factor / state.scale;
    for (let k: usize = 0; k < width; k += 8) {
      const derivative = load<f64>(z + k);
      const kept = memory_ + id * width + k;
      const change = derivative - load<f64>(kept);
      store<f64>(kept, derivative);
      store<f64>(z + k, (state.drift - correction) * change);
      store<f64>(z + width + k, change);
      if (state.fitIntercept)
        moveIntercept(intercept + k, interceptTotal + k, change, change * factor, average);
    }
    const drift = average / state.scale;
    if (state.l1 > 0) {
      const threshold = (step * state.l1) / state.scale;
      noteStep(drift, threshold, lag, state);
      for (let p = from; p < to; p++) {
        const column = <usize>load<u32>(columns + (p << 2));
        moveColumn(
          records + 2 * column * width,
          outputs,
          column,
          z + width,
          load<f64>(values + (p << 3)),
          correction,
          drift,
          threshold,
          lag,
          state,
        );
      }
    } else {
      addToColumns(values, columns, from, to, z, 2 * outputs, records);
      state.drift += drift;
    }
    if (state.scale < 1e-9) settleSag(features, outputs, records, lag, state);
  }
}
