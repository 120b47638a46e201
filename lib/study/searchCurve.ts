import { positiveNumber, refuse } from "../check.js";
import { ranked, type SearchResult, type Trial } from "../search/trials.js";
import type { SearchRun } from "./runSearches.js";
import { trainingTrace } from "./trainOnce.js";

/** Where a search stands after one of its evaluations. */
export interface SearchPoint<C> {
  readonly trial: Trial<C>;
  /** Effort so far in whole trainings; a config that is evaluated again goes on from before. */
  readonly trainings: number;
  /** Seconds in training steps so far, one training at a time. */
  readonly seconds: number;
  /** The lowest validation loss so far; Infinity while all failed. */
  readonly best: number;
}

/**
 * A search of trainings, evaluation by evaluation, in the order in which it asked.
 * @param epochs of a whole training
 */
export function searchCurve<C>(
  { trials }: Pick<SearchResult<C>, "trials">,
  { epochs }: { readonly epochs: number },
): SearchPoint<C>[] {
  positiveNumber("searchCurve", "epochs", epochs);
  const before = new Map<number, { resource: number; seconds: number }>();
  let [trainings, seconds, best] = [0, 0, Number.POSITIVE_INFINITY];
  return trials.map((trial) => {
    const { id, resource, score } = trial;
    const spent = trainingTrace(trial).seconds[resource - 1];
    const earlier = before.get(id) ?? { resource: 0, seconds: 0 };
    before.set(id, { resource, seconds: spent });
    trainings += (resource - earlier.resource) / epochs;
    seconds += spent - earlier.seconds;
    best = Math.min(best, score);
    return { trial, trainings, seconds, best };
  });
}

/** Rounding may put a sum of shares just above the whole number that it is. */
const SLACK = 1e-9;

/** The points of a search that cost at most so many whole trainings. */
export function within<C>(curve: readonly SearchPoint<C>[], trainings: number): SearchPoint<C>[] {
  return curve.filter((point) => point.trainings <= trainings + SLACK);
}

/** The best trial at most so many trainings into a search: of those with the largest resource, the lowest. */
export function winnerWithin<C>(
  run: SearchRun<C>,
  { trainings, epochs }: { readonly trainings: number; readonly epochs: number },
): Trial<C> {
  const reached = within(searchCurve(run.result, { epochs }), trainings).map(({ trial }) => trial);
  const finite = reached.filter(({ score }) => score < Number.POSITIVE_INFINITY);
  if (finite.length === 0)
    refuse("winnerWithin", `${run.search} must have a finite score by then`, trainings);
  const most = Math.max(...finite.map(({ resource }) => resource));
  return ranked(finite.filter(({ resource }) => resource === most))[0];
}

/** The lowest validation loss of one search at one cost. */
export interface BestSoFar {
  readonly search: string;
  readonly split: number;
  /** The cost, in the unit that was asked for. */
  readonly cost: number;
  readonly best: number;
}

/**
 * The lowest validation loss of every search at each of these costs; a search keeps its best after its end.
 * A cost at which some repeat of the search has no finite score yet is left out for that search.
 */
export function bestSoFar<C>(
  runs: readonly SearchRun<C>[],
  {
    cost,
    at,
    trainings,
    epochs,
  }: {
    readonly cost: "trainings" | "seconds";
    /** Rising. */
    readonly at: readonly number[];
    /** The search ends here, whatever it could still have asked for. */
    readonly trainings: number;
    readonly epochs: number;
  },
): BestSoFar[] {
  const rows = runs.flatMap(({ search, split, result }) => {
    const curve = within(searchCurve(result, { epochs }), trainings);
    return at.map((place) => {
      const reached = curve.filter((point) => point[cost] <= place + SLACK);
      const best = reached[reached.length - 1]?.best ?? Number.POSITIVE_INFINITY;
      return { search, split, cost: place, best };
    });
  });
  const early = new Set(
    rows.filter(({ best }) => best === Number.POSITIVE_INFINITY).map((row) => keyOf(row)),
  );
  return rows.filter((row) => !early.has(keyOf(row)));
}

function keyOf({ search, cost }: BestSoFar): string {
  return `${search} ${cost}`;
}
