import { hashOf } from "../../jobs/messages.js";
import { overQueue } from "../../jobs/overQueue.js";
import { QueueError } from "../../jobs/queueError.js";
import type { QueueSettings } from "../../jobs/queueSettings.js";
import type { RunMany } from "../../search/inBatches.js";
import { canonicalJson, isRecord } from "../../search/plainJson.js";
import type { Command } from "./command.js";
import type { ProgramOptions } from "./runProgram.js";

/** What decides a run of a program besides what it is told. */
interface Ran {
  readonly command: Command;
  readonly options: Pick<ProgramOptions, "timeLimit" | "silence" | "memory">;
}

/** What tells the queue of a program from others. */
export function programSubject(command: Command): string {
  return `program-${hashOf(canonicalJson("queue", command))}`;
}

/** The limits that are given, as they go over the queue. */
export function limitsOf({
  timeLimit,
  silence,
  memory,
}: Ran["options"]): Readonly<Record<string, number>> {
  return {
    ...(timeLimit !== undefined && { timeLimit }),
    ...(silence !== undefined && { silence }),
    ...(memory !== undefined && { memory }),
  };
}

/** Runs a program over a queue: only workers that were started with the same command take its runs. */
export function programOverQueue<J, R>(
  queue: QueueSettings,
  { command, options }: Ran,
  {
    metric,
    examples,
    firstLoss,
  }: { readonly metric: string; readonly examples: number; readonly firstLoss: number },
): RunMany<J, R> {
  return overQueue<J, R>(
    queue,
    {
      kind: "program",
      settings: {
        command,
        facts: { metric, examples, firstLoss },
        limits: limitsOf(options),
      },
      subject: { name: programSubject(command), text: command.join(" ") },
    },
    ({ machine, output }) => {
      if (!isRecord(output) || !Array.isArray(output["history"]))
        throw new QueueError(`the worker on ${machine} gave back no row of its program`);
      return { ...(output as R), machine };
    },
  );
}
