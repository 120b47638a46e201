import { Cells } from "./cells.js";

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

/**
 * Barnes–Hut: cells that are far away stand for their points (van der Maaten 2014). n log n time. Two neighbours go
 * through the tree together, so a cell counts as far when it is far from both.
 * @param n number of points
 * @param angle a cell counts as far when its width is less than this share of its distance; 0 is exact
 */
export function repulsionOfCells(n: number, angle: number): Repulsion {
  const cells = new Cells(n);
  return (points, force) => {
    cells.build(points);
    return cells.repulsion(angle * angle, force) - n; // Each has met itself, with q = 1 and no force.
  };
}
