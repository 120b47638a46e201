// xᵀ diag(h) x in tiles of 4 × 4, and the Cholesky factor.
import { dot, fma, multiplyTransposed } from "./products";

/**
 * Packs rows of x, with a 1 appended if `intercept`, into panels of 4 columns: out[panel][row][4], the
 * last panel filled up with zeros.
 */
export function pack(x: usize, rows: usize, features: usize, intercept: usize, out: usize): void {
  const columns = features + intercept;
  const panels = (columns + 3) >> 2;
  for (let i: usize = 0; i < rows; i++) {
    const row = x + ((i * features) << 3);
    for (let column: usize = 0; column < panels << 2; column++) {
      const at = out + ((((column >> 2) * rows + i) << 2) + (column & 3)) * 8;
      const filler: f64 = column < columns ? 1 : 0;
      store<f64>(at, column < features ? load<f64>(row + (column << 3)) : filler);
    }
  }
}

/** out = packed with row i times h[i]. */
export function scalePacked(packed: usize, rows: usize, panels: usize, h: usize, out: usize): void {
  for (let panel: usize = 0; panel < panels; panel++)
    for (let i: usize = 0; i < rows; i++) {
      const at = (panel * rows + i) << 5;
      const factor = v128.load64_splat(h + (i << 3));
      v128.store(out + at, f64x2.mul(factor, v128.load(packed + at)));
      v128.store(out + at, f64x2.mul(factor, v128.load(packed + at, 16)), 16);
    }
}

function accumulate(at: usize, value: v128): void {
  v128.store(at, f64x2.add(v128.load(at), value));
}

/** The upper tiles of out (4·panels)² += aᵀ b, where a and b are packed and aᵀ b is symmetric. */
export function sandwich(a: usize, b: usize, rows: usize, panels: usize, out: usize): void {
  const panelSize = rows << 5;
  const stride = panels << 5;
  for (let p: usize = 0; p < panels; p++) {
    const ap = a + p * panelSize;
    for (let q: usize = p; q < panels; q++) {
      let left = ap;
      let right = b + q * panelSize;
      const end = left + panelSize;
      let s00 = f64x2.splat(0),
        s01 = f64x2.splat(0),
        s10 = f64x2.splat(0),
        s11 = f64x2.splat(0);
      let s20 = f64x2.splat(0),
        s21 = f64x2.splat(0),
        s30 = f64x2.splat(0),
        s31 = f64x2.splat(0);
      for (; left < end; left += 32, right += 32) {
        const r0 = v128.load(right),
          r1 = v128.load(right, 16);
        let l = v128.load64_splat(left);
        s00 = fma(s00, l, r0);
        s01 = fma(s01, l, r1);
        l = v128.load64_splat(left, 8);
        s10 = fma(s10, l, r0);
        s11 = fma(s11, l, r1);
        l = v128.load64_splat(left, 16);
        s20 = fma(s20, l, r0);
        s21 = fma(s21, l, r1);
        l = v128.load64_splat(left, 24);
        s30 = fma(s30, l, r0);
        s31 = fma(s31, l, r1);
      }
      const at = out + (p << 2) * stride + (q << 5);
      accumulate(at, s00);
      accumulate(at + 16, s01);
      accumulate(at + stride, s10);
      accumulate(at + stride + 16, s11);
      accumulate(at + 2 * stride, s20);
      accumulate(at + 2 * stride + 16, s21);
      accumulate(at + 3 * stride, s30);
      accumulate(at + 3 * stride + 16, s31);
    }
  }
}

const BLOCK: usize = 32;

/**
 * Cholesky factor in place of the lower triangle of a (n × n), left-looking by blocks of columns
 * (Golub & Van Loan 2013, §4.2). Returns false at a pivot that is not above `floor` times its own
 * diagonal entry.
 */
export function cholesky(a: usize, n: usize, floor: f64): bool {
  const stride = n << 3;
  for (let j: usize = 0; j < n; j += BLOCK) {
    const width = min(BLOCK, n - j);
    const panel = a + j * stride + (j << 3);
    for (let c: usize = 0; c < width; c++) {
      // Diagonal tile and everything below need the columns to the left taken away.
      const row = a + (j + c) * stride;
      const at = row + ((j + c) << 3);
      const diagonal = load<f64>(at);
      multiplyTransposed(
        row,
        stride,
        1,
        a + j * stride,
        stride,
        c + 1,
        j,
        -1,
        row + (j << 3),
        stride,
      );
      for (let d: usize = 0; d <= c; d++) {
        const entry = row + ((j + d) << 3);
        const other = a + (j + d) * stride + (j << 3);
        const value = load<f64>(entry) - dot(row + (j << 3), other, d);
        if (d < c) store<f64>(entry, value / load<f64>(other + (d << 3)));
        else {
          if (!(value > floor * diagonal)) return false;
          store<f64>(entry, sqrt(value));
        }
      }
    }
    const below = j + width;
    if (below === n) break;
    const rest = a + below * stride;
    multiplyTransposed(
      rest,
      stride,
      n - below,
      a + j * stride,
      stride,
      width,
      j,
      -1,
      rest + (j << 3),
      stride,
    );
    for (let i: usize = below; i < n; i++) {
      const row = a + i * stride + (j << 3);
      for (let d: usize = 0; d < width; d++) {
        const other = panel + d * stride;
        const entry = row + (d << 3);
        store<f64>(entry, (load<f64>(entry) - dot(row, other, d)) / load<f64>(other + (d << 3)));
      }
    }
  }
  return true;
}

/** Solves L Lᵀ b = b in place, L from `cholesky`. */
export function choleskySolve(l: usize, n: usize, b: usize): void {
  const stride = n << 3;
  for (let i: usize = 0; i < n; i++) {
    const row = l + i * stride;
    const at = b + (i << 3);
    store<f64>(at, (load<f64>(at) - dot(row, b, i)) / load<f64>(row + (i << 3)));
  }
  for (let i: usize = n; i-- > 0; ) {
    const row = l + i * stride;
    const at = b + (i << 3);
    const value = load<f64>(at) / load<f64>(row + (i << 3));
    store<f64>(at, value);
    for (let j: usize = 0; j < i; j++) {
      const other = b + (j << 3);
      store<f64>(other, load<f64>(other) - value * load<f64>(row + (j << 3)));
    }
  }
}
