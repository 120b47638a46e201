import { parentPort, type TransferListItem } from "node:worker_threads";
import type { TrainConfig } from "../config/config.js";
import { trainingLoop } from "./loop.js";
import { streamsOf } from "../config/streams.js";
import { openLearner, type TrainingSplits } from "./train.js";
import type { FromWorker, ToWorker } from "./workerPool.js";

// A thread of the pool: trains one run after the other and never waits in between, so it hears of an
// abort through shared memory and not by message.

let splits: TrainingSplits | undefined;
let abort: Int32Array = new Int32Array(1);

async function run(job: number, config: TrainConfig): Promise<FromWorker> {
  if (!splits) throw new Error("trainMany: a run was sent to a thread before its data");
  const learner = await openLearner(splits, config, { engine: "wasm" });
  try {
    const loop = trainingLoop(learner, config, {
      n: splits.train.n,
      order: streamsOf(config.seed).order,
      aborted: () => Atomics.load(abort, 0) !== 0,
    });
    for (;;) {
      const { done, value } = loop.next();
      if (done) return { kind: "finished", job, finished: value };
      post({ kind: "progress", job, share: value.share });
    }
  } finally {
    learner.dispose();
  }
}

function post(message: FromWorker, transfer: readonly TransferListItem[] = []): void {
  parentPort?.postMessage(message, transfer);
}

parentPort?.on("message", (message: ToWorker) => {
  if (message.kind === "data") {
    splits = message.splits;
    abort = message.abort;
    return;
  }
  run(message.job, message.config).then(
    (result) => post(result),
    (error: unknown) => post({ kind: "failed", job: message.job, error }),
  );
});
