import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Rng } from "batchwise";
import { lbfgs } from "batchwise/dist/linear/lbfgs.js";
import { wolfeStep } from "batchwise/dist/linear/lineSearch.js";
import fc from "fast-check";

const OPTIONS = { c1: 1e-4, c2: 0.9, xtol: 1e-10, minStep: 0, maxStep: 1e10, maxEvaluations: 60 };

describe("wolfeStep", () => {
  const coefficient = fc.double({ min: -3, max: 3, noNaN: true });

  it("finds a step that satisfies both strong Wolfe conditions, on quartics", () => {
    fc.assert(
      fc.property(
        fc.array(coefficient, { minLength: 3, maxLength: 3 }),
        fc.double({ min: 0.01, max: 5, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        ([slope, b, c], d, first) => {
          fc.pre(Math.abs(slope) > 1e-3);
          const f = (t: number): { value: number; slope: number } => ({
            value: -Math.abs(slope) * t + b * t ** 2 + c * t ** 3 + d * t ** 4,
            slope: -Math.abs(slope) + 2 * b * t + 3 * c * t ** 2 + 4 * d * t ** 3,
          });
          for (const c2 of [0.1, 0.9]) {
            const found = wolfeStep(f, f(0), first, { ...OPTIONS, c2 });
            assert.ok(found !== undefined && found.step > 0);
            const at = f(found.step);
            assert.ok(at.value <= f(0).value + OPTIONS.c1 * found.step * f(0).slope);
            assert.ok(Math.abs(at.slope) <= c2 * Math.abs(f(0).slope));
          }
        },
      ),
    );
  });

  it("gives up uphill, and where no step lowers the function", () => {
    const uphill = (t: number): { value: number; slope: number } => ({ value: t, slope: 1 });
    assert.equal(wolfeStep(uphill, { value: 0, slope: 1 }, 1, OPTIONS), undefined);
    const lies = (): { value: number; slope: number } => ({ value: 1, slope: 1 });
    assert.equal(wolfeStep(lies, { value: 0, slope: -1 }, 1, OPTIONS), undefined);
    const broken = (): { value: number; slope: number } => ({
      value: Number.NaN,
      slope: Number.NaN,
    });
    assert.equal(wolfeStep(broken, { value: 0, slope: -1 }, 1, OPTIONS), undefined);
  });
});

describe("lbfgs", () => {
  const rosenbrock = {
    size: 10,
    valueAndGradient(x: Float64Array, g: Float64Array): number {
      g.fill(0);
      let value = 0;
      for (let j = 0; j + 1 < x.length; j++) {
        const gap = x[j + 1] - x[j] ** 2;
        value += 100 * gap ** 2 + (1 - x[j]) ** 2;
        g[j] += -400 * gap * x[j] - 2 * (1 - x[j]);
        g[j + 1] += 200 * gap;
      }
      return value;
    },
  };

  it("finds the minimum of Rosenbrock's function from anywhere near", () => {
    for (let seed = 0; seed < 20; seed++) {
      const rng = Rng.fromSeed(seed);
      const start = Float64Array.from({ length: 10 }, () => 1 + 0.3 * rng.normal());
      const found = lbfgs(rosenbrock, start, { tol: 1e-8, maxIter: 500, objectiveTol: 0 });
      assert.equal(found.stopped, "gradient");
      for (const x of found.parameters) assert.ok(Math.abs(x - 1) < 1e-6);
    }
  });

  it("says why it stopped", () => {
    const start = new Float64Array(10).fill(-1);
    assert.equal(lbfgs(rosenbrock, start, { tol: 1e-9, maxIter: 3 }).stopped, "iterations");
    assert.equal(lbfgs(rosenbrock, start, { tol: 1e9, maxIter: 3 }).iterations, 0);
    assert.equal(
      lbfgs(rosenbrock, start, { tol: 0, maxIter: 500, objectiveTol: 1e-3 }).stopped,
      "objective",
    );
    const noise = {
      size: 1,
      valueAndGradient(_: Float64Array, gradient: Float64Array): number {
        gradient.fill(1);
        return 1;
      },
    };
    assert.equal(lbfgs(noise, new Float64Array(1), { tol: 0, maxIter: 5 }).stopped, "lineSearch");
    const nan = { size: 1, valueAndGradient: () => Number.NaN };
    assert.equal(lbfgs(nan, new Float64Array(1), { tol: 0, maxIter: 5 }).stopped, "diverged");
  });
});
