import type { TrainingSplits } from "../../data/dataset.js";
import { serveJobs } from "../../threads/serveJobs.js";
import type { TrainConfig } from "../config/config.js";
import { streamsOf } from "../config/streams.js";
import { type Finished, trainingLoop } from "./loop.js";
import { openLearner } from "./train.js";

// A thread that trains one run after the other; it never waits in the middle of one.

serveJobs(async (config: TrainConfig, { shared, aborted, onProgress }): Promise<Finished> => {
  const splits = shared as TrainingSplits;
  const learner = await openLearner(splits, config, { engine: "wasm" });
  try {
    const { order } = streamsOf(config.seed);
    const loop = trainingLoop(learner, config, { n: splits.train.n, order, aborted });
    for (;;) {
      const { done, value } = loop.next();
      if (done) return value;
      onProgress(value.share);
    }
  } finally {
    learner.dispose();
  }
});
