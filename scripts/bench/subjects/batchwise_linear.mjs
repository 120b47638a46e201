// Batchwise's LogisticRegression and SGDClassifier.
import { readFileSync } from "node:fs";
import { measured } from "./memory.mjs";
import { serve, versionOf } from "./subject.mjs";

let batchwise;

/** @type {Map<string, { x: object, y: Int32Array }>} */
const known = new Map();

function read({ file, n, features }) {
  const found = known.get(file);
  if (found !== undefined) return found;
  const bytes = readFileSync(file);
  const values = new Float64Array(bytes.buffer, bytes.byteOffset, n * features);
  const y = new Int32Array(bytes.buffer, bytes.byteOffset + values.byteLength, n);
  const examples = { x: { values, shape: [n, features] }, y };
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
