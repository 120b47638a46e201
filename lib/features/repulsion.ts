/** Adds Σ q² (y_i − y_j) to `force`, (n, 2), and returns Z = Σ q, both over j ≠ i, with q = 1 / (1 + |y_i − y_j|²). */
export type Repulsion = (points: Float64Array, force: Float64Array) => number;

/** Over all pairs: exact, n² time. */
export const repulsionOfPairs: Repulsion = (points, force) => {
  const n = points.length / 2;
  let z = 0;
  for (let i = 0; i < n; i++) {
    const x = points[2 * i];
    const y = points[2 * i + 1];
    let fx = 0;
    let fy = 0;
    for (let j = i + 1; j < n; j++) {
      const dx = x - points[2 * j];
      const dy = y - points[2 * j + 1];
      const q = 1 / (1 + dx * dx + dy * dy);
      z += q;
      const w = q * q;
      fx += w * dx;
      fy += w * dy;
      force[2 * j] -= w * dx;
      force[2 * j + 1] -= w * dy;
    }
    force[2 * i] += fx;
    force[2 * i + 1] += fy;
  }
  return 2 * z;
};

const MOST_DEPTH = 48; // Points nearer than 2^−48 of the width of the map count as one.

/**
 * Barnes–Hut: cells that are far away stand for their points (van der Maaten 2014). n log n time.
 * @param n number of points
 * @param angle a cell counts as far when its width is less than this share of its distance; 0 is exact
 */
export function repulsionOfCells(n: number, angle: number): Repulsion {
  const order = new Int32Array(n);
  const sorted = new Int32Array(n);
  // A quadtree in preorder: a cell is followed by its first child; `next` skips all that is inside it.
  let capacity = 4 * n + 64;
  let width2 = new Float64Array(capacity);
  let count = new Float64Array(capacity);
  let centre = new Float64Array(2 * capacity);
  let next = new Int32Array(capacity);
  let cells = 0;

  const grow = (): void => {
    capacity *= 2;
    const larger = <T extends Float64Array | Int32Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    width2 = larger(new Float64Array(capacity), width2);
    count = larger(new Float64Array(capacity), count);
    centre = larger(new Float64Array(2 * capacity), centre);
    next = larger(new Int32Array(capacity), next);
  };

  const build = (
    points: Float64Array,
    start: number,
    end: number,
    left: number,
    bottom: number,
    width: number,
    depth: number,
  ): void => {
    if (cells === capacity) grow();
    const cell = cells++;
    let sumX = 0;
    let sumY = 0;
    for (let k = start; k < end; k++) {
      sumX += points[2 * order[k]];
      sumY += points[2 * order[k] + 1];
    }
    count[cell] = end - start;
    centre[2 * cell] = sumX / (end - start);
    centre[2 * cell + 1] = sumY / (end - start);
    if (end - start === 1 || depth === MOST_DEPTH) {
      width2[cell] = 0; // A leaf is always far enough.
      next[cell] = cells;
      return;
    }
    width2[cell] = width * width;
    const half = width / 2;
    const [midX, midY] = [left + half, bottom + half];
    const quadrant = (i: number): number =>
      (points[2 * i] >= midX ? 1 : 0) + (points[2 * i + 1] >= midY ? 2 : 0);
    const ends = [0, 0, 0, 0];
    for (let k = start; k < end; k++) ends[quadrant(order[k])]++;
    for (let q = 0, at = start; q < 4; q++) {
      const size = ends[q];
      ends[q] = at;
      at += size;
    }
    for (let k = start; k < end; k++) sorted[ends[quadrant(order[k])]++] = order[k];
    order.set(sorted.subarray(start, end), start);
    for (let q = 0, from = start; q < 4; from = ends[q++])
      if (ends[q] > from)
        build(
          points,
          from,
          ends[q],
          left + (q & 1) * half,
          bottom + (q >> 1) * half,
          half,
          depth + 1,
        );
    next[cell] = cells;
  };

  return (points, force) => {
    let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < n; i++) {
      order[i] = i;
      left = Math.min(left, points[2 * i]);
      right = Math.max(right, points[2 * i]);
      bottom = Math.min(bottom, points[2 * i + 1]);
      top = Math.max(top, points[2 * i + 1]);
    }
    cells = 0;
    build(points, 0, n, left, bottom, Math.max(right - left, top - bottom) || 1, 0);
    return forces(points, force, { width2, count, centre, next, cells }, angle * angle);
  };
}

interface Cells {
  readonly width2: Float64Array;
  readonly count: Float64Array;
  readonly centre: Float64Array;
  readonly next: Int32Array;
  readonly cells: number;
}

function forces(
  points: Float64Array,
  force: Float64Array,
  { width2, count, centre, next, cells }: Cells,
  angle2: number,
): number {
  const n = points.length / 2;
  let z = 0;
  for (let i = 0; i < n; i++) {
    const x = points[2 * i];
    const y = points[2 * i + 1];
    let fx = 0;
    let fy = 0;
    for (let cell = 0; cell < cells; ) {
      const dx = x - centre[2 * cell];
      const dy = y - centre[2 * cell + 1];
      const distance2 = dx * dx + dy * dy;
      if (width2[cell] > angle2 * distance2) {
        cell++; // Too near: go inside.
        continue;
      }
      const q = 1 / (1 + distance2);
      const w = count[cell] * q;
      z += w;
      fx += w * q * dx;
      fy += w * q * dy;
      cell = next[cell];
    }
    force[2 * i] += fx;
    force[2 * i + 1] += fy;
  }
  return z - n; // Each point has met itself, with q = 1 and no force.
}
