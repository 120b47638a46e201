import { type Command, commandOf, type Told } from "../advise/program/command.js";
import { type Program, slotsOf } from "../advise/program/programOf.js";
import { programSubject } from "../advise/program/programOverQueue.js";
import { runJob } from "../advise/program/programRuns.js";
import { trainProgram } from "../advise/program/programTrainer.js";
import { oneOf, positiveInteger, positiveNumber, refuse } from "../check.js";
import { QueueError } from "../jobs/queueError.js";
import type { OpenWork } from "../jobs/serveQueues.js";
import { canonicalJson, isRecord } from "../search/plainJson.js";

/** A program that a worker may run, as it was started with it. */
export interface WorkerProgram {
  readonly command: string | Command;
  /** Where it runs. Default here. */
  readonly folder?: string;
  /** Devices of which each serves one run at a time, as `CUDA_VISIBLE_DEVICES` names them. */
  readonly devices?: readonly string[];
}

const who = "worker";

/** The command, and the works that run it and no other, whatever a job says. */
export function programWork({ command: given, folder, devices }: WorkerProgram): {
  readonly command: Command;
  readonly subject: string;
  readonly works: Readonly<Record<"program" | "programRuns", OpenWork>>;
} {
  const command = typeof given === "string" ? commandOf(who, given) : given;
  const slots = slotsOf(devices) ?? [];
  /** The program with the limits that the producer asks for. */
  const limited = ({ command: asked, limits }: Readonly<Record<string, unknown>>): Program => {
    if (canonicalJson(who, asked) !== canonicalJson(who, command))
      throw new QueueError(
        `this worker was started with ${command.join(" ")}, and runs nothing else`,
      );
    if (!isRecord(limits)) refuse(who, "limits must be of a program", limits);
    for (const [name, value] of Object.entries(limits))
      positiveNumber(who, oneOf(who, "limit", name, ["timeLimit", "silence", "memory"]), value);
    return { command, options: { folder, ...limits }, slots };
  };
  return {
    command,
    subject: programSubject(command),
    works: {
      async program(settings) {
        const program = limited(settings);
        const { facts } = settings;
        if (!isRecord(facts)) refuse(who, "facts must be of a program", facts);
        const known = {
          metric: oneOf(who, "metric", facts["metric"], ["accuracy", "loss"]),
          examples: positiveNumber(who, "examples", facts["examples"]),
          firstLoss: positiveNumber(who, "firstLoss", facts["firstLoss"]),
        };
        return async (job, { signal, slot }) => {
          const { extent, ...told } = jobFrom(job, "steps");
          return await trainProgram(program, known, { ...told, steps: extent }, { slot, signal });
        };
      },
      async programRuns(settings) {
        const program = limited(settings);
        const { examples } = settings;
        const whole =
          examples === undefined ? undefined : positiveNumber(who, "examples", examples);
        return async (job, { signal, slot }) => {
          const { extent, ...told } = jobFrom(job, "share");
          return await runJob(
            program,
            { ...told, share: extent },
            { slot, signal, examples: whole },
          );
        };
      },
    },
  };
}

/** A training as a job says it, and how far it goes. */
function jobFrom(job: unknown, name: "steps" | "share"): Told & { readonly extent: number } {
  if (!isRecord(job)) refuse(who, "a job must be a training", job);
  const { seed, learningRate, batchSize, [name]: extent, ...others } = job;
  if (typeof seed !== "number" || !Number.isSafeInteger(seed))
    refuse(who, "seed must be an integer", seed);
  for (const other of Object.keys(others)) refuse(who, `a training has no ${other}`, others[other]);
  return {
    seed,
    learningRate: positiveNumber(who, "learningRate", learningRate),
    batchSize: positiveInteger(who, "batchSize", batchSize),
    extent: positiveNumber(who, name, extent),
  };
}
