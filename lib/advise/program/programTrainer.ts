import { ArgumentError } from "../../check.js";
import { currentQueue } from "../../jobs/queueSettings.js";
import type { RunMany } from "../../search/inBatches.js";
import { sweep } from "../../search/sweep.js";
import type { Measured } from "../measured.js";
import type { Metric } from "../metric.js";
import { microsAt, type SpeedRow } from "../plan/speedRow.js";
import type { Asked, Outcome, Trainer, Watch } from "../trainer.js";
import { type Command, filledText, leftToEnvironment } from "./command.js";
import { earlyText, endedEarly } from "./endedEarly.js";
import type { Evaluation } from "./evaluationLine.js";
import { bestOf, hasDiverged, NEARLY, shareOf } from "./evaluations.js";
import { inSlots } from "./inSlots.js";
import type { Program } from "./programOf.js";
import { programOverQueue } from "./programOverQueue.js";
import { speedOf, startUpOf } from "./programSpeed.js";
import { ProgramError, type ProgramRun, runProgram } from "./runProgram.js";

/** What the first whole training told of the program. */
export interface Facts {
  readonly metric: "accuracy" | "loss";
  /** Examples of a whole training. */
  readonly examples: number;
  /** The first validation loss. */
  readonly firstLoss: number;
  /** Validation examples, where it says them. */
  readonly validExamples: number | null;
  /** Seconds that pass before a program trains. */
  readonly startUp: number;
}

/** What is kept of a run. */
export interface Row {
  readonly validLoss: number;
  readonly validMetric: number;
  readonly history: readonly { readonly step: number; readonly validLoss: number }[];
  /** Part of the training that it did before it ended by itself, where more was asked for. */
  readonly endedAt?: number;
}

/** Validation examples where the program does not say them: few, so that little is concluded from equal figures. */
const FEW_EXAMPLES = 100;
/** Evaluations of a run that only tells the speed. */
const SPEED_EVALUATIONS = 5;

/** Trains by running a program: one process for each training. */
export function programTrainer(
  program: Program,
  facts: Facts,
  { anchor, sizes }: { readonly anchor: number; readonly sizes: readonly number[] },
): Trainer {
  const { command, options, slots } = program;
  const failed = new Map<number, string>();
  const early = new Map<string, number>();
  const validating = facts.validExamples ?? FEW_EXAMPLES;
  const experiment = { command };
  return {
    identity: experiment,
    n: facts.examples,
    few: false,
    metric: facts.metric,
    guessLoss: facts.firstLoss,
    validating,
    overlap: 0,
    tested: validating,
    threads: slots.length,
    sealed: false,
    noiseless: "program",
    check(batchSize) {
      const reason = failed.get(batchSize);
      if (reason !== undefined) throw new ArgumentError(reason);
    },
    async measure(signal): Promise<Measured> {
      const speed: SpeedRow[] = [];
      for (const batchSize of sizes) {
        const told = { batchSize, learningRate: 1e-6, seed: 0 };
        const enough = (evaluations: readonly Evaluation[]): boolean =>
          evaluations.length >= SPEED_EVALUATIONS;
        const environment = { ...options.environment, ...slots[0] };
        try {
          const run = await runProgram(command, told, { ...options, environment, signal, enough });
          speed.push(speedOf(batchSize, run));
        } catch (error) {
          // A size that is too large for the program, say, is left out and named.
          if (batchSize === anchor || !(error instanceof ProgramError)) throw error;
          failed.set(batchSize, error.message);
        }
      }
      return { speed, memory: null, pace: 1 }; // The times themselves are of a machine that is as busy.
    },
    seconds: ({ batchSize, steps }, speed) =>
      facts.startUp + (steps * microsAt(speed, batchSize)) / 1e6,
    async train(role, all, watch: Watch): Promise<Outcome[]> {
      const rows: Row[] = [];
      const queue = currentQueue();
      const run: RunMany<Asked, Row> = queue
        ? programOverQueue<Asked, Row>(queue, program, {
            kind: "program",
            settings: {
              facts: {
                metric: facts.metric,
                examples: facts.examples,
                firstLoss: facts.firstLoss,
              },
            },
            holds: "history",
          })
        : (jobs, { signal = watch.signal }) =>
            inSlots(jobs, slots.length, (job, slot) =>
              trainProgram(program, facts, job, { slot, signal }),
            );
      for await (const row of sweep(all, run, { experiment: { ...experiment, role }, ...watch }))
        rows.push(row);
      for (const [i, { endedAt }] of rows.entries())
        if (endedAt !== undefined) early.set(JSON.stringify(all[i]), endedAt);
      checkThatToldIsUsed(command, all, rows);
      return rows.map((row, i) => ({
        ...all[i],
        ...row,
        metric: role === "tuning" ? Number.NaN : row.validMetric,
      }));
    },
    noise: async () => null,
    command: (answer) => filledText(command, answer),
    suspects: () =>
      "the learning rates may reach it under another name than {learningRate}, or its features may be unscaled",
    notes: () => [
      ...(leftToEnvironment(command) === undefined ? [] : [String(leftToEnvironment(command))]),
      ...[...failed].map(
        ([batchSize, message]) =>
          `${batchSize} was left out, as the program failed: ${message.split("\n").slice(1, -1).join(" ")}`,
      ),
      ...(early.size === 0 ? [] : [earlyText([...early.values()])]),
      "the program's own validation examples compare, at seeds that tuned nothing; where it always takes the same ones, the intervals are about these",
      "each training counts by its best validation loss, so the program should keep those weights",
      "a shorter training is a whole one that was stopped on its way, with the schedule of a whole one",
    ],
  };
}

/** Runs the program for one training. */
export async function trainProgram(
  { command, options, slots }: Program,
  facts: Pick<Facts, "examples" | "metric" | "firstLoss">,
  asked: Asked,
  { slot, signal }: { readonly slot: number; readonly signal: AbortSignal },
): Promise<Row> {
  const share = (asked.steps * asked.batchSize) / facts.examples;
  const done = (one: Evaluation): number => shareOf(one, asked.batchSize, facts.examples);
  const enough = (evaluations: readonly Evaluation[]): boolean =>
    hasDiverged(evaluations) ||
    (share < NEARLY && done(evaluations[evaluations.length - 1]) >= share);
  const environment = { ...options.environment, ...slots[slot] };
  const run = await runProgram(command, asked, { ...options, environment, signal, enough });
  const row = rowOf(run, facts.metric, facts.firstLoss);
  const shares = run.evaluations.map(done);
  const endedAt = hasDiverged(run.evaluations) ? undefined : endedEarly(shares, share);
  return endedAt === undefined ? row : { ...row, endedAt };
}

/** What a whole first training tells. */
export function factsOf(run: ProgramRun, batchSize: number): Facts {
  const { evaluations } = run;
  const last = evaluations[evaluations.length - 1];
  const finite = evaluations.map(({ validLoss }) => validLoss).filter(Number.isFinite);
  return {
    metric: evaluations.every(({ validAccuracy }) => validAccuracy !== undefined)
      ? "accuracy"
      : "loss",
    examples: last.examples ?? last.step * batchSize,
    firstLoss: finite.length > 0 ? finite[0] : Number.NaN,
    validExamples: last.validExamples ?? null,
    startUp: startUpOf(run),
  };
}

function rowOf({ evaluations }: ProgramRun, metric: Metric["name"], firstLoss: number): Row {
  const history = evaluations.map(({ step, validLoss }) => ({ step, validLoss }));
  const best = bestOf(evaluations);
  const points =
    metric === "accuracy"
      ? 100 * (best.validAccuracy ?? Number.NaN)
      : (100 * best.validLoss) / firstLoss;
  return hasDiverged(evaluations)
    ? { validLoss: Number.POSITIVE_INFINITY, validMetric: points, history }
    : { validLoss: best.validLoss, validMetric: points, history };
}

/** Fails where the figures do not depend on the rate or the seed: then the program does not use what it is told. */
function checkThatToldIsUsed(command: Command, all: readonly Asked[], rows: readonly Row[]): void {
  for (const name of ["learningRate", "seed"] as const) {
    const groups = new Map<string, Map<number, string>>();
    for (const [i, asked] of all.entries()) {
      const key = JSON.stringify({ ...asked, [name]: 0 });
      const group = groups.get(key) ?? new Map<number, string>();
      groups.set(key, group.set(asked[name], JSON.stringify(rows[i].history)));
    }
    for (const group of groups.values()) {
      const [[first, history], ...others] = group;
      const same = others.find(([, other]) => other === history);
      if (same && history.includes("."))
        throw new ProgramError(
          `${command.join(" ")}\nprinted the same figures with ${name} ${first} and ${same[0]}: it does not use {${name}}${name === "seed" ? ", which has to decide the initial weights and the order of the examples" : ""}.`,
        );
    }
  }
}
