import { positiveInteger } from "../check.js";
import { Rng } from "../random.js";
import { type GridPoints, grid } from "./grid.js";
import { sample } from "./sample.js";
import type { ConfigOf, Space } from "./space.js";
import {
  type Ask,
  asksFrom,
  type Evaluate,
  type SearchOptions,
  type SearchResult,
  search,
} from "./trials.js";

/** How many configs are drawn, and how much effort each of them gets. */
export interface RandomSearchOptions<C = unknown> extends SearchOptions<C> {
  /** Number of configs. */
  readonly trials: number;
  /** Effort for each. Default 1. */
  readonly resource?: number;
}

/**
 * Scores configs drawn independently from the space (Bergstra & Bengio 2012). Trial i is the same
 * whatever their number is, so a journal of fewer trials can be gone on with.
 * @example
 * ```ts
 * import { choice, logUniform, randomSearch } from "batchwise";
 *
 * const found = await randomSearch(
 *   { rate: logUniform(1e-3, 1), batchSize: choice([16, 64]) },
 *   async (asks) => asks.map(({ config }) => Math.log(config.rate / 0.1) ** 2),
 *   { trials: 50, seed: 0 },
 * );
 * console.log(found.trials.length, found.best.config.rate.toFixed(2)); // 50 0.10
 * ```
 */
export async function randomSearch<S extends Space>(
  space: S,
  evaluate: Evaluate<ConfigOf<S>>,
  options: RandomSearchOptions<ConfigOf<S>>,
): Promise<SearchResult<ConfigOf<S>>> {
  const { trials, resource = 1, seed } = options;
  positiveInteger("randomSearch", "trials", trials);
  positiveInteger("randomSearch", "resource", resource);
  const rng = Rng.fromSeed(seed);
  return search(
    { work: "randomSearch", space, settings: { resource }, options, total: trials },
    evaluate,
    async (evaluateAll) => {
      await evaluateAll(asksFrom((stream) => sample(space, stream), rng, { to: trials, resource }));
    },
  );
}

/** How fine the grid is, and how much effort each of its points gets. */
export interface GridSearchOptions<C = unknown> extends Omit<SearchOptions<C>, "seed"> {
  /** Points for each numeric parameter; see `grid`. */
  readonly points: GridPoints;
  /** Effort for each. Default 1. */
  readonly resource?: number;
}

/**
 * Scores every config of the grid.
 * @example
 * ```ts
 * import { gridSearch, logUniform } from "batchwise";
 *
 * const found = await gridSearch(
 *   { rate: logUniform(1e-3, 1) },
 *   async (asks) => asks.map(({ config }) => Math.log(config.rate / 0.1) ** 2),
 *   { points: 4 },
 * );
 * console.log(found.trials.length, found.best.config.rate.toFixed(2)); // 4 0.10
 * ```
 */
export async function gridSearch<S extends Space>(
  space: S,
  evaluate: Evaluate<ConfigOf<S>>,
  options: GridSearchOptions<ConfigOf<S>>,
): Promise<SearchResult<ConfigOf<S>>> {
  const { points, resource = 1 } = options;
  positiveInteger("gridSearch", "resource", resource);
  const configs = grid(space, points);
  return search(
    {
      work: "gridSearch",
      space,
      settings: { points, resource },
      options: { ...options, seed: 0 },
      total: configs.length,
    },
    evaluate,
    async (evaluateAll) => {
      await evaluateAll(numbered(configs, resource));
    },
  );
}

function numbered<C>(configs: readonly C[], resource: number): Ask<C>[] {
  return configs.map((config, id) => ({ id, config, resource }));
}
