import { join } from "node:path";
import { positiveInteger } from "../../check.js";
import { withProgress } from "../../progress.js";
import { sweep } from "../../search/sweep.js";
import type { Advice } from "../advice.js";
import { adviseOn, type WorkOptions } from "../adviseOn.js";
import type { Looked } from "../data/audit.js";
import type { Measured } from "../measured.js";
import { milliseconds } from "../milliseconds.js";
import { ladder } from "../plan/sizeLadder.js";
import { type AdviseOptions, commonSettings, USUAL_RATES } from "../settings.js";
import type { Command } from "./command.js";
import { type Program, programOf, type RunningOptions } from "./programOf.js";
import { type Facts, factsOf, programTrainer } from "./programTrainer.js";
import { ProgramError, runProgram } from "./runProgram.js";

/** How a program is run, and what is asked of it. */
export interface AdviseProgramOptions
  extends Omit<WorkOptions, "budget">,
    Pick<AdviseOptions, "current" | "currentRate" | "optimizer" | "seed" | "sizes">,
    RunningOptions {
  /** Most seconds of the whole work. Default no limit. */
  readonly seconds?: number;
}

const who = "adviseProgram";
const SIZES = 5;
const LEAST_EVALUATIONS = 5;
/** Rates that are tried for the first whole training, each a tenth of the one before. */
const FIRST_TRIES = 4;

/**
 * Which batch size and learning rate for a program that trains, whatever it is written in. It is run once for each
 * training, with `{batchSize}`, `{learningRate}` and `{seed}` filled in, and prints its evaluations as lines of JSON (see
 * `Evaluation`). Stages and answer are those of `advise`.
 * @throws ProgramError where the program cannot be used; ArgumentError for options, before any work
 *
 * ```sh
 * npm run advise -- --command "python train.py --batch-size {batchSize} --lr {learningRate} --seed {seed}"
 * ```
 */
export async function adviseProgram(
  command: string | Command,
  options: AdviseProgramOptions = {},
): Promise<Advice> {
  // Of a program the limit of memory is that of a process, not of a batch.
  const { seconds, memory: _, ...rest } = options;
  const program = programOf(who, command, options);
  const { sizes = [8, 512] as const } = options;
  const settings = commonSettings(who, {
    ...rest,
    sizes,
    budget: { epochs: 1, ...(seconds !== undefined && { seconds }) },
  });
  const anchor = positiveInteger(who, "current", settings.current);
  const started = performance.now();
  const inBudget = withinBudget(program.command, options);
  return await withProgress(options.onProgress, async (onProgress) => {
    const rate = settings.currentRate ?? USUAL_RATES[settings.optimizer];
    const facts = await inBudget((signal) =>
      firstTraining(program, { anchor, rate }, { ...options, ...(signal && { signal }) }),
    );
    const tried = ladder({
      anchor,
      smallest: sizes[0],
      largest: Math.min(sizes[1], facts.examples),
      count: SIZES,
      few: false,
      noise: undefined,
    });
    const trainer = programTrainer(program, facts, { anchor, sizes: tried });
    const measure = (): Promise<Measured> => inBudget((signal) => trainer.measure(signal));
    const spent = (performance.now() - started) / 1000;
    return await adviseOn({ ...trainer, measure, spent }, settings, LOOKED, {
      ...rest,
      budget: settings.budget,
      ...(onProgress && { onProgress }),
    });
  });
}

const LOOKED: Looked = {
  problem: "program",
  label: null,
  baseline: null,
  smallestDifference: 0,
  notes: [],
};

/** Does what comes before there is a plan: if the budget ends meanwhile, nothing can be said. */
function withinBudget(
  command: Command,
  { seconds, signal }: AdviseProgramOptions,
): <T>(task: (signal: AbortSignal | undefined) => Promise<T>) => Promise<T> {
  if (seconds === undefined) return (task) => task(signal);
  const deadline = AbortSignal.timeout(milliseconds(seconds));
  const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
  return async (task) => {
    try {
      return await task(either);
    } catch (error) {
      if (error !== deadline.reason) throw error;
      throw new ProgramError(
        `${command.join(" ")}\nwas not yet run once and timed at each size when the budget of ${seconds} s ended: some sixty trainings have to fit into it. Give it more, or let the program train shorter.`,
      );
    }
  };
}

/** One whole training at the size in use: what it tells is kept beside the journals. */
async function firstTraining(
  { command, options, slots }: Program,
  { anchor, rate }: { readonly anchor: number; readonly rate: number },
  { folder, signal }: AdviseProgramOptions,
): Promise<Facts> {
  const rates = Array.from({ length: FIRST_TRIES }, (_, i) => rate / 10 ** i);
  for (const learningRate of rates) {
    const told = { batchSize: anchor, learningRate, seed: 0 };
    const environment = { ...options.environment, ...slots[0] };
    const run = async (): Promise<Facts[]> => {
      const found = await runProgram(command, told, { ...options, environment, signal });
      if (found.evaluations.length < LEAST_EVALUATIONS)
        throw new ProgramError(
          `${command.join(" ")}\nprinted ${found.evaluations.length} evaluations in a whole training, at least ${LEAST_EVALUATIONS} are needed: evaluate more often.`,
        );
      return [factsOf(found, anchor)];
    };
    const kept = sweep([told], run, {
      experiment: { command },
      ...(folder !== undefined && { journal: join(folder, "journal", "first.jsonl") }),
      ...(signal && { signal }),
    });
    for await (const facts of kept) if (Number.isFinite(facts.firstLoss)) return facts;
  }
  throw new ProgramError(
    `${command.join(" ")}\nprinted no finite validation loss at learning rates ${rates.join(", ")}: name a rate that works (--rate).`,
  );
}
