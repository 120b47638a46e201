// What stays behind after many steps of one run and after many runs of Batchwise.
import { serve, versionOf } from "./subject.mjs";

const THREADS = Number(process.env["BENCH_THREADS"]);

/** Four classes of 64 features: enough for a step to cost what it costs, small enough for 1,000 runs. */
function splitsOf(n) {
  const x = Float32Array.from({ length: n * 64 }, (_, i) => ((i * 2654435761) % 4096) / 4096 - 0.5);
  const y = Int32Array.from({ length: n }, (_, i) => i % 4);
  const part = { x, y, n, shape: [64], classes: ["a", "b", "c", "d"] };
  return { train: part, valid: part };
}

/** @returns {import("batchwise").TrainConfig} */
const configOf = (steps, seed) => ({
  model: { kind: "mlp", hidden: [32] },
  optimizer: { kind: "adam", learningRate: 0.001 },
  batchSize: 8,
  budget: { steps },
  evaluateEvery: { steps },
  seed,
});

await serve(async () => {
  const batchwise = await import("batchwise");
  if (batchwise.train === undefined) throw new Error('"batchwise" does not export train');
  const tf = await import("@tensorflow/tfjs-node");
  const splits = splitsOf(256);
  const work = async ({ engine, runs, steps }) => {
    const configs = Array.from({ length: runs }, (_, i) => configOf(steps, i));
    if (engine === "threads") await batchwise.trainMany(splits, configs, { threads: THREADS });
    else for (const config of configs) await batchwise.train(splits, config, { engine });
  };
  /** Tensors and resident megabytes, after a collection of garbage. */
  const state = () => {
    globalThis.gc?.();
    return { tensors: tf.memory().numTensors, residentMB: process.memoryUsage().rss / 2 ** 20 };
  };
  return {
    versions: { batchwise: versionOf("batchwise") },
    answer: async ({ warmUp, ...request }) => {
      await work({ ...request, ...warmUp });
      const before = state();
      await work(request);
      return { before, after: state() };
    },
  };
});
