import { positiveInteger, positiveNumber, refuse } from "../../check.js";
import { ranked, type SearchResult, type Trial } from "../../search/trials.js";
import { mean } from "../../stats/describe.js";
import { meanEstimate } from "../../stats/meanEstimate.js";
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

/**
 * The lowest validation loss of a search at one cost: geometric mean over its repeats, with a 95 % interval that allows
 * for the overlap of their divisions.
 */
export interface BestSoFar {
  readonly search: string;
  /** In the unit that was asked for. */
  readonly cost: number;
  readonly best: number;
  readonly low: number;
  readonly high: number;
}

/** Which searches are drawn against which cost. */
export interface BestSoFarOptions {
  readonly searches: readonly string[];
  readonly cost: "trainings" | "seconds";
  /** A search ends here, whatever it could still have asked for. */
  readonly trainings: number;
  /** Of a whole training. */
  readonly epochs: number;
  /** Costs at which to look, equally spaced up to the largest mean cost of a search. Default 40. */
  readonly points?: number;
}

/**
 * The lowest validation loss of every search at equally spaced costs; a search keeps its best after its end.
 * A cost at which some repeat of the search has no finite score yet is left out for that search.
 */
export function bestSoFar<C>(
  runs: readonly SearchRun<C>[],
  { searches, cost, trainings, epochs, points = 40 }: BestSoFarOptions,
): BestSoFar[] {
  positiveInteger("bestSoFar", "points", points);
  const curves = searches.map((search) => {
    const own = runs.filter((run) => run.search === search);
    if (own.length < 2) refuse("bestSoFar", `runs must hold ${search} at least twice`, own.length);
    return own.map(({ result }) => within(searchCurve(result, { epochs }), trainings));
  });
  const overlap = Math.max(...runs.map((run) => run.overlap));
  const ends = curves.map((own) => mean(own.map((curve) => curve[curve.length - 1][cost])));
  const step = Math.max(...ends) / points;
  return searches.flatMap((search, s) =>
    Array.from({ length: points }, (_, i) => (i + 1) * step).flatMap((place) => {
      const logs = curves[s].map((curve) => Math.log(bestAt(curve, cost, place)));
      if (!logs.every(Number.isFinite)) return [];
      const { estimate, low, high } = meanEstimate(logs, { overlap });
      const [best, ...ends] = [estimate, low, high].map(Math.exp);
      return [{ search, cost: place, best, low: ends[0], high: ends[1] }];
    }),
  );
}

function bestAt<C>(
  curve: readonly SearchPoint<C>[],
  cost: "trainings" | "seconds",
  place: number,
): number {
  const reached = curve.filter((point) => point[cost] <= place + SLACK);
  return reached[reached.length - 1]?.best ?? Number.POSITIVE_INFINITY;
}

/** The trials of one search over all its repeats. */
export function trialsOf<C>(
  runs: readonly SearchRun<C>[],
  search: string,
): (Trial<C> & { readonly seed: number })[] {
  const own = runs.filter((run) => run.search === search);
  if (own.length === 0) refuse("trialsOf", `runs must hold the search "${search}"`, "none");
  return own.flatMap(({ seed, result }) => result.trials.map((trial) => ({ ...trial, seed })));
}
