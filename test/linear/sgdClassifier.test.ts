import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SGDClassifier, type SGDClassifierOptions } from "batchwise";
import type { SgdFitOptions, SparseMatrix } from "batchwise/linear";
import {
  float64,
  readData,
  readSgd,
  relativeGap,
  type SgdRow,
  sampleWeight,
  silenceConvergenceWarnings,
} from "./fixtures.js";

silenceConvergenceWarnings();
const data = readData();
const rows = readSgd();

function sample(name: string): NonNullable<ReturnType<typeof data.get>> {
  const found = data.get(name);
  assert.ok(found);
  // As in the script that made the fixtures.
  return { x: { ...found.x, values: found.x.values.map((v) => 0.125 * v) }, y: found.y };
}

/** The same rows, sparse: every value has its column. */
function asSparse({
  values,
  shape,
}: {
  values: Float32Array;
  shape: readonly number[];
}): SparseMatrix {
  const [n, features] = shape;
  return {
    values,
    indices: Int32Array.from(values, (_, at) => at % features),
    indptr: Int32Array.from({ length: n + 1 }, (_, i) => i * features),
    shape,
  };
}

function optionsOf(row: SgdRow): SGDClassifierOptions {
  const adaptive = row.learning_rate === "adaptive";
  return {
    alpha: 1e-3,
    eta0: 0.05,
    l1Ratio: 0.3,
    loss: row.loss,
    learningRate: row.learning_rate,
    penalty: row.penalty ?? "none",
    average: row.average ?? false,
    shuffle: false,
    tol: adaptive ? 1e-2 : null,
    nIterNoChange: 1,
    ...(row.class_weight && { classWeight: row.class_weight }),
  };
}

/** The weights that the script used: see there. */
function weightsOf(row: SgdRow, n: number): SgdFitOptions {
  if (row.kind === "weights") return { sampleWeight: sampleWeight(n) };
  if (row.loss === "modified_huber") return { sampleWeight: new Float64Array(n).fill(1 / 16) };
  return {};
}

function compare(model: SGDClassifier, row: SgdRow): void {
  const where = JSON.stringify({ ...row, coef: undefined, intercept: undefined });
  assert.ok(relativeGap(model.coef.values, float64(row.coef)) < 1e-9, `coefficients: ${where}`);
  assert.ok(relativeGap(model.intercept, float64(row.intercept)) < 1e-9, `intercept: ${where}`);
  if (row.kind !== "partialFit") assert.equal(model.result.iterations, row.iterations, where);
}

describe("SGDClassifier, unshuffled, takes scikit-learn's steps", () => {
  const whole = rows.filter((row) => row.kind !== "partialFit");
  for (const name of ["iris", "cancer"])
    for (const kind of ["epochs", "average", "weights"])
      it(`${name}: ${kind}`, () => {
        const { x, y } = sample(name);
        const chosen = whole.filter((row) => row.data === name && row.kind === kind);
        assert.ok(chosen.length > 0);
        for (const row of chosen)
          for (const examples of [x, asSparse(x)]) {
            const model = new SGDClassifier({ ...optionsOf(row), maxIter: row.epochs ?? 5 });
            compare(model.fit(examples, y, weightsOf(row, y.length)), row);
          }
      });

  for (const name of ["iris", "cancer"])
    it(`${name}: partialFit in chunks of 1, 7, 32 and all`, () => {
      const { x, y } = sample(name);
      const features = x.shape[1];
      const classes = [...new Set(y)];
      for (const row of rows.filter((r) => r.kind === "partialFit" && r.data === name)) {
        const model = new SGDClassifier({ ...optionsOf(row), tol: 1e-3 });
        const chunk = row.chunk ?? 1;
        for (let pass = 0; pass < 2; pass++)
          for (let start = 0; start < y.length; start += chunk) {
            const part = y.subarray(start, start + chunk);
            const values = x.values.subarray(start * features, (start + chunk) * features);
            model.partialFit({ values, shape: [part.length, features] }, part, { classes });
          }
        compare(model, row);
      }
    });
});
