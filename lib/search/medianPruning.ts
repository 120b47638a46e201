import { positiveInteger } from "../check.js";
import { Rng } from "../random.js";
import { sample } from "./sample.js";
import type { ConfigOf, Space } from "./space.js";
import {
  type Ask,
  asksFrom,
  type Evaluate,
  type EvaluateAll,
  type SearchOptions,
  type SearchResult,
  search,
  type Trial,
} from "./trials.js";

/** How many configs are tried, and when a trial may be stopped. */
export interface MedianPruningOptions<C = unknown> extends SearchOptions<C> {
  /** Number of configs. */
  readonly trials: number;
  /** Resource of a trial that is not stopped. */
  readonly maxResource: number;
  /** Resource between two scores of a trial. Default 1. */
  readonly every?: number;
  /** Resource up to which no trial is stopped. Default 0. */
  readonly warmup?: number;
  /** Number of trials that must have a score at a resource before any is stopped there. Default 5. */
  readonly startup?: number;
  /** Trials that are under way together. Default 16. */
  readonly parallel?: number;
}

/**
 * Random search that stops a trial when the best score it had so far is above the median of what the
 * other trials had, so far, at the same resource (Golovin et al. 2017, Sec. 3.2.1, with the best score in
 * place of the running mean, and all trials that came so far in place of the completed ones).
 *
 * No trial waits for others: each call of `evaluate` takes the next step of every trial that is under way,
 * at whatever resource it is, and a new trial takes the place of one that ended.
 * @example
 * ```ts
 * import { logUniform, medianPruning } from "batchwise";
 *
 * const found = await medianPruning(
 *   { rate: logUniform(1e-3, 1) },
 *   async (asks) =>
 *     asks.map(({ config, resource }) => Math.log(config.rate / 0.1) ** 2 + 1 / resource),
 *   { trials: 20, maxResource: 5, seed: 0 },
 * );
 * console.log(found.best.resource, found.spent < 20 * 5); // 5 true
 * ```
 */
export async function medianPruning<S extends Space>(
  space: S,
  evaluate: Evaluate<ConfigOf<S>>,
  options: MedianPruningOptions<ConfigOf<S>>,
): Promise<SearchResult<ConfigOf<S>>> {
  const who = "medianPruning";
  const { seed, trials, maxResource, every = 1, warmup = 0, startup = 5, parallel = 16 } = options;
  for (const [name, value] of Object.entries({ trials, maxResource, every, startup, parallel }))
    positiveInteger(who, name, value);
  if (warmup !== 0) positiveInteger(who, "warmup", warmup);
  const resource = Math.min(every, maxResource);
  const waiting = asksFrom((stream) => sample(space, stream), Rng.fromSeed(seed), {
    to: trials,
    resource,
  });
  return search(
    {
      work: who,
      space,
      settings: { trials, maxResource, every, warmup, startup, parallel },
      options,
      total: trials * Math.ceil(maxResource / every),
    },
    evaluate,
    (evaluateAll) => prune(waiting, { maxResource, every, warmup, startup, parallel }, evaluateAll),
  );
}

async function prune<C>(
  waiting: Ask<C>[],
  rule: Required<
    Pick<MedianPruningOptions, "maxResource" | "every" | "warmup" | "startup" | "parallel">
  >,
  evaluateAll: EvaluateAll<C>,
): Promise<void> {
  const { maxResource, every, warmup, startup, parallel } = rule;
  const standing = new Standing();
  let underWay: Ask<C>[] = [];
  while (waiting.length > 0 || underWay.length > 0) {
    underWay.push(...waiting.splice(0, parallel - underWay.length));
    const scored = await evaluateAll(underWay);
    for (const trial of scored) standing.add(trial);
    underWay = scored
      .filter((trial) => trial.resource < maxResource && trial.score < Infinity)
      .filter((trial) => trial.resource <= warmup || !standing.isBehind(trial, startup))
      .map(({ id, config, resource }) => ({
        id,
        config,
        resource: Math.min(resource + every, maxResource),
      }));
  }
}

/** The best score that each trial had up to each resource at which it was scored. */
export class Standing {
  readonly #best = new Map<number, number>();
  readonly #at = new Map<number, Map<number, number>>();

  /** Takes in a trial's score; a trial's scores come in the order of their resource. */
  add({ id, resource, score }: Pick<Trial<unknown>, "id" | "resource" | "score">): void {
    const best = Math.min(score, this.#best.get(id) ?? Infinity);
    this.#best.set(id, best);
    const at = this.#at.get(resource) ?? new Map<number, number>();
    this.#at.set(resource, at.set(id, best));
  }

  /** Whether at least `startup` others were scored at this resource, and their median is better. */
  isBehind({ id, resource }: Pick<Trial<unknown>, "id" | "resource">, startup: number): boolean {
    const at = this.#at.get(resource) ?? new Map<number, number>();
    const others = [...at].flatMap(([other, best]) => (other === id ? [] : [best]));
    return others.length >= startup && (at.get(id) ?? Infinity) > median(others);
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
