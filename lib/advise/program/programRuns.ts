import { numberBetween, positiveInteger, positiveNumber, refuse } from "../../check.js";
import { currentQueue } from "../../jobs/queueSettings.js";
import type { RunMany } from "../../search/inBatches.js";
import type { Evaluate } from "../../search/trials.js";
import type { Command, Told } from "./command.js";
import type { Evaluation } from "./evaluationLine.js";
import { bestOf, hasDiverged, NEARLY, shareOf } from "./evaluations.js";
import { inSlots } from "./inSlots.js";
import { type Program, programOf, type RunningOptions } from "./programOf.js";
import { programOverQueue } from "./programOverQueue.js";
import { ProgramError, runProgram } from "./runProgram.js";

/** What a training of a program is told. */
export interface ProgramConfig extends Omit<Told, "seed"> {
  /** Default 0. */
  readonly seed?: number;
}

/** What a program said of a training. */
export interface ProgramRow extends Told {
  /** The lowest validation loss; infinite where one is no finite number. */
  readonly validLoss: number;
  /** Of the same evaluation, in percent; NaN where the program does not say it. */
  readonly validAccuracy: number;
  /** Updates at the last evaluation. */
  readonly steps: number;
  /** Seconds of training at the last evaluation, by the program's clock, or since the start. */
  readonly seconds: number;
  readonly evaluations: readonly Evaluation[];
  /** Where it ran, if that was over a queue. */
  readonly machine?: string;
}

/** How a program is run; over a queue, folder, devices and places are those of the workers. */
export interface ProgramRunsOptions extends RunningOptions {
  /** Trainings at a time, where there are no devices. Default 1. */
  readonly threads?: number;
  /** Examples that a whole training sees. A program that is stopped on its way has to print "share", or this is to be given. */
  readonly examples?: number;
}

/** A training, up to a part of a whole one. */
export interface ProgramJob extends Told {
  readonly share: number;
}

/**
 * Trainings of a program, as `sweep` runs them: one process for each config, in the process or over a queue.
 * @param command as `adviseProgram` takes it
 * @throws ProgramError where the program cannot be used
 *
 * ```ts
 * const configs = [32, 128].map((batchSize) => ({ batchSize, learningRate: 0.01 }));
 * const runs = programRuns("python train.py {batchSize} {learningRate} {seed}");
 * for await (const { batchSize, validLoss } of sweep(configs, runs, { journal: "runs.jsonl" }))
 *   console.log(batchSize, validLoss);
 * ```
 */
export function programRuns(
  command: string | Command,
  options: ProgramRunsOptions = {},
): RunMany<ProgramConfig, ProgramRow> {
  const run = jobsOf("programRuns", command, options);
  return (configs, { signal }) =>
    run(
      configs.map((config) => ({ ...toldOf("programRuns", config), share: 1 })),
      signal,
    );
}

/**
 * The same as what searches score, by the lowest validation loss: `randomSearch`, `gridSearch`, `successiveHalving`,
 * `hyperband`. A training is stopped by SIGTERM once `resource` ÷ `whole` of it is done; one that fails scores Infinity.
 *
 * ```ts
 * const found = await successiveHalving(
 *   { learningRate: logUniform(1e-4, 1), batchSize: choice([8, 32, 128]) },
 *   programScores("python train.py {batchSize} {learningRate} {seed}", { whole: 9 }),
 *   { trials: 27, maxResource: 9, seed: 0, journal: "search.jsonl" },
 * );
 * ```
 */
export function programScores(
  command: string | Command,
  options: ProgramRunsOptions & {
    /** Resource of a whole training. Default 1. */
    readonly whole?: number;
  } = {},
): Evaluate<ProgramConfig> {
  const who = "programScores";
  const { whole = 1, ...rest } = options;
  positiveNumber(who, "whole", whole);
  const run = jobsOf(who, command, rest, failed);
  return async function* (asks, { signal }) {
    const jobs = asks.map(({ config, resource }) => {
      if (resource > whole) refuse(who, `resource must be at most the whole, ${whole}`, resource);
      return { ...toldOf(who, config), share: resource / whole };
    });
    for await (const [position, row] of run(jobs, signal))
      yield [position, "reason" in row ? row : scoreOf(row)];
  };
}

function scoreOf({ validLoss, validAccuracy, steps, seconds }: ProgramRow) {
  return { score: validLoss, info: { validAccuracy, steps, seconds } };
}

/** What stands for a training that the program failed in. */
function failed(error: unknown): { readonly score: number; readonly reason: string } {
  if (!(error instanceof ProgramError)) throw error;
  return { score: Number.POSITIVE_INFINITY, reason: error.message };
}

function toldOf(who: string, { batchSize, learningRate, seed = 0 }: ProgramConfig): Told {
  positiveInteger(who, "batchSize", batchSize);
  positiveNumber(who, "learningRate", learningRate);
  if (!Number.isSafeInteger(seed)) refuse(who, "seed must be an integer", seed);
  return { batchSize, learningRate, seed };
}

type Rows<R> = AsyncIterable<readonly [position: number, row: R]>;

/** Runs jobs over the queue that there is, or in this process, so many at a time. */
function jobsOf<F = never>(
  who: string,
  given: string | Command,
  options: ProgramRunsOptions,
  onFailure?: (error: unknown) => F,
): (jobs: readonly ProgramJob[], signal: AbortSignal | undefined) => Rows<ProgramRow | F> {
  const { threads = 1, examples, ...running } = options;
  positiveInteger(who, "threads", threads);
  if (examples !== undefined) positiveNumber(who, "examples", examples);
  const one = programOf(who, given, running);
  const program = running.devices ? one : { ...one, slots: Array(threads).fill(one.slots[0]) };
  const queue = currentQueue();
  if (!queue)
    return (jobs, signal) =>
      inSlots(jobs, program.slots.length, (job, slot): Promise<ProgramRow | F> => {
        const row = runJob(program, job, { slot, signal, examples });
        return onFailure ? row.catch(onFailure) : row;
      });
  const runs = programOverQueue<ProgramJob, ProgramRow>(queue, program, {
    kind: "programRuns",
    settings: examples === undefined ? {} : { examples },
    holds: "evaluations",
  });
  return (jobs, signal) => runs(jobs, { signal }) as Rows<ProgramRow>;
}

/** Runs the program for one job. */
export async function runJob(
  { command, options, slots }: Program,
  { share, ...told }: ProgramJob,
  {
    slot,
    signal,
    examples,
  }: {
    readonly slot: number;
    readonly signal: AbortSignal | undefined;
    readonly examples: number | undefined;
  },
): Promise<ProgramRow> {
  numberBetween("program", "share", share, Number.MIN_VALUE, 1);
  const done = (one: Evaluation): number | undefined => shareOf(one, told.batchSize, examples);
  const enough = (evaluations: readonly Evaluation[]): boolean => {
    const part = done(evaluations[evaluations.length - 1]);
    return hasDiverged(evaluations) || (share < NEARLY && (part === undefined || part >= share));
  };
  const environment = { ...options.environment, ...slots[slot] };
  const { evaluations, arrivals } = await runProgram(command, told, {
    ...options,
    environment,
    signal,
    enough,
  });
  const last = evaluations[evaluations.length - 1];
  if (share < NEARLY && !hasDiverged(evaluations) && done(last) === undefined)
    throw new ProgramError(
      `${command.join(" ")}\nis to be stopped on its way, and nothing says how far it is.\nLet it print "share", the part of the training that is done, or give the examples of a whole training.`,
    );
  const best = bestOf(evaluations);
  return {
    ...told,
    validLoss: hasDiverged(evaluations) ? Number.POSITIVE_INFINITY : best.validLoss,
    validAccuracy: 100 * (best.validAccuracy ?? Number.NaN),
    steps: last.step,
    seconds: last.seconds ?? arrivals[arrivals.length - 1],
    evaluations,
  };
}
