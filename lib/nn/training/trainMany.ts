import type { TrainingSplits } from "../../data/dataset.js";
import { sharedDataset } from "../../data/sharedDataset.js";
import { hostInterruption } from "../../interruption.js";
import { onThreads } from "../../threads/pool.js";
import type { TrainConfig } from "../config/config.js";
import { batchSizeAt } from "../config/schedule.js";
import { checkSplits, checkTraining } from "../config/validate.js";
import { chooseEngine } from "../device/engine.js";
import type { Finished } from "./loop.js";
import type { Run } from "./run.js";
import { finishedRun, train } from "./train.js";

/** How far many runs are. */
export interface ManyProgress {
  /** Runs finished. */
  readonly finished: number;
  /** Runs in all. */
  readonly runs: number;
  /** Mean share of their budgets spent, 0 to 1. */
  readonly share: number;
}

/** How many runs are watched and stopped, and on how many threads they train. */
export interface TrainManyOptions {
  /** Stops all runs, which then return their history so far. Default the notebook's interruption, if there is one. */
  readonly signal?: AbortSignal;
  /** Called with what is done so far; `progressBar` draws it. */
  readonly onProgress?: (progress: ManyProgress) => void;
  /** Threads for the small models. Default the machine's. */
  readonly threads?: number;
}

/**
 * Trains every config as `train` would, bit for bit, and returns the runs in the same order.
 * @throws ArgumentError for any config or data that cannot be used, before any work
 * @example
 * ```ts
 * import { loadDigits, split, trainMany } from "batchwise";
 *
 * const splits = split(loadDigits(), { seed: 0 });
 * const configs = ([8, 64, "full"] as const).map((batchSize) => ({
 *   model: { kind: "linear" as const }, optimizer: { kind: "sgd" as const, learningRate: 0.1 },
 *   batchSize, budget: { epochs: 5 }, seed: 0,
 * }));
 * const runs = await trainMany(splits, configs);
 * console.log(runs.map(({ batchSize, history }) => [batchSize, history.at(-1)?.step]));
 * // [ [ 8, 750 ], [ 64, 95 ], [ 1197, 5 ] ]
 * ```
 */
export async function trainMany(
  splits: TrainingSplits,
  configs: readonly TrainConfig[],
  options: TrainManyOptions = {},
): Promise<Run[]> {
  checkMany("trainMany", splits, configs);
  const runs: Run[] = [];
  for await (const [position, run] of runsOf(splits, configs, options)) runs[position] = run;
  return runs;
}

/**
 * Trains every config as {@link trainMany} does and gives each run as soon as it is finished, with the
 * position of its config, in any order: what is kept then survives whatever ends the others.
 * @throws ArgumentError for any config or data that cannot be used, before any work
 * @example
 * ```ts
 * import { loadDigits, split, trainEach } from "batchwise";
 *
 * const splits = split(loadDigits(), { seed: 0 });
 * const configs = [0, 1, 2].map((seed) => ({
 *   model: { kind: "linear" as const }, optimizer: { kind: "sgd" as const, learningRate: 0.1 },
 *   batchSize: 64, budget: { epochs: 2 }, seed,
 * }));
 * const seeds: unknown[] = [];
 * for await (const [position, { config }] of trainEach(splits, configs))
 *   seeds[position] = config.seed;
 * console.log(seeds); // [ 0, 1, 2 ]
 * ```
 */
export function trainEach(
  splits: TrainingSplits,
  configs: readonly TrainConfig[],
  options: TrainManyOptions = {},
): AsyncIterable<readonly [position: number, run: Run]> {
  checkMany("trainEach", splits, configs);
  return runsOf(splits, configs, options);
}

function checkMany(who: string, splits: TrainingSplits, configs: readonly TrainConfig[]): void {
  checkSplits(who, splits);
  configs.forEach((config, i) => void checkTraining(who, splits, config, `configs[${i}]`));
}

/**
 * Runs on WebAssembly go to a pool of threads, one run per thread at a time, so a run that diverges or
 * stops early does not concern the others; runs with TensorFlow, which has threads of its own, follow.
 */
async function* runsOf(
  splits: TrainingSplits,
  configs: readonly TrainConfig[],
  { signal = hostInterruption(), onProgress, threads }: TrainManyOptions,
): AsyncGenerator<readonly [position: number, run: Run]> {
  const shares = new Float64Array(configs.length);
  const report = (job: number, share: number): void => {
    shares[job] = share;
    onProgress?.({
      finished: shares.reduce((count, s) => count + (s >= 1 ? 1 : 0), 0),
      runs: configs.length,
      share: shares.reduce((sum, s) => sum + s, 0) / configs.length,
    });
  };
  const engines = configs.map((config) => {
    const { train: data } = splits;
    return chooseEngine(config.model, data, batchSizeAt(config, 0, data.n));
  });
  const small = [...configs.keys()].filter((job) => engines[job] === "wasm");
  const finished = onThreads<TrainConfig, Finished>(
    new URL("./trainWorker.js", import.meta.url),
    small.map((job) => configs[job]),
    {
      shared: { train: sharedDataset(splits.train), valid: sharedDataset(splits.valid) },
      threads,
      signal,
      onProgress: (i, share) => report(small[i], share),
      onAbort: "finish",
    },
  );
  for await (const [i, outcome] of finished) {
    const job = small[i];
    yield [job, finishedRun(configs[job], splits.train, outcome)];
  }
  for (const job of configs.keys()) {
    if (engines[job] === "wasm") continue;
    const progress = ({ share }: { readonly share: number }): void => report(job, share);
    const run = await train(splits, configs[job], {
      ...(signal && { signal }),
      onProgress: progress,
    });
    report(job, 1);
    yield [job, run];
  }
}
