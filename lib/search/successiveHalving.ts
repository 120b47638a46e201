import { positiveInteger, refuse } from "../check.js";
import { Rng } from "../random.js";
import { sample } from "./sample.js";
import type { ConfigOf, Space } from "./space.js";
import {
  type Ask,
  asksFrom,
  type Evaluate,
  type EvaluateAll,
  ranked,
  type SearchOptions,
  type SearchResult,
  search,
} from "./trials.js";

/** One step of a halving: this many trials get this much resource. */
export interface Rung {
  /** Configs that are scored. */
  readonly trials: number;
  /** Effort in all for each, from its start. */
  readonly resource: number;
}

/** With how many configs and how much effort a halving starts, and where it ends. */
export interface HalvingOptions<C = unknown> extends SearchOptions<C> {
  /** Number of configs to start with. */
  readonly trials: number;
  /** Resource of the first rung at least; whole units, such as epochs. Default 1. */
  readonly minResource?: number;
  /** Resource of the last rung. */
  readonly maxResource: number;
  /** The best 1/eta of a rung go on, with eta times the resource. Default 3. */
  readonly eta?: number;
}

/**
 * Starts many configs with little, and lets the best 1/eta of them go on with eta times as much, again
 * and again (Jamieson & Talwalkar 2016). A config that failed does not go on.
 * @example
 * ```ts
 * import { logUniform, successiveHalving } from "batchwise";
 *
 * const found = await successiveHalving(
 *   { rate: logUniform(1e-3, 1) },
 *   async (asks) =>
 *     asks.map(({ config, resource }) => Math.log(config.rate / 0.1) ** 2 + 1 / resource),
 *   { trials: 27, maxResource: 9, seed: 0 },
 * );
 * const at = (most: number) => found.trials.filter(({ resource }) => resource === most).length;
 * console.log(at(1), at(3), at(9)); // 27 9 3
 * ```
 */
export async function successiveHalving<S extends Space>(
  space: S,
  evaluate: Evaluate<ConfigOf<S>>,
  options: HalvingOptions<ConfigOf<S>>,
): Promise<SearchResult<ConfigOf<S>>> {
  const { seed, trials, minResource = 1, maxResource, eta = 3 } = options;
  positiveInteger("successiveHalving", "trials", trials);
  const halvings = halvingsBetween("successiveHalving", minResource, maxResource, eta);
  const rungs = rungsOf({ trials, halvings, maxResource, eta });
  return search(
    {
      work: "successiveHalving",
      space,
      settings: { trials, minResource, maxResource, eta },
      options,
      total: rungs.reduce((sum, rung) => sum + rung.trials, 0),
    },
    evaluate,
    (evaluateAll) =>
      climb(
        rungs,
        asksFrom((stream) => sample(space, stream), Rng.fromSeed(seed), {
          to: trials,
          resource: rungs[0].resource,
        }),
        evaluateAll,
      ),
  );
}

/** How often the resource can be divided by eta before it falls below the least. */
export function halvingsBetween(who: string, least: number, most: number, eta: number): number {
  positiveInteger(who, "minResource", least);
  positiveInteger(who, "maxResource", most);
  if (least > most) refuse(who, `minResource must be at most maxResource = ${most}`, least);
  if (!(eta > 1 && Number.isFinite(eta))) refuse(who, "eta must be a number above 1", eta);
  let halvings = 0;
  while (least * eta ** (halvings + 1) <= most * (1 + 1e-12)) halvings++;
  return halvings;
}

/**
 * Rung i has ⌊trials · eta^−i⌋ trials, at least one, at resource maxResource · eta^(i − halvings),
 * rounded (Li et al. 2018, Algorithm 1).
 */
export function rungsOf({
  trials,
  halvings,
  maxResource,
  eta,
}: {
  readonly trials: number;
  readonly halvings: number;
  readonly maxResource: number;
  readonly eta: number;
}): Rung[] {
  return Array.from({ length: halvings + 1 }, (_, i) => ({
    trials: Math.max(1, Math.floor(trials / eta ** i)),
    resource: Math.round(maxResource * eta ** (i - halvings)),
  }));
}

/** Takes the configs up the rungs. */
export async function climb<C>(
  rungs: readonly Rung[],
  start: readonly Ask<C>[],
  evaluateAll: EvaluateAll<C>,
): Promise<void> {
  let staying = start;
  for (const [i, { resource }] of rungs.entries()) {
    const scored = await evaluateAll(staying.map(({ id, config }) => ({ id, config, resource })));
    const best = ranked(scored).filter((trial) => trial.score < Infinity);
    staying = best.slice(0, rungs[i + 1]?.trials ?? 0);
    if (staying.length === 0) return;
  }
}
