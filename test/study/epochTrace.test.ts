import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  ArgumentError,
  batches,
  loadDigits,
  MiniBatchLogisticRegression,
  Rng,
  SGDClassifier,
  split,
  type TrainConfig,
  take,
  train,
  trainLayers,
} from "batchwise";
import { initialModel } from "batchwise/analysis";
import { loadTensorflow } from "batchwise/dist/nn/device/tensorflow/load.js";
import { coefficientChange } from "batchwise/rows";
import {
  agreement,
  descendOneVersusRest,
  type EpochTrace,
  traceEpochs,
  traceOfFit,
  traceOfRun,
} from "batchwise/study";

const digits = take(
  loadDigits(),
  Array.from({ length: 300 }, (_, i) => i),
);
const splits = split(digits, { seed: 0 });
const config: TrainConfig = {
  model: { kind: "linear" },
  optimizer: { kind: "sgd", learningRate: 0.1 },
  batchSize: 30,
  budget: { epochs: 3 },
  seed: 7,
};

describe("traceEpochs", () => {
  it("trains, then looks, once an epoch, and times the training only", async () => {
    const calls: string[] = [];
    const { losses, seconds, weights } = await traceEpochs(2, {
      train: async (epoch) => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        calls.push(`train ${epoch}`);
      },
      loss: () => calls.push("loss"),
      weights: () => [[calls.length]],
    });
    assert.deepEqual(calls, ["train 0", "loss", "train 1", "loss"]);
    assert.deepEqual([losses, weights], [[2, 4], [[4]]]);
    assert.ok(seconds.length === 2 && seconds.every((time) => time > 0));
    await assert.rejects(traceEpochs(0, { train: () => 0, loss: () => 0, weights: () => [] }), {
      message: /epochs must be a positive integer, got 0/,
    });
  });
});

describe("traceOfRun", () => {
  it("has the losses after each epoch and times that add up", async () => {
    const run = await train(splits, config);
    const { losses, seconds } = traceOfRun(run);
    assert.deepEqual(
      losses,
      run.history.slice(1).map(({ trainLoss }) => trainLoss),
    );
    const total = seconds.reduce((sum, time) => sum + time, 0);
    assert.ok(Math.abs(total - run.seconds) < 1e-9);
  });

  it("refuses a run that was not evaluated once an epoch", async () => {
    const run = await train(splits, { ...config, evaluateEvery: { epochs: 0.5 } });
    assert.throws(() => traceOfRun(run), ArgumentError);
  });
});

describe("the same initial weights and batches", () => {
  it("give the same model by mini-batch logistic regression and by train", async () => {
    const n = digits.x.length / digits.n;
    const zeros = [new Float32Array(10 * n), new Float32Array(10)];
    const run = await train(splits, config, { initialWeights: zeros });
    const fit = (seed: number): EpochTrace =>
      traceOfFit(
        new MiniBatchLogisticRegression({
          ...{ batchSize: 30, learningRate: 0.1, C: Number.POSITIVE_INFINITY },
          ...{ maxIter: 3, tol: null, seed },
        }).fit(splits.train, { trace: true }),
      );
    const own = traceOfRun(run);
    const [, same] = agreement({ fit: fit(7), train: own });
    assert.ok(Number(same.lossDifference) < 1e-6 && Number(same.weightDifference) < 1e-6);
    const [, other] = agreement({ fit: fit(8), train: own });
    assert.ok(Number(other.weightDifference) > 1e-3, "another seed has other batches");
  });

  it("give the same model by tfjs's fit, by trainLayers and by train", async () => {
    const tf = await loadTensorflow();
    const mlp: TrainConfig = {
      ...config,
      model: { kind: "mlp", hidden: [16], initialization: "glorot" },
      optimizer: { kind: "adam", learningRate: 0.001, epsilon: 1e-7 },
    };
    const before = tf.memory().numTensors;
    const layers = await initialModel(splits.train, mlp).toLayersModel();
    const fitted = await initialModel(splits.train, mlp).toLayersModel();
    const optimizer = tf.train.adam();
    const loss = (y: ReturnType<typeof tf.tensor>, p: ReturnType<typeof tf.tensor>) =>
      tf.losses.softmaxCrossEntropy(y, p);
    fitted.compile({ optimizer, loss });
    const order = Rng.fromSeed(7).fork("order");
    const trace = await traceEpochs(3, {
      train: async (epoch) => {
        const [all] = batches(splits.train, { batchSize: "full", rng: order.fork(epoch) });
        const x = tf.tensor(all.x, [all.n, ...all.shape]);
        const y = tf.oneHot(Array.from(all.y), 10);
        await fitted.fit(x, y, { batchSize: 30, epochs: 1, shuffle: false, verbose: 0 });
        tf.dispose([x, y]);
      },
      loss: () => 1,
      weights: () => fitted.getWeights().map((tensor) => Float32Array.from(tensor.dataSync())),
    });
    const { model: _, ...rest } = mlp;
    const [byLayers, byTrain] = [await trainLayers(layers, splits, rest), await train(splits, mlp)];
    const [, a, b] = agreement({
      fit: { ...trace, losses: traceOfRun(byTrain).losses },
      layers: traceOfRun(byLayers),
      train: traceOfRun(byTrain),
    });
    for (const { lossDifference, weightDifference } of [a, b])
      assert.ok(Number(lossDifference) < 1e-5 && Number(weightDifference) < 1e-3);
    for (const model of [layers, fitted]) model.dispose();
    optimizer.dispose();
    assert.ok(tf.memory().numTensors - before <= 2, "fit keeps its own counters only");
  });

  it("make partialFit on chunks the same as descent in batches of one, and of no other size", () => {
    const options = { loss: "log_loss", penalty: "none", shuffle: false } as const;
    const chunked = new SGDClassifier({ ...options, learningRate: "constant", eta0: 0.01 });
    for (const chunk of batches(digits, { batchSize: 100 })) chunked.partialFit(chunk);
    const descent = (batchSize: number): number =>
      coefficientChange([chunked, descendOneVersusRest(digits, { batchSize, learningRate: 0.01 })]);
    assert.ok(descent(1) < 1e-12);
    assert.ok(descent(2) > 1e-3);
  });
});

describe("agreement", () => {
  const trace = (losses: number[], ...weights: number[][]): EpochTrace => ({
    losses,
    seconds: [0.003, 0.001, 0.002].slice(0, losses.length),
    weights,
  });

  it("is relative to the first trace, and takes the median time", () => {
    const rows = agreement({
      a: trace([2, 1, 1], [1, -4], [2]),
      b: trace([2, 1.5, 1], [1, -3], [2]),
    });
    assert.deepEqual(rows, [
      { form: "a", milliseconds: 2, loss: 1 },
      { form: "b", milliseconds: 2, loss: 1, lossDifference: 0.5, weightDifference: 0.25 },
    ]);
  });

  it("refuses a single trace, other epochs and other sizes", () => {
    const a = trace([1], [1]);
    assert.throws(() => agreement({ a }), /at least 2 traces, got 1/);
    assert.throws(() => agreement({ a, b: trace([1, 2], [1]) }), /b must have 1 epochs, got 2/);
    assert.throws(() => agreement({ a, b: trace([1], [1, 2]) }), /equally many coefficients/);
  });

  it("wants a fit that recorded its way", () => {
    const model = new MiniBatchLogisticRegression({ maxIter: 1, tol: null }).fit(digits);
    assert.throws(() => traceOfFit(model), /fitted with trace: true/);
  });
});
