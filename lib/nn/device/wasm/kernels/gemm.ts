// Matrix products in registers: a tile of the result is held in vector registers while one pass over
// the inner dimension feeds it, by fused multiply-adds where the processor has them. All strides are in bytes; n is a multiple of 4 (rows are padded).

function tile4x8(
  a: usize,
  row: usize,
  col: usize,
  b: usize,
  ldb: usize,
  c: usize,
  ldc: usize,
  k: i32,
  bias: usize,
): void {
  let from = b;
  let s0 = f32x4.splat(0);
  let s1 = s0;
  if (bias) {
    s0 = v128.load(bias);
    s1 = v128.load(bias, 16);
  }
  let c00 = s0,
    c01 = s1,
    c10 = s0,
    c11 = s1,
    c20 = s0,
    c21 = s1,
    c30 = s0,
    c31 = s1;
  let a0 = a,
    a1 = a0 + row,
    a2 = a1 + row,
    a3 = a2 + row;
  for (let p = 0; p < k; p++) {
    const b0 = v128.load(from);
    const b1 = v128.load(from, 16);
    const x0 = v128.load32_splat(a0);
    const x1 = v128.load32_splat(a1);
    const x2 = v128.load32_splat(a2);
    const x3 = v128.load32_splat(a3);
    c00 = f32x4.relaxed_madd(x0, b0, c00);
    c01 = f32x4.relaxed_madd(x0, b1, c01);
    c10 = f32x4.relaxed_madd(x1, b0, c10);
    c11 = f32x4.relaxed_madd(x1, b1, c11);
    c20 = f32x4.relaxed_madd(x2, b0, c20);
    c21 = f32x4.relaxed_madd(x2, b1, c21);
    c30 = f32x4.relaxed_madd(x3, b0, c30);
    c31 = f32x4.relaxed_madd(x3, b1, c31);
    from += ldb;
    a0 += col;
    a1 += col;
    a2 += col;
    a3 += col;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c + ldc, c10);
  v128.store(c + ldc, c11, 16);
  v128.store(c + 2 * ldc, c20);
  v128.store(c + 2 * ldc, c21, 16);
  v128.store(c + 3 * ldc, c30);
  v128.store(c + 3 * ldc, c31, 16);
}

function tile4x4(
  a: usize,
  row: usize,
  col: usize,
  b: usize,
  ldb: usize,
  c: usize,
  ldc: usize,
  k: i32,
  bias: usize,
): void {
  let from = b;
  let c0 = bias ? v128.load(bias) : f32x4.splat(0);
  let c1 = c0,
    c2 = c0,
    c3 = c0;
  let a0 = a,
    a1 = a0 + row,
    a2 = a1 + row,
    a3 = a2 + row;
  for (let p = 0; p < k; p++) {
    const b0 = v128.load(from);
    c0 = f32x4.relaxed_madd(v128.load32_splat(a0), b0, c0);
    c1 = f32x4.relaxed_madd(v128.load32_splat(a1), b0, c1);
    c2 = f32x4.relaxed_madd(v128.load32_splat(a2), b0, c2);
    c3 = f32x4.relaxed_madd(v128.load32_splat(a3), b0, c3);
    from += ldb;
    a0 += col;
    a1 += col;
    a2 += col;
    a3 += col;
  }
  v128.store(c, c0);
  v128.store(c + ldc, c1);
  v128.store(c + 2 * ldc, c2);
  v128.store(c + 3 * ldc, c3);
}

function tile1x32(a: usize, col: usize, b: usize, ldb: usize, c: usize, k: i32, bias: usize): void {
  let from = b;
  let x0 = a;
  let c0 = f32x4.splat(0),
    c1 = c0,
    c2 = c0,
    c3 = c0,
    c4 = c0,
    c5 = c0,
    c6 = c0,
    c7 = c0;
  if (bias) {
    c0 = v128.load(bias);
    c1 = v128.load(bias, 16);
    c2 = v128.load(bias, 32);
    c3 = v128.load(bias, 48);
    c4 = v128.load(bias, 64);
    c5 = v128.load(bias, 80);
    c6 = v128.load(bias, 96);
    c7 = v128.load(bias, 112);
  }
  for (let p = 0; p < k; p++) {
    const x = v128.load32_splat(x0);
    c0 = f32x4.relaxed_madd(x, v128.load(from), c0);
    c1 = f32x4.relaxed_madd(x, v128.load(from, 16), c1);
    c2 = f32x4.relaxed_madd(x, v128.load(from, 32), c2);
    c3 = f32x4.relaxed_madd(x, v128.load(from, 48), c3);
    c4 = f32x4.relaxed_madd(x, v128.load(from, 64), c4);
    c5 = f32x4.relaxed_madd(x, v128.load(from, 80), c5);
    c6 = f32x4.relaxed_madd(x, v128.load(from, 96), c6);
    c7 = f32x4.relaxed_madd(x, v128.load(from, 112), c7);
    x0 += col;
    from += ldb;
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
  v128.store(c, c4, 64);
  v128.store(c, c5, 80);
  v128.store(c, c6, 96);
  v128.store(c, c7, 112);
}

function tile1x4(a: usize, col: usize, b: usize, ldb: usize, c: usize, k: i32, bias: usize): void {
  let from = b;
  let x0 = a;
  let sum = bias ? v128.load(bias) : f32x4.splat(0);
  for (let p = 0; p < k; p++) {
    sum = f32x4.relaxed_madd(v128.load32_splat(x0), v128.load(from), sum);
    x0 += col;
    from += ldb;
  }
  v128.store(c, sum);
}

/**
 * c (m, n) = a (m, k) · b (k, n), plus the row `bias` unless it is 0.
 * `row` and `col` are the strides of a, so a transposed matrix costs nothing.
 */
export function gemm(
  a: usize,
  row: usize,
  col: usize,
  b: usize,
  ldb: usize,
  c: usize,
  ldc: usize,
  m: i32,
  n: i32,
  k: i32,
  bias: usize,
): void {
  let rowA = a;
  let rowC = c;
  let i = 0;
  for (; i + 4 <= m; i += 4) {
    let j: usize = 0;
    for (; j + 8 <= <usize>n; j += 8)
      tile4x8(rowA, row, col, b + 4 * j, ldb, rowC + 4 * j, ldc, k, bias ? bias + 4 * j : 0);
    for (; j < <usize>n; j += 4)
      tile4x4(rowA, row, col, b + 4 * j, ldb, rowC + 4 * j, ldc, k, bias ? bias + 4 * j : 0);
    rowA += 4 * row;
    rowC += 4 * ldc;
  }
  for (; i < m; i++) {
    let j: usize = 0;
    for (; j + 32 <= <usize>n; j += 32)
      tile1x32(rowA, col, b + 4 * j, ldb, rowC + 4 * j, k, bias ? bias + 4 * j : 0);
    for (; j < <usize>n; j += 4)
      tile1x4(rowA, col, b + 4 * j, ldb, rowC + 4 * j, k, bias ? bias + 4 * j : 0);
    rowA += row;
    rowC += ldc;
  }
}

/** out (cols, rows) = a (rows, cols); columns of `out` past `rows` are left alone. */
export function transpose(
  a: usize,
  lda: usize,
  rows: i32,
  cols: i32,
  out: usize,
  ldo: usize,
): void {
  for (let i: usize = 0; i < <usize>rows; i++)
    for (let j: usize = 0; j < <usize>cols; j++)
      store<f32>(out + j * ldo + 4 * i, load<f32>(a + i * lda + 4 * j));
}
