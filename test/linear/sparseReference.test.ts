import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LogisticRegression, SGDClassifier } from "batchwise";
import type { LogisticSolver } from "batchwise/linear";
import {
  float64,
  readSparse,
  relativeGap,
  type SparseSet,
  sampleWeight,
  silenceConvergenceWarnings,
} from "./fixtures.js";

silenceConvergenceWarnings();
const sets = readSparse();

/** Intercepts of three classes may move together, which changes no probability. */
function centred(intercept: Float64Array): Float64Array {
  if (intercept.length === 1) return intercept;
  const mean = intercept.reduce((sum, b) => sum + b, 0) / intercept.length;
  return intercept.map((b) => b - mean);
}

function check({ x, y, logistic }: SparseSet, solver: LogisticSolver, smooth: boolean): number {
  const rows = logistic.filter((row) => (row.l1Ratio === 0) === smooth);
  for (const { C, l1Ratio, weighted, fitIntercept, objective, ...row } of rows) {
    const model = new LogisticRegression({
      ...{ solver, C, l1Ratio, fitIntercept },
      ...{ tol: 1e-12, maxIter: 20_000 },
    }).fit(x, y, { ...(weighted && { sampleWeight: sampleWeight(y.length) }), warn: false });
    const where = JSON.stringify({ solver, C, l1Ratio, weighted, fitIntercept });
    assert.ok(Math.abs(model.result.objective - objective) < 1e-11, `objective: ${where}`);
    // L-BFGS ends where the objective no longer falls, which leaves half of its digits.
    const within = solver === "lbfgs" ? 1e-5 : 1e-7;
    assert.ok(relativeGap(model.coef.values, float64(row.coef)) < within, `coef: ${where}`);
    const [found, expected] = [model.intercept, float64(row.intercept)].map(centred);
    const gap = Math.max(...expected.map((b, k) => Math.abs(b - found[k])));
    assert.ok(gap < within * 10, `intercept: ${where}, off by ${gap}`);
  }
  return rows.length;
}

describe("sparse rows, beside scikit-learn", () => {
  sets.forEach((set, s) => {
    const classes = new Set(set.y).size;
    for (const solver of ["lbfgs", "newton-cg", "sag", "saga"] as const)
      it(`${solver} ends at scikit-learn's optimum, ${classes} classes`, () => {
        assert.equal(check(set, solver, true), 12);
      });

    it(`saga with an L1 part ends at scikit-learn's optimum, ${classes} classes`, () => {
      assert.ok(check(set, "saga", false) >= [20, 16][s]);
    });

    it(`SGD takes scikit-learn's steps, ${classes} classes`, () => {
      const x = { ...set.x, values: Float64Array.from(set.x.values, (v) => v / 8) };
      for (const { loss, learning_rate: learningRate, penalty, average, coef } of set.sgd) {
        const model = new SGDClassifier({
          ...{ loss, learningRate, penalty: penalty ?? "none", average },
          ...{ alpha: 1e-2, eta0: 0.05, fitIntercept: false, tol: null, shuffle: false },
          maxIter: 3,
        }).fit(x, set.y);
        const where = JSON.stringify({ loss, learningRate, penalty, average });
        assert.ok(relativeGap(model.coef.values, float64(coef)) < 1e-9, where);
      }
      assert.equal(set.sgd.length, 36);
    });
  });
});
