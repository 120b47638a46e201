import type { Dataset } from "../data/dataset.js";
import { fingerprint } from "../data/fingerprint.js";
import { overQueue } from "../jobs/overQueue.js";
import { QueueError } from "../jobs/queueError.js";
import type { QueueSettings } from "../jobs/queueSettings.js";
import type { RunMany } from "../search/inBatches.js";
import { canonicalJson, isRecord } from "../search/plainJson.js";
import type { Preparation } from "./preparation.js";

/** What decides a run: `StudyTrial`. */
interface Trial {
  readonly seed: number;
  readonly config: unknown;
}

/** Runs trials over a queue; nothing where the preparation cannot be made elsewhere, which is said once. */
export function trialsOverQueue<T extends Trial, R>(
  queue: QueueSettings,
  data: Dataset,
  prepare: Preparation,
  kept: Readonly<Record<string, unknown>>,
  groupBy: (trial: T) => string,
): RunMany<T, R> | undefined {
  const own = typeof prepare === "string" ? undefined : prepare;
  if (own && !own.described) {
    warnOnce(own.name);
    return undefined;
  }
  const { kind, parameters } = own?.described ?? { kind: prepare, parameters: {} };
  return overQueue<T, R>(
    queue,
    {
      kind: "trials",
      settings: {
        // The name tells whether a worker makes the same of it.
        prepare: { kind, parameters, name: own?.name ?? null },
        of: fingerprint(data),
        ...kept,
      },
      subject: own?.described?.data ?? data,
      groupBy,
    },
    ({ machine, output }, trial) => {
      if (!isRecord(output) || !isRowOf(trial, output))
        throw new QueueError(`the worker on ${machine} gave back no row of its trial`);
      return { ...(output as unknown as R), machine };
    },
  );
}

function isRowOf({ seed, config }: Trial, row: Readonly<Record<string, unknown>>): boolean {
  return (
    row["seed"] === seed &&
    typeof row["validLoss"] === "number" &&
    canonicalJson("queue", row["config"]) === canonicalJson("queue", config)
  );
}

const warned = new Set<string>();

function warnOnce(name: string): void {
  if (warned.has(name)) return;
  warned.add(name);
  process.emitWarning(
    `batchwise: trials with the preparation ${JSON.stringify(name)} run in this process, not over the queue: a function cannot be sent to workers`,
  );
}
