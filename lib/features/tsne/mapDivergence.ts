import type { Affinities } from "./affinities.js";
import type { Repulsion } from "./repulsion.js";

/**
 * The Kullback–Leibler divergence of a map's neighbourhoods from the data's, Σ p log(p / q) over ordered
 * pairs, where q(i, j) = 1 / (1 + |y_i − y_j|²) / Z (van der Maaten & Hinton 2008, Eq. 4 and 5).
 */
export class MapDivergence {
  readonly #pairs: Affinities;
  readonly #repulsion: Repulsion;
  readonly #attraction: Float64Array;
  readonly #force: Float64Array;

  constructor(pairs: Affinities, repulsion: Repulsion, n: number) {
    this.#pairs = pairs;
    this.#repulsion = repulsion;
    this.#attraction = new Float64Array(2 * n);
    this.#force = new Float64Array(2 * n);
  }

  /** (n, 2), for points (n, 2), with p times `exaggeration`. The next call writes over it. */
  gradient(points: Float64Array, exaggeration = 1): Float64Array {
    const attraction = this.#attraction.fill(0);
    const force = this.#force.fill(0);
    addAttraction(points, this.#pairs, attraction);
    const z = this.#repulsion(points, force);
    for (let k = 0; k < attraction.length; k++)
      attraction[k] = 4 * (exaggeration * attraction[k] - force[k] / z);
    return attraction;
  }

  /** In nats. */
  value(points: Float64Array): number {
    const { from, to, p } = this.#pairs;
    const z = this.#repulsion(points, this.#force.fill(0));
    let sum = 0;
    for (let k = 0; k < p.length; k++)
      if (p[k] > 0) sum += 2 * p[k] * Math.log((p[k] * z) / similarity(points, from[k], to[k]));
    return sum;
  }
}

function similarity(points: Float64Array, i: number, j: number): number {
  const dx = points[2 * i] - points[2 * j];
  const dy = points[2 * i + 1] - points[2 * j + 1];
  return 1 / (1 + dx * dx + dy * dy);
}

/** Adds Σ p (y_i − y_j) / (1 + |y_i − y_j|²) to `into`, (n, 2). */
function addAttraction(
  points: Float64Array,
  { from, to, p }: Affinities,
  into: Float64Array,
): void {
  for (let k = 0; k < p.length; k++) {
    const i = 2 * from[k];
    const j = 2 * to[k];
    const dx = points[i] - points[j];
    const dy = points[i + 1] - points[j + 1];
    const weight = p[k] / (1 + dx * dx + dy * dy);
    into[i] += weight * dx;
    into[i + 1] += weight * dy;
    into[j] -= weight * dx;
    into[j + 1] -= weight * dy;
  }
}
