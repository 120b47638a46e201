import { positiveInteger } from "../check.js";
import { Rng } from "../random.js";
import { sample } from "./sample.js";
import type { ConfigOf, Space } from "./space.js";
import { climb, halvingsBetween, type Rung, rungsOf } from "./successiveHalving.js";
import {
  asksFrom,
  type Evaluate,
  type SearchOptions,
  type SearchResult,
  search,
} from "./trials.js";

/** The least and the most effort for a trial, and the share that goes on from rung to rung. */
export interface HyperbandBudget {
  /** Resource of the first rung of the widest bracket at least; whole units. Default 1. */
  readonly minResource?: number;
  /** Resource that no trial goes beyond. */
  readonly maxResource: number;
  /** The best 1/eta of a rung go on. Default 3. */
  readonly eta?: number;
}

/**
 * The rungs of Hyperband's brackets, from the one that starts most configs with least to the one that
 * gives all it starts the whole resource; each spends about the same (Li et al. 2018, Algorithm 1).
 */
export function hyperbandBrackets({
  minResource = 1,
  maxResource,
  eta = 3,
}: HyperbandBudget): Rung[][] {
  const most = halvingsBetween("hyperband", minResource, maxResource, eta);
  return Array.from({ length: most + 1 }, (_, i) => {
    const halvings = most - i;
    const trials = Math.ceil(((most + 1) / (halvings + 1)) * eta ** halvings - 1e-9);
    return rungsOf({ trials, halvings, maxResource, eta });
  });
}

/** The brackets of Hyperband, its seed and its journal. */
export interface HyperbandOptions<C = unknown> extends HyperbandBudget, SearchOptions<C> {
  /** How often all brackets are run, each time with new configs. Default 1. */
  readonly passes?: number;
}

/**
 * Successive halving from several starts, as one cannot know how early a score can be trusted.
 * @example
 * ```ts
 * import { hyperband, logUniform } from "batchwise";
 *
 * const found = await hyperband(
 *   { rate: logUniform(1e-3, 1) },
 *   async (asks) =>
 *     asks.map(({ config, resource }) => Math.log(config.rate / 0.1) ** 2 + 1 / resource),
 *   { maxResource: 9, seed: 0 },
 * );
 * console.log(found.trials.length, found.best.resource, found.best.config.rate.toFixed(2));
 * // 22 9 0.10
 * ```
 */
export async function hyperband<S extends Space>(
  space: S,
  evaluate: Evaluate<ConfigOf<S>>,
  options: HyperbandOptions<ConfigOf<S>>,
): Promise<SearchResult<ConfigOf<S>>> {
  const { minResource = 1, maxResource, eta = 3, passes = 1, seed } = options;
  positiveInteger("hyperband", "passes", passes);
  const once = hyperbandBrackets({ minResource, maxResource, eta });
  const brackets = Array.from({ length: passes }, () => once).flat();
  const rng = Rng.fromSeed(seed);
  return search(
    {
      work: "hyperband",
      space,
      settings: { minResource, maxResource, eta },
      options,
      total: brackets.flat().reduce((sum, rung) => sum + rung.trials, 0),
    },
    evaluate,
    async (evaluateAll) => {
      let from = 0;
      for (const rungs of brackets) {
        const [{ trials, resource }] = rungs;
        await climb(
          rungs,
          asksFrom((stream) => sample(space, stream), rng, { from, to: from + trials, resource }),
          evaluateAll,
        );
        from += trials;
      }
    },
  );
}
