// What stays behind after many steps of one run and after many runs of Batchwise.
import { serve, versionOf } from "./subject.mjs";

/** Four classes of 64 features: enough for a step to cost what it costs, small enough for 1,000 runs. */
function splitsOf(n) {
  const x = Float32Array.from({ length: n * 64 }, (_, i) => ((i * 2654435761) % 4096) / 4096 - 0.5);
  const y = Int32Array.from({ length: n }, (_, i) => i % 4);
  const part = { x, y, n, shape: [64], classes: ["a", "b", "c", "d"] };
  return { train: part, valid: part };
}

const configOf = (steps, seed) => ({
  model: { kind: "mlp", hidden: [32] },
  optimizer: { kind: "adam", learningRate: 0.001 },
  batchSize: 8,
  budget: { steps },
  seed,
});

await serve(async () => {
  const batchwise = await import("batchwise");
  if (batchwise.train === undefined) throw new Error('"batchwise" does not export train');
  const tf = await import("@tensorflow/tfjs-node");
  const splits = splitsOf(256);
  const once = async (steps, seed) => {
    const run = await batchwise.train(splits, configOf(steps, seed));
    run.dispose?.();
  };
  /** Tensors and resident megabytes, after a collection of garbage. */
  const state = () => {
    globalThis.gc?.();
    return { tensors: tf.memory().numTensors, residentMB: process.memoryUsage().rss / 2 ** 20 };
  };
  return {
    versions: { batchwise: versionOf("batchwise") },
    answer: async ({ runs, steps, warmUpRuns, warmUpSteps }) => {
      for (let i = 0; i < warmUpRuns; i++) await once(warmUpSteps, i);
      const before = state();
      for (let i = 0; i < runs; i++) await once(steps, i);
      return { before, after: state() };
    },
  };
});
