import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  LogisticRegression,
  type LogisticRegressionOptions,
  SGDClassifier,
  type SGDClassifierOptions,
} from "batchwise";
import fc from "fast-check";
import { relativeGap, silenceConvergenceWarnings } from "./fixtures.js";
import { makeLabels, makeRows, type SparseCase, sparseCases } from "./sparseData.js";

silenceConvergenceWarnings();

type Model = Pick<LogisticRegression, "coef" | "intercept">;

function assertSame(sparse: Model, dense: Model, within: number): void {
  assert.ok(relativeGap(sparse.coef.values, dense.coef.values) < within, "coefficients");
  assert.ok(relativeGap(sparse.intercept, dense.intercept) < within, "intercepts");
}

function compareLogistic(
  sizes: SparseCase,
  options: LogisticRegressionOptions,
  within: number,
): void {
  const both = makeRows(sizes);
  const y = makeLabels(sizes, both);
  const sampleWeight = y.map((_, i) => 0.5 + 0.5 * (i % 4));
  const [sparse, dense] = [both.sparse, both.dense].map((x) =>
    new LogisticRegression(options).fit(x, y, { sampleWeight, warn: false }),
  );
  assertSame(sparse, dense, within);
  const [a, b] = [both.sparse, both.dense].map((x) => dense.predictProba(x).values);
  assert.ok(relativeGap(a, b) < 1e-12, "probabilities");
  assert.deepEqual(dense.predict(both.sparse), dense.predict(both.dense));
  assert.equal(dense.score(both.sparse, y), dense.score(both.dense, y));
}

describe("a fit to sparse rows is the fit to the same rows, dense", () => {
  for (const solver of ["lbfgs", "newton-cg"] as const)
    it(`${solver}, converged`, () => {
      const property = fc.property(sparseCases, fc.boolean(), (sizes, fitIntercept) => {
        const options = { solver, fitIntercept, tol: 1e-11, maxIter: 500 };
        // L-BFGS ends where the objective no longer falls, which is known to 1e-15 only.
        compareLogistic(sizes, options, solver === "lbfgs" ? 1e-6 : 1e-9);
      });
      fc.assert(property, { numRuns: 60 });
    });

  it("lbfgs, after a few steps", () => {
    const property = fc.property(sparseCases, (sizes) => {
      compareLogistic(sizes, { solver: "lbfgs", maxIter: 4 }, 1e-9);
    });
    fc.assert(property, { numRuns: 60 });
  });

  it("newton-cg with its preconditioner, on columns of very different size", () => {
    const sizes = { n: 60, features: 4, classes: 3, filled: 0.8, untidy: true, seed: 4 };
    const both = makeRows(sizes);
    const y = makeLabels(sizes, both);
    const grow = (column: number): number => 10 ** (4 * column - 4);
    const sparse = { ...both.sparse, values: both.sparse.values.slice() };
    const dense = { ...both.dense, values: both.dense.values.slice() };
    sparse.values.forEach((v, p) => {
      sparse.values[p] = v * grow(sparse.indices[p]);
    });
    dense.values.forEach((v, at) => {
      dense.values[at] = v * grow(at % 4);
    });
    const [a, b] = [sparse, dense].map((x) =>
      new LogisticRegression({ solver: "newton-cg", C: 100, maxIter: 200 }).fit(x, y),
    );
    assert.ok(a.result.objective < b.result.objective * (1 + 1e-6));
    assert.ok(b.result.objective < a.result.objective * (1 + 1e-6));
  });

  for (const solver of ["sag", "saga"] as const)
    for (const l1Ratio of solver === "sag" ? [0] : [0, 0.5, 1])
      it(`${solver} with l1Ratio ${l1Ratio}, pass by pass`, () => {
        const strengths = fc.constantFrom(1e-3, 0.05, 1, 100);
        const property = fc.property(
          sparseCases,
          strengths,
          fc.constantFrom(1, 2, 7),
          fc.boolean(),
          (sizes, C, maxIter, fitIntercept) => {
            const seed = sizes.seed % 1000;
            compareLogistic(sizes, { solver, l1Ratio, C, maxIter, fitIntercept, seed }, 1e-9);
          },
        );
        fc.assert(property, { numRuns: 100 });
      });

  for (const penalty of ["none", "l2", "l1", "elasticnet"] as const)
    it(`SGD with penalty ${penalty}, averaged and not`, () => {
      const choices = fc.record({
        loss: fc.constantFrom("log_loss", "hinge", "modified_huber"),
        learningRate: fc.constantFrom("optimal", "invscaling"),
        average: fc.constantFrom<(number | boolean)[]>(false, true, 17),
        alpha: fc.constantFrom(1e-3, 0.05, 1),
        maxIter: fc.integer({ min: 1, max: 4 }),
      });
      const property = fc.property(sparseCases, choices, (sizes, chosen) => {
        const both = makeRows(sizes);
        const y = makeLabels(sizes, both);
        // The losses are not bounded: as for dense rows, small features keep steps from overshooting.
        const small = <X extends { readonly values: Float64Array | Float32Array }>(x: X): X => ({
          ...x,
          values: x.values.map((v) => v / 16),
        });
        const options: SGDClassifierOptions = { ...chosen, penalty, eta0: 0.05, tol: null };
        const [sparse, dense] = [small(both.sparse), small(both.dense)].map((x) => {
          const model = new SGDClassifier(options).fit(x, y, { warn: false });
          const once = { coef: model.coef, intercept: model.intercept };
          return { once, again: model.partialFit(x, y).partialFit(x, y), model };
        });
        assertSame(sparse.once, dense.once, 1e-9);
        assertSame(sparse.again, dense.again, 1e-9);
      });
      fc.assert(property, { numRuns: 100 });
    });

  it("SGD that stops by itself: by its objective, or early on rows held out", () => {
    const sizes = { n: 400, features: 30, classes: 3, filled: 0.1, untidy: true, seed: 8 };
    const both = makeRows(sizes);
    const y = makeLabels(sizes, both);
    for (const earlyStopping of [false, true]) {
      const [sparse, dense] = [both.sparse, both.dense].map((x) =>
        new SGDClassifier({ loss: "log_loss", alpha: 0.01, earlyStopping }).fit(x, y),
      );
      assertSame(sparse, dense, 1e-9);
      const { objectives, ...rest } = dense.result;
      assert.deepEqual({ ...sparse.result, objectives }, { ...rest, objectives });
      assert.ok(
        relativeGap(Float64Array.from(sparse.result.objectives), Float64Array.from(objectives)) <
          1e-12,
      );
    }
  });
});

describe("many sparse rows", () => {
  const sizes = { n: 4000, features: 300, classes: 11, filled: 0.05, untidy: false, seed: 2 };
  const both = makeRows(sizes);
  for (const classes of [2, 11])
    it(`two threads share them: ${classes} classes`, () => {
      const y = makeLabels({ ...sizes, classes }, both);
      for (const solver of ["lbfgs", "newton-cg"] as const) {
        const options = { solver, maxIter: 3, tol: 0 };
        const [sparse, dense] = [both.sparse, both.dense].map((x) =>
          new LogisticRegression(options).fit(x, y, { warn: false }),
        );
        assertSame(sparse, dense, 1e-10);
      }
    });

  it("float32 values are taken as they are", () => {
    const y = makeLabels(sizes, both);
    const sparse = { ...both.sparse, values: Float32Array.from(both.sparse.values) };
    const dense = { ...both.dense, values: Float32Array.from(both.dense.values) };
    const [a, b] = [sparse, dense].map((x) =>
      new LogisticRegression({ maxIter: 3 }).fit(x, y, { warn: false }),
    );
    assertSame(a, b, 1e-10);
  });
});
