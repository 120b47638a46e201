import { type Command, commandOf } from "../advise/program/command.js";
import { programSubject } from "../advise/program/programOverQueue.js";
import { type Program, trainProgram } from "../advise/program/programTrainer.js";
import type { Asked } from "../advise/trainer.js";
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

/** The command, and the work that runs it and no other, whatever a job says. */
export function programWork({ command: given, folder, devices }: WorkerProgram): {
  readonly command: Command;
  readonly subject: string;
  readonly open: OpenWork;
} {
  const command = typeof given === "string" ? commandOf(who, given) : given;
  const slots = devices?.map((device) => ({ CUDA_VISIBLE_DEVICES: device })) ?? [];
  const open: OpenWork = async ({ command: asked, facts, limits }) => {
    if (canonicalJson(who, asked) !== canonicalJson(who, command))
      throw new QueueError(
        `this worker was started with ${command.join(" ")}, and runs nothing else`,
      );
    if (!isRecord(facts) || !isRecord(limits)) refuse(who, "facts must be of a program", facts);
    const known = {
      metric: oneOf(who, "metric", facts["metric"], ["accuracy", "loss"]),
      examples: positiveNumber(who, "examples", facts["examples"]),
      firstLoss: positiveNumber(who, "firstLoss", facts["firstLoss"]),
    };
    for (const [name, value] of Object.entries(limits))
      positiveNumber(who, oneOf(who, "limit", name, ["timeLimit", "silence", "memory"]), value);
    const program: Program = { command, options: { folder, ...limits }, slots };
    return async (job, { signal, slot }) =>
      await trainProgram(program, known, askedFrom(job), { slot, signal });
  };
  return { command, subject: programSubject(command), open };
}

function askedFrom(job: unknown): Asked {
  if (!isRecord(job)) refuse(who, "a job must be a training", job);
  const { seed, learningRate, batchSize, steps, ...others } = job;
  if (typeof seed !== "number" || !Number.isSafeInteger(seed))
    refuse(who, "seed must be an integer", seed);
  for (const name of Object.keys(others)) refuse(who, `a training has no ${name}`, others[name]);
  return {
    seed,
    learningRate: positiveNumber(who, "learningRate", learningRate),
    batchSize: positiveInteger(who, "batchSize", batchSize),
    steps: positiveNumber(who, "steps", steps),
  };
}
