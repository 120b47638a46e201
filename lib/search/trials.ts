import { positiveInteger } from "../check.js";
import type { OnProgress } from "../progress.js";
import type { Rng } from "../random.js";
import { type BatchOptions, inBatches, type RunMany } from "./inBatches.js";
import { entriesByKey, JournalError, openJournal } from "./journal.js";
import { canonicalJson, isRecord, parsePlain, plainJson } from "./plainJson.js";
import { checkSpace, type Space } from "./space.js";

/** A config to be scored with a given effort. */
export interface Ask<C> {
  /** Number of the config in the search, from 0; the same config keeps it at every resource. */
  readonly id: number;
  readonly config: C;
  /** Effort in all, from the start of this trial, in the caller's unit: epochs, steps, examples. */
  readonly resource: number;
}

/** What an evaluator says of one trial. */
export interface Outcome {
  /** Lower is better. Infinity, or NaN, which becomes Infinity: failed or diverged. */
  readonly score: number;
  /** Why the trial failed. */
  readonly reason?: string;
  /** Anything else to keep, as plain JSON: accuracy, seconds. */
  readonly info?: Readonly<Record<string, unknown>>;
}

/** A scored config: one row of the search. */
export interface Trial<C> extends Ask<C>, Outcome {}

/**
 * Scores many configs in one call, so that they can be trained together. It may go on from where it left
 * a trial, but must be able to start it anew: a resumed search asks for the missing resources only.
 * If it throws, its trials are tried one by one, and what throws alone scores Infinity.
 */
export type Evaluate<C> = RunMany<Ask<C>, number | Outcome>;

/** The seed and the journal of a search, and how its configs are put together into calls. */
export interface SearchOptions<C = unknown> extends BatchOptions<Ask<C>> {
  /** Decides every draw. */
  readonly seed: number;
  /** File that keeps each finished trial; a search that was killed goes on from it. Default: none. */
  readonly journal?: string;
  /** What the scores depend on besides the config, as plain JSON; a journal of another is refused. */
  readonly experiment?: unknown;
  /** Called with what is done so far; `progressBar` draws it. */
  readonly onProgress?: OnProgress;
}

/** What a search evaluated, and the config it found best. */
export interface SearchResult<C> {
  /** The lowest score among the trials with the largest resource that has a finite score; of equals the first. */
  readonly best: Trial<C>;
  /** How many of these trials have the best one's score, where it is not the only one: the choice then says nothing. */
  readonly tied?: number;
  /** Every evaluation, in the order in which the search asked for them. */
  readonly trials: readonly Trial<C>[];
  /** Each config's last evaluation. */
  readonly last: readonly Trial<C>[];
  /** Resource in all, where a config that was evaluated again went on from before. */
  readonly spent: number;
}

/** What decides a search, and so the name of its journal. */
export interface SearchPlan<C> {
  readonly work: string;
  readonly space: Space;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly options: SearchOptions<C>;
  /** Number of evaluations at most. */
  readonly total: number;
}

export type EvaluateAll<C> = (asks: readonly Ask<C>[]) => Promise<Trial<C>[]>;

/** Runs a search algorithm with its journal; `algorithm` asks for scores as often as it likes. */
export async function search<C>(
  plan: SearchPlan<C>,
  evaluate: Evaluate<C>,
  algorithm: (evaluateAll: EvaluateAll<C>) => Promise<void>,
): Promise<SearchResult<C>> {
  const { work, space, settings, options, total } = plan;
  checkSpace(work, space);
  if (options.batch !== undefined) positiveInteger(work, "batch", options.batch);
  const { seed, experiment } = options;
  const journal =
    options.journal === undefined
      ? undefined
      : openJournal(options.journal, { work, of: { seed, space, ...settings, experiment } });
  try {
    const known = entriesByKey(
      options.journal ?? "",
      (journal?.entries ?? []) as Trial<C>[],
      keyOf,
    );
    const trials: Trial<C>[] = [];
    let done = 0;
    const count = (): void => options.onProgress?.({ done: ++done, total, unit: "evaluations" });
    const evaluateAll: EvaluateAll<C> = async (asks) => {
      const scored = asks.map((ask) => known.get(keyOf(ask)));
      for (const [i, trial] of scored.entries())
        if (trial) {
          checkConfig(options.journal ?? "", trial, asks[i]);
          count();
        }
      const missing = asks.flatMap((_, i) => (scored[i] ? [] : [i]));
      const outcomes = inBatches(
        missing.map((i) => asks[i]),
        evaluate,
        options,
        failure,
      );
      for await (const [position, outcome] of outcomes) {
        const i = missing[position];
        scored[i] = asTrial(work, asks[i], outcome);
        journal?.append(scored[i]);
        count();
      }
      const all = scored.filter((trial) => trial !== undefined);
      trials.push(...all);
      return all;
    };
    await algorithm(evaluateAll);
    return resultOf(trials);
  } finally {
    journal?.close();
  }
}

/** The configs number `from` to `to` − 1 of a stream, asked for at one resource. */
export function asksFrom<C>(
  draw: (rng: Rng) => C,
  rng: Rng,
  { from = 0, to, resource }: { from?: number; to: number; resource: number },
): Ask<C>[] {
  const configs = rng.fork("config");
  return Array.from({ length: to - from }, (_, i) => ({
    id: from + i,
    config: draw(configs.fork(from + i)),
    resource,
  }));
}

/** Best first: finite before failed, then by score, then in the order of their numbers. */
export function ranked<C>(trials: readonly Trial<C>[]): Trial<C>[] {
  return [...trials].sort((a, b) => (a.score === b.score ? a.id - b.id : a.score - b.score));
}

function keyOf({ id, resource }: Ask<unknown>): string {
  return `trial ${id} at ${resource}`;
}

function failure(error: unknown): Outcome {
  return { score: Infinity, reason: error instanceof Error ? error.message : String(error) };
}

/** The trial exactly as a journal would give it back. */
function asTrial<C>(
  who: string,
  { id, config, resource }: Ask<C>,
  given: number | Outcome,
): Trial<C> {
  const { score, reason, info } = isRecord(given) ? given : { score: given };
  const failed = !(Number.isFinite(score) || score === -Infinity);
  const trial = {
    id,
    config,
    resource,
    score: failed ? Infinity : score,
    ...(failed ? { reason: reason ?? `the score is ${score}` } : {}),
    ...(info === undefined ? {} : { info }),
  };
  return parsePlain(plainJson(who, trial)) as Trial<C>;
}

function checkConfig(path: string, trial: Trial<unknown>, ask: Ask<unknown>): void {
  const [there, here] = [trial, ask].map(({ config }) => canonicalJson("journal", config));
  if (there !== here)
    throw new JournalError(`${path}: trial ${ask.id} is ${there} there and ${here} here`);
}

function resultOf<C>(trials: readonly Trial<C>[]): SearchResult<C> {
  const last = [...new Map(trials.map((trial) => [trial.id, trial])).values()];
  const finite = trials.filter((trial) => trial.score < Infinity);
  const most = Math.max(...finite.map((trial) => trial.resource));
  const candidates = finite.filter((trial) => trial.resource === most);
  const [best, ...others] = ranked(candidates.length > 0 ? candidates : trials);
  const tied = others.filter(({ score }) => score === best.score).length;
  return {
    best,
    ...(tied > 0 && { tied: 1 + tied }),
    trials,
    last,
    spent: last.reduce((sum, trial) => sum + trial.resource, 0),
  };
}
