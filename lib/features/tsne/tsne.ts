import { numberBetween, positiveInteger, positiveNumber, refuse } from "../../check.js";
import { checkDataset, type Dataset } from "../../data/dataset.js";
import { hostInterruption } from "../../interruption.js";
import type { OnProgress } from "../../progress.js";
import { Rng } from "../../random.js";
import { leadingComponents } from "../pca.js";
import { affinities } from "./affinities.js";
import { MapDivergence } from "./mapDivergence.js";
import { repulsionOfCells, repulsionOfPairs } from "./repulsion.js";

/** Neighbourhoods, start and descent of a t-SNE map. */
export interface TsneOptions {
  /** About how many neighbours each point has; less than n / 3. Default 30, of few examples (n − 1) / 3. */
  readonly perplexity?: number;
  /** Default 1000. */
  readonly iterations?: number;
  /** "exact" over all pairs, "barnesHut" over near pairs and far cells. Default: exact up to 500 points. */
  readonly method?: "exact" | "barnesHut";
  /** Barnes–Hut: a cell is far when its width is below this share of its distance. Default 0.5. */
  readonly angle?: number;
  /**
   * Start from the first two principal components, or at random. Default "pca"; where data vary in fewer
   * directions, the missing ones start at random, from a fixed seed.
   */
  readonly start?: "pca" | Rng;
  /** Factor on the attraction in the first quarter of the iterations. Default 12. */
  readonly earlyExaggeration?: number;
  /** Default max(50, n / earlyExaggeration / 4) (Belkina et al. 2019). */
  readonly learningRate?: number;
  /** Default: the notebook's interrupt. */
  readonly signal?: AbortSignal;
  /** Called with what is done so far; `progressBar` draws it. */
  readonly onProgress?: OnProgress;
}

/** A map of the data in the plane. There is no way to add points to it: it is fitted as a whole. */
export interface Embedding {
  /** (n, 2), row-major. */
  readonly points: Float64Array;
  /** Kullback–Leibler divergence of the map's neighbourhoods from the data's, in nats. */
  readonly divergence: number;
}

const MOST_EXACT = 500;
const ITERATIONS_PER_TURN = 20;

/**
 * t-SNE: a map in which near points are near in the data (van der Maaten & Hinton 2008; Barnes–Hut: van der
 * Maaten 2014). Settings as in scikit-learn. Distances between groups in the map mean nothing.
 * The distances in the data cost n² · features: reduce wide data by `pca` first.
 * @example
 * ```ts
 * import { loadDigits, take, tsne } from "batchwise";
 *
 * const some = take(loadDigits(), Int32Array.from({ length: 150 }, (_, i) => i));
 * const { points, divergence } = await tsne(some, { iterations: 300 });
 * console.log(points.length, divergence < 1); // 300 true
 * ```
 */
export async function tsne(data: Dataset, options: TsneOptions = {}): Promise<Embedding> {
  const who = "tsne";
  checkDataset(who, data, { target: true });
  const { n } = data;
  if (n < 2) refuse(who, "there must be at least 2 examples", n);
  const {
    perplexity = defaultPerplexity(n),
    iterations = 1000,
    angle = 0.5,
    earlyExaggeration = 12,
  } = options;
  const { method = n <= MOST_EXACT ? "exact" : "barnesHut" } = options;
  const learningRate = options.learningRate ?? Math.max(50, n / earlyExaggeration / 4);
  numberBetween(who, "perplexity", perplexity, 1, Number.MAX_VALUE);
  if (perplexity >= n / 3 && options.perplexity !== undefined)
    refuse(who, `perplexity must be less than n / 3 = ${n / 3}`, perplexity);
  positiveInteger(who, "iterations", iterations);
  numberBetween(who, "angle", angle, 0, 1);
  positiveNumber(who, "learningRate", learningRate);
  positiveNumber(who, "earlyExaggeration", earlyExaggeration);
  const exact = method === "exact";
  const pairs = affinities(data, {
    perplexity,
    neighbors: exact ? n - 1 : Math.min(n - 1, Math.floor(3 * perplexity + 1)),
  });
  const repulsion = exact ? repulsionOfPairs : repulsionOfCells(n, angle);
  const map = new MapDivergence(pairs, repulsion, n);
  const descent = new Descent(startOf(data, options.start ?? "pca"), map, learningRate);
  const signal = options.signal ?? hostInterruption();
  const early = Math.ceil(iterations / 4);
  for (let done = 0; done < iterations; done++) {
    if (done < early) descent.step(earlyExaggeration, 0.5);
    else descent.step(1, 0.8);
    if ((done + 1) % ITERATIONS_PER_TURN > 0 && done + 1 < iterations) continue;
    options.onProgress?.({ done: done + 1, total: iterations, unit: "iterations" });
    await new Promise(setImmediate);
    signal?.throwIfAborted();
  }
  return { points: descent.points, divergence: map.value(descent.points) };
}

/** What n examples allow: three times as many neighbours are looked at. */
function defaultPerplexity(n: number): number {
  return Math.max(1, Math.min(30, (n - 1) / 3));
}

/** The map is nearly flat at this size. */
const START_SIZE = 1e-4;

/** (n, 2) */
function startOf(data: Dataset, start: "pca" | Rng): Float64Array {
  const rng = start === "pca" ? Rng.fromSeed(0).fork("tsne") : start;
  const points = Float64Array.from({ length: 2 * data.n }, () => START_SIZE * rng.normal());
  if (start !== "pca") return points;
  const fitted = leadingComponents(data, 2);
  const { explainedVariance } = fitted.state;
  const count = explainedVariance.length;
  const scores = fitted.transform(data).x;
  const size = Math.sqrt(explainedVariance[0]);
  for (let i = 0; i < data.n; i++)
    for (let c = 0; c < count; c++) points[2 * i + c] = (START_SIZE * scores[count * i + c]) / size;
  return points;
}

/** Gradient descent with momentum and a gain for each coordinate (Jacobs 1988). */
class Descent {
  readonly points: Float64Array;
  readonly #map: MapDivergence;
  readonly #learningRate: number;
  readonly #velocity: Float64Array;
  readonly #gain: Float64Array;

  constructor(points: Float64Array, map: MapDivergence, learningRate: number) {
    this.points = points;
    this.#map = map;
    this.#learningRate = learningRate;
    this.#velocity = new Float64Array(points.length);
    this.#gain = new Float64Array(points.length).fill(1);
  }

  step(exaggeration: number, momentum: number): void {
    const points = this.points;
    const velocity = this.#velocity;
    const gain = this.#gain;
    const gradient = this.#map.gradient(points, exaggeration);
    for (let k = 0; k < points.length; k++) {
      gain[k] = gradient[k] * velocity[k] < 0 ? gain[k] + 0.2 : Math.max(gain[k] * 0.8, 0.01);
      velocity[k] = momentum * velocity[k] - this.#learningRate * gain[k] * gradient[k];
      points[k] += velocity[k];
    }
  }
}
