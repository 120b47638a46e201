// Kernels on images (n, rows, cols, channels): a pixel is a matrix row of `stride` bytes, padded to 16.

/** out (n · places, height · width · channels) = what lies under a filter at each of its places, 0 beyond the border. */
export function patches(
  x: usize,
  n: i32,
  stride: usize,
  out: usize,
  outStride: usize,
  rows: i32,
  cols: i32,
  channels: i32,
  height: i32,
  width: i32,
  rowStep: i32,
  colStep: i32,
  rowPadding: i32,
  colPadding: i32,
): void {
  const bytes: usize = 4 * <usize>channels;
  const lastRow = rows + rowPadding - height;
  const lastCol = cols + colPadding - width;
  let to = out;
  for (let image = 0; image < n; image++) {
    const start = x + <usize>(image * rows * cols) * stride;
    for (let row = -rowPadding; row <= lastRow; row += rowStep)
      for (let col = -colPadding; col <= lastCol; col += colStep, to += outStride) {
        let at = to;
        for (let r = row; r < row + height; r++)
          for (let c = col; c < col + width; c++, at += bytes) {
            const inside = r >= 0 && r < rows && c >= 0 && c < cols;
            const from = start + <usize>(r * cols + c) * stride;
            let k: usize = 0;
            if (!inside) {
              for (; k < bytes; k += 4) store<f32>(at + k, 0);
              continue;
            }
            for (; k + 16 <= bytes; k += 16) v128.store(at + k, v128.load(from + k));
            for (; k < bytes; k += 4) store<f32>(at + k, load<f32>(from + k));
          }
      }
  }
}

/** out (n · rows · cols, channels) = for each pixel the sum over the places of a filter that it lies under. */
export function addPatches(
  dp: usize,
  n: i32,
  patchStride: usize,
  out: usize,
  stride: usize,
  rows: i32,
  cols: i32,
  channels: i32,
  height: i32,
  width: i32,
  rowStep: i32,
  colStep: i32,
  rowPadding: i32,
  colPadding: i32,
): void {
  const bytes: usize = 4 * <usize>channels;
  const lastRow = rows + rowPadding - height;
  const lastCol = cols + colPadding - width;
  let patch = dp;
  memory.fill(out, 0, <usize>(n * rows * cols) * stride);
  for (let image = 0; image < n; image++) {
    const start = out + <usize>(image * rows * cols) * stride;
    for (let row = -rowPadding; row <= lastRow; row += rowStep)
      for (let col = -colPadding; col <= lastCol; col += colStep, patch += patchStride) {
        let from = patch;
        for (let r = row; r < row + height; r++)
          for (let c = col; c < col + width; c++, from += bytes) {
            if (r < 0 || r >= rows || c < 0 || c >= cols) continue;
            const to = start + <usize>(r * cols + c) * stride;
            let k: usize = 0;
            for (; k + 16 <= bytes; k += 16)
              v128.store(to + k, f32x4.add(v128.load(to + k), v128.load(from + k)));
            for (; k < bytes; k += 4) store<f32>(to + k, load<f32>(to + k) + load<f32>(from + k));
          }
      }
  }
}

/** y = the largest of each 2 × 2 square; an odd last row or column is left out. */
export function maxPool(x: usize, n: i32, rows: i32, cols: i32, stride: usize, y: usize): void {
  const line = <usize>cols * stride;
  let to = y;
  for (let image = 0; image < n; image++)
    for (let row = 0; row + 1 < rows; row += 2)
      for (let col = 0; col + 1 < cols; col += 2) {
        const a = x + <usize>((image * rows + row) * cols + col) * stride;
        for (let k: usize = 0; k < stride; k += 16, to += 16) {
          const top = f32x4.pmax(v128.load(a + k), v128.load(a + stride + k));
          const bottom = f32x4.pmax(v128.load(a + line + k), v128.load(a + line + stride + k));
          v128.store(to, f32x4.pmax(top, bottom));
        }
      }
}

/** dx = dy at the first place of each square's largest value, else 0. */
export function maxPoolGradient(
  x: usize,
  y: usize,
  dy: usize,
  n: i32,
  rows: i32,
  cols: i32,
  stride: usize,
  dx: usize,
): void {
  const line = <usize>cols * stride;
  let at: usize = 0;
  for (let image = 0; image < n; image++)
    for (let row = 0; row + 1 < rows; row += 2)
      for (let col = 0; col + 1 < cols; col += 2) {
        const corner = <usize>((image * rows + row) * cols + col) * stride;
        for (let k: usize = 0; k < stride; k += 16, at += 16) {
          const most = v128.load(y + at);
          let left = v128.load(dy + at);
          for (let place: usize = 0; place < 4; place++) {
            const p = corner + (place & 1) * stride + (place >> 1) * line + k;
            const here = f32x4.eq(v128.load(x + p), most);
            v128.store(dx + p, v128.and(left, here));
            left = v128.andnot(left, here);
          }
        }
      }
}

/** The same values in rows of another length. */
export function reshape(
  a: usize,
  aStride: usize,
  rows: i32,
  columns: i32,
  out: usize,
  outStride: usize,
  outColumns: i32,
): void {
  let to = out;
  let j = 0;
  for (let i = 0; i < rows; i++) {
    const from = a + <usize>i * aStride;
    for (let k: usize = 0; k < 4 * <usize>columns; k += 4) {
      store<f32>(to + 4 * <usize>j, load<f32>(from + k));
      j++;
      if (j < outColumns) continue;
      j = 0;
      to += outStride;
    }
  }
}
