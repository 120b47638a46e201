import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LogisticRegression, SGDClassifier } from "batchwise";
import { bracketStep } from "batchwise/dist/linear/bracketStep.js";
import { LogisticObjective } from "batchwise/dist/linear/objective.js";
import type { LogisticSolver, Shaped } from "batchwise/linear";
import fc from "fast-check";
import { readUnscaled } from "./fixtures.js";

const sets = readUnscaled();
const SOLVERS: readonly LogisticSolver[] = ["lbfgs", "newton-cg", "newton-cholesky", "sag", "saga"];
const NEAR = 1e-3;

const heightAndWeight: Shaped = {
  values: Float64Array.of(
    ...[170, 70000, 180, 82000, 165, 55000],
    ...[158, 60000, 190, 95000, 175, 68000],
  ),
  shape: [6, 2],
};
const tall = [0, 1, 0, 1, 1, 0];

describe("on columns that nobody scaled", () => {
  it("newton-cg finds the optimum for heights in cm and weights in g", () => {
    const model = new LogisticRegression({ solver: "newton-cg" }).fit(heightAndWeight, tall);
    assert.equal(model.result.stopped, "gradient");
    assert.ok(model.result.objective < 0.2282, `${model.result.objective}`);
  });

  for (const solver of SOLVERS)
    it(`${solver} ends no farther from the optimum than scikit-learn's, and says truly why it ends`, () => {
      let reached = 0;
      for (const [i, { x, y, C, optimum, excess }] of sets.entries()) {
        const model = new LogisticRegression({ solver, C }).fit(x, y, { warn: false });
        const { objective, stopped, converged, gradientNorm, iterations } = model.result;
        const own = objective - optimum;
        const { asGiven, most } = excess[solver];
        const allowed = solver === "newton-cg" && asGiven <= NEAR ? NEAR : most + NEAR;
        assert.ok(own <= allowed, `set ${i}: ${own} above the optimum, scikit-learn ${asGiven}`);
        assert.ok(own > -1e-9, `set ${i}: ${own} below the optimum`);
        if (own <= NEAR) reached++;
        if (stopped === "gradient") assert.ok(gradientNorm <= 1e-4);
        if (stopped === "iterations") assert.equal(iterations, 100);
        assert.equal(converged, stopped !== "iterations" && stopped !== "lineSearch");
      }
      const theirs = sets.filter(({ excess }) => excess[solver].asGiven <= NEAR).length;
      assert.ok(reached >= theirs - 1, `${reached} near the optimum, scikit-learn ${theirs}`);
    });
});

describe("the preconditioner", () => {
  it("makes of columns of any size and offset what standardising makes of them", () => {
    // All combinations of two values: without the penalty uncorrelated columns.
    const [scale, offset] = [
      [1e-3, 1, 1e4],
      [5, -200, 7e4],
    ];
    const n = 8;
    const values = Float64Array.from({ length: 3 * n }, (_, at) => {
      const sign = (Math.floor(at / 3) >> (at % 3)) & 1 ? 1 : -1;
      return offset[at % 3] + scale[at % 3] * sign;
    });
    const objective = new LogisticObjective({
      x: { values, n, features: 3 },
      y: new Float64Array(n),
      weights: new Float64Array(n).fill(2),
      outputs: 1,
      fitIntercept: true,
      l2: 0,
    });
    objective.value(new Float64Array(4));
    const precondition = objective.preconditioner();
    const [product, out] = [new Float64Array(4), new Float64Array(4)];
    for (let j = 0; j < 4; j++) {
      const direction = new Float64Array(4);
      direction[j] = 1 / (j < 3 ? scale[j] : 1);
      objective.hessianProduct(direction, product);
      precondition(product, out);
      // ¼ is the curvature of the logistic loss at 0.
      out.forEach((value, k) => {
        const error = Math.abs(value * (k < 3 ? scale[k] : 1) - (k === j ? 0.25 : 0));
        const size =
          k < 3 ? 1 : 1 + Math.abs(offset[2] / scale[2]) + Math.abs(offset[0] / scale[0]);
        assert.ok(error < 1e-9 * size, `${j}, ${k}: ${error}`);
      });
    }
  });
});

describe("bracketStep", () => {
  const OPTIONS = { c1: 1e-4, c2: 0.9, maxStep: 1e10, maxEvaluations: 100 };
  const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });

  it("finds a step that satisfies both strong Wolfe conditions, however far from the first", () => {
    fc.assert(
      fc.property(positive, positive, positive, (slope, curvature, first) => {
        const f = (t: number): { value: number; slope: number } => ({
          value: -slope * t + (curvature / 2) * t ** 2 + curvature * t ** 4,
          slope: -slope + curvature * t + 4 * curvature * t ** 3,
        });
        const found = bracketStep(f, f(0), first, { ...OPTIONS, c2: 0.1 });
        assert.ok(found !== undefined && found.step > 0);
        assert.ok(found.value <= OPTIONS.c1 * found.step * f(0).slope);
        assert.ok(Math.abs(found.slope) <= 0.1 * slope);
      }),
    );
  });

  it("takes what falls far enough where the curvature condition cannot be met", () => {
    // A kink at 1: the slope is −1 before it and 2 after it.
    const kink = (t: number): { value: number; slope: number } =>
      t < 1 ? { value: -t, slope: -1 } : { value: 2 * t - 3, slope: 2 };
    const found = bracketStep(kink, kink(0), 0.3, OPTIONS);
    assert.ok(found !== undefined && Math.abs(found.step - 1) < 1e-6, `${found?.step}`);
  });

  it("gives up uphill, where nothing falls, and on values that are not numbers", () => {
    const rising = (t: number): { value: number; slope: number } => ({ value: t, slope: 1 });
    assert.equal(bracketStep(rising, { value: 0, slope: 1 }, 1, OPTIONS), undefined);
    assert.equal(bracketStep(rising, { value: 0, slope: -1 }, 1, OPTIONS), undefined);
    const broken = (): { value: number; slope: number } => ({ value: NaN, slope: NaN });
    assert.equal(bracketStep(broken, { value: 0, slope: -1 }, 1, OPTIONS), undefined);
  });
});

describe("warn: false", () => {
  it("is silent whatever a fit stopped for, of every model", async () => {
    const heard: string[] = [];
    const listen = ({ message }: Error): void => {
      heard.push(message);
    };
    const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    await settle();
    process.on("warning", listen);
    const stops = new Set<string>();
    for (const [options, data] of [
      [{ solver: "newton-cg", tol: 0 }, heightAndWeight],
      [{ solver: "newton-cg", maxIter: 1 }, heightAndWeight],
      [
        { solver: "saga", maxIter: 3 },
        { values: new Float64Array(12).fill(1e200), shape: [6, 2] },
      ],
    ] as const) {
      const { result } = new LogisticRegression(options).fit(data, tall, { warn: false });
      stops.add(result.stopped);
    }
    const sgd = new SGDClassifier({ maxIter: 2, tol: 1e-9 });
    assert.equal(sgd.fit(heightAndWeight, tall, { warn: false }).result.converged, false);
    await settle();
    assert.deepEqual(heard, []);
    assert.deepEqual([...stops].sort(), ["diverged", "iterations", "lineSearch"]);
    assert.ok(sgd.fit(heightAndWeight, tall).result.warning);
    await settle();
    process.off("warning", listen);
    assert.equal(heard.length, 1);
    assert.throws(
      () => sgd.fit(heightAndWeight, tall, { warn: "no" as unknown as boolean }),
      /SGDClassifier: warn must be true or false, got "no"/,
    );
  });
});
