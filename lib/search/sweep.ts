import { positiveInteger, refuse } from "../check.js";
import type { OnProgress } from "../progress.js";
import { type BatchOptions, inBatches, type RunMany } from "./inBatches.js";
import { entriesByKey, openJournal } from "./journal.js";
import { canonicalJson, parsePlain, plainJson } from "./plainJson.js";

/** The journal of a sweep, and how its configs are put together into calls. */
export interface SweepOptions<C> extends BatchOptions<C> {
  /** File that keeps each finished row; a sweep that was killed goes on from it. Default: none. */
  readonly journal?: string;
  /** What the rows depend on besides the config, as plain JSON; a journal of another is refused. */
  readonly experiment?: unknown;
  /** Called with what is done so far; `progressBar` draws it. */
  readonly onProgress?: OnProgress;
}

/**
 * Runs configs, many in one call, and gives their rows in the order of the configs.
 *
 * With a journal each row is kept as soon as it is known, by its config: what is already there is not run
 * again, and configs may be added, left out or reordered between two runs. Rows are plain JSON (NaN and the
 * infinities too) and come back equal. An error in `run` ends the sweep; what finished before is kept.
 * @example
 * ```ts
 * import { loadDigits, split, sweep, type TrainConfig, trainMany } from "batchwise";
 *
 * const splits = split(loadDigits(), { seed: 0 });
 * const configs = [16, 128].map((batchSize): TrainConfig => ({
 *   model: { kind: "linear" }, optimizer: { kind: "sgd", learningRate: 0.1 },
 *   batchSize, budget: { epochs: 2 }, seed: 0,
 * }));
 * const rows = sweep(configs, async (jobs) => {
 *   const runs = await trainMany(splits, jobs);
 *   return runs.map(({ batchSize, history }) => ({ batchSize, steps: history.at(-1)?.step }));
 * });
 * const found: unknown[] = [];
 * for await (const row of rows) found.push(row);
 * console.log(found); // [ { batchSize: 16, steps: 150 }, { batchSize: 128, steps: 20 } ]
 * ```
 */
export function sweep<C, R>(
  configs: readonly C[],
  run: RunMany<C, R>,
  options: SweepOptions<C> = {},
): AsyncIterable<R> {
  if (options.batch !== undefined) positiveInteger("sweep", "batch", options.batch);
  const positions = new Map<string, number>();
  for (const [i, config] of configs.entries()) {
    const key = canonicalJson("sweep", config);
    const earlier = positions.get(key);
    if (earlier !== undefined)
      refuse("sweep", `configs must differ, ${earlier} and ${i} are equal`, config);
    positions.set(key, i);
  }
  return rowsOf(configs, [...positions.keys()], run, options);
}

interface Entry<R> {
  readonly config: unknown;
  readonly row: R;
}

async function* rowsOf<C, R>(
  configs: readonly C[],
  keys: readonly string[],
  run: RunMany<C, R>,
  options: SweepOptions<C>,
): AsyncGenerator<R> {
  const { experiment, onProgress } = options;
  const journal =
    options.journal === undefined
      ? undefined
      : openJournal(options.journal, { work: "sweep", of: { experiment } });
  try {
    const kept = entriesByKey(
      options.journal ?? "",
      (journal?.entries ?? []) as Entry<R>[],
      ({ config }) => canonicalJson("sweep", config),
    );
    const total = configs.length;
    let done = 0;
    const rows = new Map<number, R>();
    const keep = (i: number, row: R): void => {
      rows.set(i, row);
      onProgress?.({ done: ++done, total, unit: "runs" });
    };
    for (const [i, key] of keys.entries()) {
      const entry = kept.get(key);
      if (entry) keep(i, entry.row);
    }
    const missing = keys.flatMap((key, i) => (kept.has(key) ? [] : [i]));
    let next = 0;
    const jobs = missing.map((i) => configs[i]);
    const ready = function* (): Generator<R> {
      for (let row = rows.get(next); rows.has(next); row = rows.get(++next)) yield row as R;
    };
    yield* ready();
    for await (const [position, output] of inBatches(jobs, run, options)) {
      const i = missing[position];
      const text = plainJson("sweep", { config: configs[i], row: output });
      const entry = parsePlain(text) as Entry<R>;
      journal?.append(entry);
      keep(i, entry.row);
      yield* ready();
    }
  } finally {
    journal?.close();
  }
}
