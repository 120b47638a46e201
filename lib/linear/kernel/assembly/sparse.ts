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

/** Eight outputs of `addProducts`: their sums stay in registers. */
function addProducts8(
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

/** Two outputs of `addProducts`. */
function addProducts2(
  values: usize,
  columns: usize,
  from: usize,
  to: usize,
  w: usize,
  width: usize,
  out: usize,
): void {
  let even = v128.load(out);
  let odd = f64x2.splat(0);
  let p = from;
  for (; p + 2 <= to; p += 2) {
    const value = values + (p << 3);
    const column = columns + (p << 2);
    const first = w + <usize>load<u32>(column) * width;
    const second = w + <usize>load<u32>(column, 4) * width;
    even = fma(even, v128.load64_splat(value), v128.load(first));
    odd = fma(odd, v128.load64_splat(value, 8), v128.load(second));
  }
  if (p < to) {
    const at = w + <usize>load<u32>(columns + (p << 2)) * width;
    even = fma(even, v128.load64_splat(values + (p << 3)), v128.load(at));
  }
  v128.store(out, f64x2.add(even, odd));
}

/** out (outputs) += the row from `from` to `to` times w, whose columns are `width` bytes apart. */
export function addProducts(
  values: usize,
  columns: usize,
  from: usize,
  to: usize,
  w: usize,
  width: usize,
  outputs: usize,
  out: usize,
): void {
  const end = outputs << 3;
  let k: usize = 0;
  for (; k + 64 <= end; k += 64) addProducts8(values, columns, from, to, w + k, width, out + k);
  for (; k + 16 <= end; k += 16) addProducts2(values, columns, from, to, w + k, width, out + k);
  if (k === end) return;
  let sum = load<f64>(out + k);
  for (let p = from; p < to; p++)
    sum +=
      load<f64>(values + (p << 3)) *
      load<f64>(w + k + <usize>load<u32>(columns + (p << 2)) * width);
  store<f64>(out + k, sum);
}

/** w += the row from `from` to `to`, each value times g (outputs). */
export function addToColumns(
  values: usize,
  columns: usize,
  from: usize,
  to: usize,
  g: usize,
  outputs: usize,
  w: usize,
): void {
  if (outputs === 2) {
    const c = v128.load(g);
    for (let p = from; p < to; p++) {
      const at = w + ((<usize>load<u32>(columns + (p << 2))) << 4);
      v128.store(at, fma(v128.load(at), v128.load64_splat(values + (p << 3)), c));
    }
    return;
  }
  const width = outputs << 3;
  for (let p = from; p < to; p++)
    addRow(
      load<f64>(values + (p << 3)),
      g,
      outputs,
      w + <usize>load<u32>(columns + (p << 2)) * width,
    );
}

/** w += c · the row from `from` to `to`, for one column of coefficients. */
export function addSparse(
  c: f64,
  values: usize,
  columns: usize,
  from: usize,
  to: usize,
  w: usize,
): void {
  for (let p = from; p < to; p++)
    add(w + ((<usize>load<u32>(columns + (p << 2))) << 3), c * load<f64>(values + (p << 3)));
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
    addProducts(values, columns, from, to, w, width, outputs, row);
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
    addRow(1, row, outputs, sums);
    if (outputs === 1) addSparse(load<f64>(row), values, columns, from, to, gradient);
    else addToColumns(values, columns, from, to, row, outputs, gradient);
  }
}
