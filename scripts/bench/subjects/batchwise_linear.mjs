// Batchwise's LogisticRegression and SGDClassifier.
import { readFileSync } from "node:fs";
import { peakMB, resetPeak } from "./memory.mjs";
import { now, serve, versionOf } from "./subject.mjs";

let batchwise;

/** @type {Map<string, { x: object, y: Int32Array }>} */
const known = new Map();

function read(request) {
  const { file, n, features, nonzeros } = request;
  const found = known.get(file);
  if (found !== undefined) return found;
  const { buffer, byteOffset } = readFileSync(file);
  const values = new Float64Array(buffer, byteOffset, nonzeros ?? n * features);
  let at = byteOffset + values.byteLength;
  const take = (length) => {
    const array = new Int32Array(buffer, at, length);
    at += array.byteLength;
    return array;
  };
  const places = nonzeros === undefined ? {} : { indices: take(nonzeros), indptr: take(n + 1) };
  const examples = { x: { values, ...places, shape: [n, features] }, y: take(n) };
  known.set(file, examples);
  return examples;
}

function makeModel({ solver, C, n, tol, maxIter, seed }) {
  if (solver === "sgd")
    return new batchwise.SGDClassifier({
      loss: "log_loss",
      alpha: 1 / (C * n),
      tol: null,
      maxIter,
      seed,
    });
  return new batchwise.LogisticRegression({ solver, C, tol, maxIter, seed });
}

/** Seconds of one fit, the mean of `repeat`; its coefficients; peak memory. */
async function fit(request) {
  const { x, y } = read(request);
  resetPeak();
  const start = now();
  let model;
  for (let i = 0; i < request.repeat; i++) {
    model = makeModel(request);
    await model.fit(x, y);
  }
  const seconds = (now() - start) / request.repeat;
  return {
    seconds,
    peakMB: peakMB(),
    iterations: model.result.iterations,
    coef: Array.from(model.coef.values),
    intercept: Array.from(model.intercept),
  };
}

await serve(async () => {
  batchwise = await import("batchwise");
  if (batchwise.LogisticRegression === undefined)
    throw new Error('"batchwise" does not export LogisticRegression');
  return { versions: { batchwise: versionOf("batchwise") }, answer: fit };
});
