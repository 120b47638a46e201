// Batchwise's public `train` and `trainMany`, timed as the difference of two budgets: what they do once (checks, upload, read-back) is left out.
import { now, serve, versionOf } from "./subject.mjs";
import { readTrainData } from "./train_data.mjs";

/** Steps of the shorter run: enough to warm up. Many models need fewer, for they share what warms up. */
const warmUp = (k) => (k === 1 ? 10 : 2);

let batchwise;

/** @type {Map<string, object>} */
const known = new Map();

/** All examples to train on, and the first hundred once more to validate. */
function splitsOf(request) {
  const key = `${request.data} ${request.shape}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const { x, y } = readTrainData(request);
  const { layers } = request;
  const [features, classes] = [layers[0], layers.at(-1)];
  const names = Array.from({ length: classes }, (_, i) => String(i));
  const part = (n) => ({
    x: x.subarray(0, n * features),
    y: y.subarray(0, n),
    n,
    shape: request.shape ?? [features],
    classes: names,
  });
  known.set(key, { train: part(request.n), valid: part(100) });
  return known.get(key);
}

/** The config of one run. It is evaluated at its start and end only, as the other subjects do not evaluate at all. */
function configOf(request, steps, seed) {
  return {
    model: request.filters
      ? { kind: "cnn", filters: request.filters }
      : { kind: "mlp", hidden: request.layers.slice(1, -1) },
    optimizer: { kind: request.optimizer, learningRate: request.learningRate },
    batchSize: request.full ? "full" : request.batchSize,
    budget: { steps },
    evaluateEvery: { steps },
    seed,
  };
}

/** Seconds of a run of `steps` steps from start to end. */
async function secondsOf(request, steps) {
  const splits = splitsOf(request);
  const start = now();
  const runs =
    request.k === 1 && !request.many
      ? [await batchwise.train(splits, configOf(request, steps, 1))]
      : await batchwise.trainMany(
          splits,
          Array.from({ length: request.k }, (_, i) => configOf(request, steps, i + 1)),
          { threads: Number(process.env["BENCH_THREADS"]) },
        );
  const seconds = now() - start;
  for (const run of runs) {
    if (run.stopped === "diverged") throw new Error("the run diverged, so its time means nothing");
  }
  return seconds;
}

await serve(async () => {
  batchwise = await import("batchwise");
  if (batchwise.train === undefined || batchwise.trainMany === undefined)
    throw new Error('"batchwise" does not export train and trainMany');
  return {
    versions: { batchwise: versionOf("batchwise") },
    answer: async (request) => {
      const fewer = warmUp(request.k);
      const fixed = await secondsOf(request, fewer);
      const seconds = (await secondsOf(request, fewer + request.steps)) - fixed;
      return { seconds, steps: request.steps, fixed };
    },
  };
});
