// Products with sparse rows (CSR): values (f64) and columns (i32), where row i's are those from begins[i] to
// begins[i + 1] (u32). Coefficients lie column by column, (features × outputs), so that one value meets all of
// its coefficients in one place.
import { add, fma } from "./products";

/** y += c · x. */
export function addRow(c: f64, x: usize, outputs: usize, y: usize): void {
  const scale = f64x2.splat(c);
  const end = (outputs >> 1) << 4;
  for (let k: usize = 0; k < end; k += 16)
    v128.store(y + k, fma(v128.load(y + k), scale, v128.load(x + k)));
  if (outputs & 1) add(y + end, c * load<f64>(x + end));
}

/** The row from `from` to `to` times one column of coefficients. */
export function sparseDot(values: usize, columns: usize, from: usize, to: usize, w: usize): f64 {
  let even: f64 = 0;
  let odd: f64 = 0;
  let p = from;
  for (; p + 2 <= to; p += 2) {
    const value = values + (p << 3);
    const column = columns + (p << 2);
    even += load<f64>(value) * load<f64>(w + ((<usize>load<u32>(column)) << 3));
    odd += load<f64>(value, 8) * load<f64>(w + ((<usize>load<u32>(column, 4)) << 3));
  }
  if (p < to)
    even +=
      load<f64>(values + (p << 3)) * load<f64>(w + ((<usize>load<u32>(columns + (p << 2))) << 3));
  return even + odd;
}

/** Eight outputs of a row, from the k-th on: their sums stay in registers. */
function forward8(
  values: usize,
  columns: usize,
  from: usize,
  to: usize,
  w: usize,
  width: usize,
  out: usize,
): void {
  let s0 = v128.load(out),
    s1 = v128.load(out, 16),
    s2 = v128.load(out, 32),
    s3 = v128.load(out, 48);
  for (let p = from; p < to; p++) {
    const c = v128.load64_splat(values + (p << 3));
    const at = w + <usize>load<u32>(columns + (p << 2)) * width;
    s0 = fma(s0, c, v128.load(at));
    s1 = fma(s1, c, v128.load(at, 16));
    s2 = fma(s2, c, v128.load(at, 32));
    s3 = fma(s3, c, v128.load(at, 48));
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}

/** out (rows × outputs) = x · w + intercept. */
export function sparseForward(
  values: usize,
  columns: usize,
  begins: usize,
  rows: usize,
  w: usize,
  intercept: usize,
  outputs: usize,
  out: usize,
): void {
  const width = outputs << 3;
  for (let i: usize = 0; i < rows; i++) {
    const from = <usize>load<u32>(begins + (i << 2));
    const to = <usize>load<u32>(begins + (i << 2), 4);
    if (outputs === 1) {
      const raw = load<f64>(intercept) + sparseDot(values, columns, from, to, w);
      store<f64>(out + (i << 3), raw);
      continue;
    }
    const row = out + i * width;
    memory.copy(row, intercept, width);
    let k: usize = 0;
    for (; k + 8 <= outputs; k += 8)
      forward8(values, columns, from, to, w + (k << 3), width, row + (k << 3));
    const rest = outputs - k;
    if (rest === 0) continue;
    const shift = k << 3;
    for (let p = from; p < to; p++) {
      const at = w + <usize>load<u32>(columns + (p << 2)) * width;
      addRow(load<f64>(values + (p << 3)), at + shift, rest, row + shift);
    }
  }
}

/** gradient (features × outputs) += xᵀ · g (rows × outputs); sums (outputs) += Σ g. */
export function sparseBackward(
  values: usize,
  columns: usize,
  begins: usize,
  rows: usize,
  g: usize,
  outputs: usize,
  gradient: usize,
  sums: usize,
): void {
  const width = outputs << 3;
  for (let i: usize = 0; i < rows; i++) {
    const from = <usize>load<u32>(begins + (i << 2));
    const to = <usize>load<u32>(begins + (i << 2), 4);
    const row = g + i * width;
    if (outputs === 1) {
      const c = load<f64>(row);
      add(sums, c);
      for (let p = from; p < to; p++)
        add(
          gradient + ((<usize>load<u32>(columns + (p << 2))) << 3),
          c * load<f64>(values + (p << 3)),
        );
      continue;
    }
    addRow(1, row, outputs, sums);
    for (let p = from; p < to; p++)
      addRow(
        load<f64>(values + (p << 3)),
        row,
        outputs,
        gradient + <usize>load<u32>(columns + (p << 2)) * width,
      );
  }
}
