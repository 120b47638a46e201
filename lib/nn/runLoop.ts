import type { TrainConfig } from "./config/config.js";
import { type Finished, trainingLoop } from "./training/loop.js";
import type { Progress } from "./training/run.js";
import { streamsOf } from "./config/streams.js";
import type { TrainingSplits } from "./training/train.js";
import type { Trainee } from "./training/trainee.js";

/** Runs the training loop on this thread; timers, signals and messages have their turn about fifty times a second. */
export async function runLoop(
  trainee: Trainee,
  config: TrainConfig,
  splits: TrainingSplits,
  {
    signal,
    onProgress,
  }: {
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((progress: Progress) => void) | undefined;
  },
): Promise<Finished> {
  const loop = trainingLoop(trainee, config, {
    n: splits.train.n,
    order: streamsOf(config.seed).order,
    aborted: () => signal?.aborted ?? false,
  });
  for (;;) {
    const { done, value } = loop.next();
    if (done) return value;
    onProgress?.(value);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
