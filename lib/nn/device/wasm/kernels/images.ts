// Kernels on images (n, rows, cols, channels): a pixel is a matrix row of `stride` bytes, padded to 16.

/** out (n · rows · cols, 9 · channels) = the 3 × 3 surroundings of each pixel, 0 beyond the border. */
export function patches(
  x: usize,
  n: i32,
  rows: i32,
  cols: i32,
  channels: i32,
  stride: usize,
  out: usize,
  outStride: usize,
): void {
  const bytes: usize = 4 * <usize>channels;
  let to = out;
  for (let image = 0; image < n; image++) {
    const start = x + <usize>(image * rows * cols) * stride;
    for (let row = 0; row < rows; row++)
      for (let col = 0; col < cols; col++, to += outStride) {
        let at = to;
        for (let r = row - 1; r <= row + 1; r++)
          for (let c = col - 1; c <= col + 1; c++, at += bytes) {
            const inside = r >= 0 && r < rows && c >= 0 && c < cols;
            const from = start + <usize>(r * cols + c) * stride;
            if (!inside) memory.fill(at, 0, bytes);
            else if (bytes & 15)
              for (let k: usize = 0; k < bytes; k += 4) store<f32>(at + k, load<f32>(from + k));
            else for (let k: usize = 0; k < bytes; k += 16) v128.store(at + k, v128.load(from + k));
          }
      }
  }
}

/** out (n · rows · cols, channels) = for each pixel the sum over the surroundings that it is part of. */
export function gatherPatches(
  dp: usize,
  n: i32,
  rows: i32,
  cols: i32,
  channels: i32,
  patchStride: usize,
  out: usize,
  stride: usize,
): void {
  const bytes: usize = 4 * <usize>channels;
  let to = out;
  for (let image = 0; image < n; image++) {
    const start = dp + <usize>(image * rows * cols) * patchStride;
    for (let row = 0; row < rows; row++)
      for (let col = 0; col < cols; col++, to += stride) {
        memory.fill(to, 0, bytes);
        for (let dr = -1; dr <= 1; dr++)
          for (let dc = -1; dc <= 1; dc++) {
            // The pixel stands at (−dr, −dc) in the surroundings of its neighbour at (dr, dc).
            const r = row + dr;
            const c = col + dc;
            if (r < 0 || r >= rows || c < 0 || c >= cols) continue;
            const place = <usize>(4 - 3 * dr - dc) * bytes;
            const from = start + <usize>(r * cols + c) * patchStride + place;
            if (bytes & 15)
              for (let k: usize = 0; k < bytes; k += 4)
                store<f32>(to + k, load<f32>(to + k) + load<f32>(from + k));
            else
              for (let k: usize = 0; k < bytes; k += 16)
                v128.store(to + k, f32x4.add(v128.load(to + k), v128.load(from + k)));
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
