import { PER_POINT } from "../kernel/costs.js";
import { inSpace } from "../kernel/space.js";

const MOST_DEPTH = 48; // Points nearer than 2^−48 of the width of the map count as one.
/** Numbers of a cell: the centre of its points, how many they are, and its squared width, 0 for a leaf. */
const CELL = 4;

/** A quadtree over points of the plane. Its cells stand in preorder: each is followed by those inside it. */
export class Cells {
  readonly #n: number;
  /** The points by their places in the tree. */
  readonly #order: Int32Array;
  readonly #sorted: Int32Array;
  #points: Float64Array;
  #cells: Float64Array;
  /** Of each cell: the one after all that is inside it. */
  #next: Int32Array;
  #count = 0;

  constructor(n: number) {
    this.#n = n;
    this.#order = new Int32Array(n);
    this.#sorted = new Int32Array(n);
    this.#points = new Float64Array(0);
    this.#cells = new Float64Array(CELL * (4 * n + 64));
    this.#next = new Int32Array(4 * n + 64);
  }

  /** Makes the tree of n points, (n, 2). */
  build(points: Float64Array): void {
    this.#points = points;
    this.#count = 0;
    let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < this.#n; i++) {
      this.#order[i] = i;
      left = Math.min(left, points[2 * i]);
      right = Math.max(right, points[2 * i]);
      bottom = Math.min(bottom, points[2 * i + 1]);
      top = Math.max(top, points[2 * i + 1]);
    }
    const width = Math.max(right - left, top - bottom) || 1;
    this.#add(0, this.#n, left, bottom, width, 0);
  }

  /** Adds Σ q² (y_i − y_c) to `force`, (n, 2), and returns Σ q, as the kernel says. */
  repulsion(angle2: number, force: Float64Array): number {
    const [n, count, order] = [this.#n, this.#count, this.#order];
    const bytes = 16 * (n + 1); // one more point, where they are odd
    return inSpace(2 * bytes + (8 * CELL + 4) * count, ({ instance, address, ...space }) => {
      const [forces, cells] = [address + bytes, address + 2 * bytes];
      const next = cells + 8 * CELL * count;
      const points = space.numbers(address, 2 * n + 2);
      for (let k = 0; k < n; k++) {
        points[2 * k] = this.#points[2 * order[k]];
        points[2 * k + 1] = this.#points[2 * order[k] + 1];
      }
      points.fill(0, 2 * n);
      space.numbers(cells, CELL * count).set(this.#cells.subarray(0, CELL * count));
      space.integers(next, count).set(this.#next.subarray(0, count));
      const extent = { length: n, nanoseconds: n * PER_POINT };
      const sum = instance.call("repulsion", extent, (repulsion, first, length) => {
        const at = 16 * first;
        return repulsion(address + at, length, cells, next, count, angle2, forces + at);
      })();
      const found = space.numbers(forces, 2 * n);
      for (let k = 0; k < n; k++) {
        force[2 * order[k]] += found[2 * k];
        force[2 * order[k] + 1] += found[2 * k + 1];
      }
      return sum;
    });
  }

  /** The cell of the points at the places from `start` to `end`, and all that is inside it. */
  #add(
    start: number,
    end: number,
    left: number,
    bottom: number,
    width: number,
    depth: number,
  ): void {
    const [points, order, sorted] = [this.#points, this.#order, this.#sorted];
    if (this.#count === this.#next.length) this.#grow();
    const cell = this.#count++;
    const half = width / 2;
    const [midX, midY] = [left + half, bottom + half];
    let [sumX, sumY] = [0, 0];
    // Places of the four quarters: below left, below right, above left, above right.
    let [second, third, fourth] = [start, start, start];
    for (let k = start; k < end; k++) {
      const [x, y] = [points[2 * order[k]], points[2 * order[k] + 1]];
      sumX += x;
      sumY += y;
      if (y < midY) {
        third++;
        fourth++;
        if (x < midX) second++;
      } else if (x < midX) fourth++;
    }
    const cells = this.#cells;
    cells[CELL * cell] = sumX / (end - start);
    cells[CELL * cell + 1] = sumY / (end - start);
    cells[CELL * cell + 2] = end - start;
    const leaf = end - start === 1 || depth === MOST_DEPTH;
    cells[CELL * cell + 3] = leaf ? 0 : width * width; // A leaf is always far enough.
    if (!leaf) {
      let [a, b, c, d] = [start, second, third, fourth];
      for (let k = start; k < end; k++) {
        const i = order[k];
        const right = points[2 * i] >= midX;
        if (points[2 * i + 1] >= midY) sorted[right ? d++ : c++] = i;
        else sorted[right ? b++ : a++] = i;
      }
      for (let k = start; k < end; k++) order[k] = sorted[k];
      const inside = depth + 1;
      if (second > start) this.#add(start, second, left, bottom, half, inside);
      if (third > second) this.#add(second, third, midX, bottom, half, inside);
      if (fourth > third) this.#add(third, fourth, left, midY, half, inside);
      if (end > fourth) this.#add(fourth, end, midX, midY, half, inside);
    }
    this.#next[cell] = this.#count;
  }

  #grow(): void {
    const [cells, next] = [this.#cells, this.#next];
    this.#cells = new Float64Array(2 * cells.length);
    this.#cells.set(cells);
    this.#next = new Int32Array(2 * next.length);
    this.#next.set(next);
  }
}
