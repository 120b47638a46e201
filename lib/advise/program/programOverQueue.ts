import { hashOf } from "../../jobs/messages.js";
import { overQueue } from "../../jobs/overQueue.js";
import { QueueError } from "../../jobs/queueError.js";
import type { QueueSettings } from "../../jobs/queueSettings.js";
import type { RunMany } from "../../search/inBatches.js";
import { canonicalJson, isRecord } from "../../search/plainJson.js";
import type { Command } from "./command.js";
import type { Program } from "./programOf.js";

/** What tells the queue of a program from others. */
export function programSubject(command: Command): string {
  return `program-${hashOf(canonicalJson("queue", command))}`;
}

/**
 * Runs a program over a queue: only workers that were started with the same command take its runs. Folder, devices and
 * places are theirs.
 * @param work its kind, as workers know it, its settings besides command and limits, and what a row holds a list of
 */
export function programOverQueue<J, R>(
  queue: QueueSettings,
  { command, options: { timeLimit, silence, memory } }: Pick<Program, "command" | "options">,
  work: {
    readonly kind: "program" | "programRuns";
    readonly settings: Readonly<Record<string, unknown>>;
    readonly holds: keyof R & string;
  },
): RunMany<J, R> {
  return overQueue<J, R>(
    queue,
    {
      kind: work.kind,
      settings: {
        command,
        ...work.settings,
        limits: {
          ...(timeLimit !== undefined && { timeLimit }),
          ...(silence !== undefined && { silence }),
          ...(memory !== undefined && { memory }),
        },
      },
      subject: { name: programSubject(command), text: command.join(" ") },
    },
    ({ machine, output }) => {
      if (!isRecord(output) || !Array.isArray(output[work.holds]))
        throw new QueueError(`the worker on ${machine} gave back no row of its program`);
      return { ...(output as R), machine };
    },
  );
}
