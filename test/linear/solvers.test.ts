import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { Rng } from "batchwise";
import { newtonCholesky } from "batchwise/dist/linear/newtonCholesky.js";
import { LogisticObjective } from "batchwise/dist/linear/objective.js";
import type { LogisticProblem } from "batchwise/dist/linear/problem.js";
import { sag } from "batchwise/dist/linear/sag.js";
import { relativeGap } from "./fixtures.js";

function makeProblem(outputs: number, l1: number): LogisticProblem {
  const rng = Rng.fromSeed(3);
  const n = 30;
  const features = 3;
  return {
    x: { values: Float64Array.from({ length: n * features }, () => rng.normal()), n, features },
    y: Float64Array.from({ length: n }, () => rng.integer(Math.max(2, outputs))),
    weights: Float64Array.from({ length: n }, () => 0.5 + rng.uniform()),
    outputs,
    fitIntercept: true,
    l2: 0.1,
    l1,
  };
}

/** SAG and SAGA as their papers have them, on the gradients themselves and without a scale. */
function textbook(
  problem: LogisticProblem,
  order: number[],
  step: number,
  saga: boolean,
): Float64Array {
  const { x, y, weights, outputs } = problem;
  const { n, features } = x;
  const share = weights.reduce((a, b) => a + b) / n;
  const width = features + 1;
  const w = new Float64Array(outputs * width);
  const memory = new Map<number, Float64Array>();
  const total = new Float64Array(w.length);
  for (const i of order) {
    const row = [...x.values.subarray(i * features, (i + 1) * features), 1];
    const raw = Array.from({ length: outputs }, (_, k) =>
      row.reduce((sum, v, j) => sum + v * w[k * width + j], 0),
    );
    const all = outputs === 1 ? [0, raw[0]] : raw;
    const sum = all.reduce((a, z) => a + Math.exp(z), 0);
    const old = memory.get(i) ?? new Float64Array(w.length);
    const fresh = w.map((_, at) => {
      const k = Math.floor(at / width);
      const own = outputs === 1 ? y[i] === 1 : y[i] === k;
      return weights[i] * (Math.exp(raw[k]) / sum - (own ? 1 : 0)) * row[at % width];
    });
    memory.set(i, fresh);
    for (let at = 0; at < w.length; at++) {
      const penalised = at % width < features;
      total[at] += fresh[at] - old[at];
      const correction = saga ? (1 - 1 / memory.size) * (fresh[at] - old[at]) : 0;
      if (penalised) w[at] *= 1 - step * problem.l2 * share;
      w[at] -= step * (total[at] / memory.size + correction);
      const threshold = penalised ? step * (problem.l1 ?? 0) * share : 0;
      w[at] = Math.sign(w[at]) * Math.max(0, Math.abs(w[at]) - threshold);
    }
  }
  return w;
}

describe("sag and saga", () => {
  for (const outputs of [1, 3])
    for (const [saga, l1] of [
      [false, 0],
      [true, 0],
      [true, 0.05],
    ] as const)
      it(`take the textbook's steps: ${outputs} outputs, ${saga ? "saga" : "sag"}, l1 ${l1}`, () => {
        const problem = makeProblem(outputs, l1);
        const { n, features, values } = problem.x;
        const rng = Rng.fromSeed(4).fork("draws");
        const start = new Float64Array(outputs * (features + 1));
        const options = { saga, tol: 0, maxIter: 3, rng: Rng.fromSeed(4).fork("draws") };
        const found = sag(problem, start, options).parameters;
        const order = [...rng.permutation(n)];
        for (let t = 0; t < 2 * n; t++) order.push(Math.floor(rng.uint32() * 2 ** -32 * n));
        const share = problem.weights.reduce((a, b) => a + b) / n;
        let longest = 0;
        for (let i = 0; i < n; i++) {
          const row = Float64Array.from(values.subarray(i * features, (i + 1) * features));
          longest = Math.max(longest, 1 + row.reduce((sum, v) => sum + v * v, 0));
        }
        const l2 = problem.l2 * share;
        const bound = 0.25 * share * longest + l2;
        const step = 1 / (saga ? 2 * bound + Math.min(2 * n * l2, bound) : bound);
        const expected = textbook(problem, order, step, saga);
        // The solvers keep all coefficients first, then the intercepts.
        const sorted = start.map((_, at) => {
          const split = outputs * features;
          if (at >= split) return expected[(at - split + 1) * (features + 1) - 1];
          return expected[Math.floor(at / features) * (features + 1) + (at % features)];
        });
        assert.ok(relativeGap(found, sorted) < 1e-12);
      });
});

test("rows of nothing but 0 leave the coefficients at 0", () => {
  for (const l2 of [0.1, 0]) {
    const { x, ...rest } = makeProblem(1, 0);
    const problem = {
      ...rest,
      x: { ...x, values: x.values.map(() => 0) },
      fitIntercept: false,
      l2,
    };
    const options = { saga: false, tol: 1e-4, maxIter: 3, rng: Rng.fromSeed(1) };
    const found = sag(problem, new Float64Array(x.features), options);
    assert.deepEqual([...found.parameters], [0, 0, 0]);
  }
});

describe("newtonCholesky", () => {
  const problem = { ...makeProblem(1, 0), l2: 1e-4 };
  const options = { tol: 1e-10, maxIter: 100 };

  it("halves steps that overshoot, and never lets the objective rise", () => {
    const objective = new LogisticObjective(problem, { hessian: true });
    const values: number[] = [];
    const far = new Float64Array(objective.size).fill(6);
    const found = newtonCholesky(objective, far, {
      ...options,
      observe: (_iteration, _parameters, value) => {
        if (value !== undefined) values.push(value);
      },
    });
    const near = newtonCholesky(objective, new Float64Array(objective.size), options);
    assert.equal(found.stopped, "gradient");
    assert.ok(relativeGap(found.parameters, near.parameters) < 1e-8);
    assert.ok(found.iterations < 20, `${found.iterations} iterations`);
    for (let i = 1; i < values.length; i++) assert.ok(values[i] <= values[i - 1] + 1e-15);
  });

  it("hands a singular problem to L-BFGS", () => {
    const { x } = problem;
    const twice = new Float64Array(2 * x.values.length);
    for (let i = 0; i < x.values.length; i++) twice[2 * i] = twice[2 * i + 1] = x.values[i];
    const doubled = { ...problem, x: { ...x, values: twice, features: 2 * x.features }, l2: 0 };
    const objective = new LogisticObjective(doubled, { hessian: true });
    const found = newtonCholesky(objective, new Float64Array(objective.size), options);
    assert.ok(["gradient", "objective"].includes(found.stopped), found.stopped);
    const plain = new LogisticObjective({ ...problem, l2: 0 }, { hessian: true });
    const exact = newtonCholesky(plain, new Float64Array(plain.size), options);
    assert.ok(objective.value(found.parameters) - plain.value(exact.parameters) < 1e-12);
  });
});
