// The repulsion of t-SNE by the cells of a tree (van der Maaten 2014), two points at a time (f64x2).

/** Bytes of a cell: the centre of its points, their number, and its squared width. */
const CELL: usize = 32;

/**
 * force = Σ q² (y_i − y_c) over the cells that stand for all others, q = 1 / (1 + |y_i − y_c|²), for `count` points.
 * Points that follow each other go down the tree together: a cell is far when it is far from both.
 * @param points x and y of each; where `count` is odd, one more point follows
 * @param next of each cell (i32): the one after all that is inside it
 * @returns Σ q, in which each point has met itself
 */
export function repulsion(
  points: usize,
  count: i32,
  cells: usize,
  next: usize,
  cellCount: i32,
  angle2: f64,
  force: usize,
): f64 {
  const one = f64x2.splat(1);
  let total: f64 = 0;
  for (let i = 0; i < count; i += 2) {
    const from = points + 16 * i;
    const to = force + 16 * i;
    const first = v128.load(from);
    const second = v128.load(from, 16);
    const x = v128.shuffle<f64>(first, second, 0, 2);
    const y = v128.shuffle<f64>(first, second, 1, 3);
    let fx = f64x2.splat(0);
    let fy = f64x2.splat(0);
    let z = f64x2.splat(0);
    for (let cell = 0; cell < cellCount; ) {
      const at = cells + CELL * cell;
      const dx = f64x2.sub(x, v128.load64_splat(at));
      const dy = f64x2.sub(y, v128.load64_splat(at, 8));
      const distance2 = f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy));
      const near = f64x2.gt(v128.load64_splat(at, 24), f64x2.mul(f64x2.splat(angle2), distance2));
      if (v128.any_true(near)) {
        cell++; // Go inside.
        continue;
      }
      const q = f64x2.div(one, f64x2.add(one, distance2));
      const w = f64x2.mul(v128.load64_splat(at, 16), q);
      z = f64x2.add(z, w);
      const w2 = f64x2.mul(w, q);
      fx = f64x2.add(fx, f64x2.mul(w2, dx));
      fy = f64x2.add(fy, f64x2.mul(w2, dy));
      cell = load<i32>(next + 4 * cell);
    }
    total += f64x2.extract_lane(z, 0);
    store<f64>(to, f64x2.extract_lane(fx, 0));
    store<f64>(to, f64x2.extract_lane(fy, 0), 8);
    if (i + 1 < count) {
      total += f64x2.extract_lane(z, 1);
      store<f64>(to, f64x2.extract_lane(fx, 1), 16);
      store<f64>(to, f64x2.extract_lane(fy, 1), 24);
    }
  }
  return total;
}
