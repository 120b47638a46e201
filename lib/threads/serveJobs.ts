import { parentPort } from "node:worker_threads";
import type { FromThread, ToThread } from "./messages.js";

/** What a job may ask and tell while it is at work. */
export interface JobContext {
  /** What all jobs were sent together. */
  readonly shared: unknown;
  /** Whether the work is to end: a job that never waits hears of it here, and by no message. */
  readonly aborted: () => boolean;
  /** Tells which share of the job is done, 0 to 1. */
  readonly onProgress: (share: number) => void;
}

/** Answers the jobs that come to this thread, each by `work`. */
export function serveJobs<J, O>(work: (job: J, context: JobContext) => Promise<O>): void {
  const answer = (message: FromThread<O>): void => parentPort?.postMessage(message);
  const onProgress = (share: number): void => answer({ kind: "progress", share });
  let context: JobContext = { shared: undefined, aborted: () => false, onProgress };
  parentPort?.on("message", (message: ToThread) => {
    if (message.kind === "shared") {
      const { shared, abort } = message;
      context = { shared, aborted: () => Atomics.load(abort, 0) !== 0, onProgress };
      return;
    }
    work(message.job as J, context).then(
      (output) => answer({ kind: "done", output }),
      (error: unknown) => answer({ kind: "failed", error }),
    );
  });
}
