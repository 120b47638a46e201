// tfjs `model.fit`, and the rate of tfjs's matrix products.
import * as tf from "@tensorflow/tfjs-node";
import { productShapes } from "../products.mjs";
import { now, serve, versionOf } from "./subject.mjs";
import { readTrainData } from "./train_data.mjs";

/** @type {{ key: string, model: tf.LayersModel, x: tf.Tensor, y: tf.Tensor } | undefined} */
let current;

/** The model and data of the request; those of another one are given up. */
function prepared(request) {
  const key = `${request.case} ${request.rows}`;
  if (current?.key === key) return current;
  if (current !== undefined) {
    current.model.dispose();
    tf.dispose([current.x, current.y]);
  }
  const { layers } = request;
  const [features, classes] = [layers[0], layers.at(-1)];
  const data = readTrainData(request);
  const x = tf.tensor2d(data.x.subarray(0, request.rows * features), [request.rows, features]);
  const y = tf.tidy(() =>
    tf
      .oneHot(tf.tensor1d(data.y.subarray(0, request.rows), "int32"), classes)
      .toFloat()
      .as2D(request.rows, classes),
  );
  const model = tf.sequential();
  for (const [i, units] of layers.slice(1, -1).entries()) {
    const input = i === 0 && { inputShape: [features] };
    model.add(tf.layers.dense({ ...input, units, activation: "relu" }));
  }
  model.add(tf.layers.dense({ units: classes }));
  const optimizer =
    request.optimizer === "adam"
      ? tf.train.adam(request.learningRate)
      : tf.train.sgd(request.learningRate);
  const loss = (labels, logits) => tf.losses.softmaxCrossEntropy(labels, logits);
  model.compile({ optimizer, loss });
  current = { key, model, x, y };
  return current;
}

/** The first epoch warms up; the others are timed. `rows` limits an epoch's examples where it would be longer than asked for. */
async function train(request) {
  const { n, batchSize } = request;
  const rows = Math.min(n, request.steps * batchSize);
  const { model, x, y } = prepared({ ...request, rows });
  const stepsAnEpoch = Math.ceil(rows / batchSize);
  const timed = Math.ceil(request.steps / stepsAnEpoch);
  let start = 0;
  let end = 0;
  const onEpochBegin = (epoch) => {
    if (epoch === 1) start = now();
  };
  const onEpochEnd = () => {
    end = now();
  };
  await model.fit(x, y, {
    batchSize,
    epochs: 1 + timed,
    shuffle: true,
    verbose: 0,
    callbacks: { onEpochBegin, onEpochEnd },
  });
  return { seconds: end - start, steps: timed * stepsAnEpoch };
}

/** Seconds of the matrix products of one full-batch step, and nothing else. */
async function products({ n, layers, steps }) {
  const pairs = productShapes(n, layers).map(({ m, k, n: columns, ta, tb }) => ({
    a: tf.randomUniform(ta ? [k, m] : [m, k]),
    b: tf.randomUniform(tb ? [columns, k] : [k, columns]),
    ta,
    tb,
  }));
  const once = () => {
    for (const { a, b, ta, tb } of pairs) tf.matMul(a, b, ta, tb).dispose();
  };
  once();
  const start = now();
  for (let i = 0; i < steps; i++) once();
  const seconds = now() - start;
  tf.dispose(pairs.flatMap(({ a, b }) => [a, b]));
  return { seconds, steps };
}

await serve(async () => ({
  versions: {
    "tfjs-node": versionOf("@tensorflow/tfjs-node"),
    libtensorflow: Reflect.get(tf.backend(), "binding").TF_Version,
  },
  answer: (request) => (request.what === "products" ? products(request) : train(request)),
}));
