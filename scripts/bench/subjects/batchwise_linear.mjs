// Batchwise's LogisticRegression and SGDClassifier.
import { readFileSync } from "node:fs";
import { measured } from "./memory.mjs";
import { serve, versionOf } from "./subject.mjs";

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
  let model;
  const spent = await measured(request.repeat, async () => {
    model = makeModel(request);
    await model.fit(x, y);
  });
  return {
    ...spent,
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
