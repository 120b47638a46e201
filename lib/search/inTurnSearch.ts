import { positiveInteger, refuse } from "../check.js";
import { Rng } from "../random.js";
import { canonicalJson } from "./plainJson.js";
import { contains, sample } from "./sample.js";
import { type ConfigOf, isParameter, type Space } from "./space.js";
import { type Evaluate, ranked, type SearchOptions, type SearchResult, search } from "./trials.js";

/** Where a search of one part after the other starts, and how many configs it tries. */
export interface InTurnOptions<C> extends SearchOptions<C> {
  /** Where it starts; a config of the space. It is the first trial. */
  readonly start: C;
  /** Number of configs in all, the start included. */
  readonly trials: number;
  /** Effort for each. Default 1. */
  readonly resource?: number;
}

/**
 * Tunes one part of the config after the other, the top-level keys of the space in an order drawn by the
 * seed: each part at several values with the others held at the best so far, which then goes on. A part that
 * is a `choice` is tried at all its other values; the rest of the trials is drawn for the remaining parts,
 * equally many for each, one more for the earlier ones where they do not divide.
 */
export async function inTurnSearch<S extends { readonly [key: string]: Space }>(
  space: S,
  evaluate: Evaluate<ConfigOf<S>>,
  options: InTurnOptions<ConfigOf<S>>,
): Promise<SearchResult<ConfigOf<S>>> {
  const who = "inTurnSearch";
  const { start, trials, resource = 1, seed } = options;
  positiveInteger(who, "trials", trials);
  positiveInteger(who, "resource", resource);
  if (!contains(space, start)) refuse(who, "start must be a config of the space", start);
  const rng = Rng.fromSeed(seed);
  const order = rng.fork("order").shuffle(Object.keys(space).filter((key) => isOpen(space[key])));
  const counts = countsOf(space, order, trials - 1);
  return search(
    { work: who, space, settings: { start, trials, resource }, options, total: trials },
    evaluate,
    async (evaluateAll) => {
      let [best] = await evaluateAll([{ id: 0, config: start, resource }]);
      let id = 1;
      for (const [i, key] of order.entries()) {
        const held: object = Object(best.config);
        const values = valuesOf(space[key], Reflect.get(held, key), counts[i], rng.fork(key));
        const asks = values.map((value) => ({
          id: id++,
          config: { ...held, [key]: value } as ConfigOf<S>,
          resource,
        }));
        [best] = ranked([best, ...(await evaluateAll(asks))]);
      }
    },
  );
}

/** Whether there is anything to tune in this part. */
function isOpen(part: Space): boolean {
  if (typeof part !== "object" || part === null) return false;
  return isParameter(part) || Object.values(part).some(isOpen);
}

function isChoice(part: Space): part is Extract<Space, { readonly draw: "choice" }> {
  return typeof part === "object" && part !== null && "draw" in part && part.draw === "choice";
}

/** Trials for each part of `order`. */
function countsOf(
  space: { readonly [key: string]: Space },
  order: readonly string[],
  trials: number,
): number[] {
  const fixed = order.map((key) => {
    const part = space[key];
    return isChoice(part) ? part.values.length - 1 : undefined;
  });
  const drawn = fixed.filter((count) => count === undefined).length;
  const left = trials - fixed.reduce((sum: number, count) => sum + (count ?? 0), 0);
  if (left < drawn)
    refuse("inTurnSearch", `trials must be at least ${trials - left + drawn + 1}`, trials + 1);
  let place = 0;
  return fixed.map((count) =>
    count === undefined ? Math.floor((left - place++ + drawn - 1) / drawn) : count,
  );
}

/** Other values for a part than the one it has. */
function valuesOf(part: Space, held: unknown, count: number, rng: Rng): unknown[] {
  if (!isChoice(part)) return Array.from({ length: count }, (_, i) => sample(part, rng.fork(i)));
  const now = canonicalJson("inTurnSearch", held);
  return part.values.filter((value) => canonicalJson("inTurnSearch", value) !== now);
}
