import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Rng } from "batchwise";
import { LogisticObjective } from "batchwise/dist/linear/objective.js";
import type { LogisticProblem } from "batchwise/dist/linear/problem.js";
import fc from "fast-check";

interface Case {
  n: number;
  features: number;
  outputs: number;
  fitIntercept: boolean;
  l2: number;
  seed: number;
}

const cases: fc.Arbitrary<Case> = fc.record({
  n: fc.integer({ min: 2, max: 40 }),
  features: fc.integer({ min: 1, max: 7 }),
  outputs: fc.constantFrom(1, 3, 4),
  fitIntercept: fc.boolean(),
  l2: fc.constantFrom(0, 0.1, 3),
  seed: fc.nat(),
});

function makeProblem({ n, features, outputs, fitIntercept, l2, seed }: Case): LogisticProblem {
  const rng = Rng.fromSeed(seed);
  const classes = Math.max(2, outputs);
  return {
    x: { values: Float64Array.from({ length: n * features }, () => rng.normal()), n, features },
    y: Float64Array.from({ length: n }, () => rng.integer(classes)),
    weights: Float64Array.from({ length: n }, () => 0.2 + rng.uniform()),
    outputs,
    fitIntercept,
    l2,
  };
}

function normals(length: number, seed: number): Float64Array {
  const rng = Rng.fromSeed(seed).fork("point");
  return Float64Array.from({ length }, () => rng.normal());
}

function assertClose(actual: number, expected: number, within: number): void {
  assert.ok(Math.abs(actual - expected) < within, `${actual} is not ${expected}`);
}

/** The objective written as its definition. */
function definition(problem: LogisticProblem, parameters: Float64Array): number {
  const { x, y, weights, outputs, fitIntercept, l2 } = problem;
  const split = outputs * x.features;
  let loss = 0;
  let total = 0;
  for (let i = 0; i < x.n; i++) {
    const raw = Array.from({ length: outputs }, (_, k) => {
      let sum = fitIntercept ? parameters[split + k] : 0;
      for (let j = 0; j < x.features; j++)
        sum += x.values[i * x.features + j] * parameters[k * x.features + j];
      return sum;
    });
    const all = outputs === 1 ? [0, raw[0]] : raw;
    loss += weights[i] * (Math.log(all.reduce((s, z) => s + Math.exp(z), 0)) - all[y[i]]);
    total += weights[i];
  }
  const squares = parameters.subarray(0, split).reduce((s, w) => s + w * w, 0);
  return loss / total + 0.5 * l2 * squares;
}

describe("LogisticObjective", () => {
  it("has the value of its definition", () => {
    fc.assert(
      fc.property(cases, (c) => {
        const problem = makeProblem(c);
        const objective = new LogisticObjective(problem);
        const at = normals(objective.size, c.seed);
        assertClose(objective.value(at), definition(problem, at), 1e-11);
      }),
    );
  });

  it("has the gradient of a finite difference", () => {
    fc.assert(
      fc.property(cases, (c) => {
        const objective = new LogisticObjective(makeProblem(c));
        const at = normals(objective.size, c.seed);
        const gradient = new Float64Array(objective.size);
        assert.equal(objective.valueAndGradient(at, gradient), objective.value(at));
        for (let j = 0; j < objective.size; j++) {
          const up = at.slice();
          const down = at.slice();
          up[j] += 1e-5;
          down[j] -= 1e-5;
          assertClose((objective.value(up) - objective.value(down)) / 2e-5, gradient[j], 1e-8);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("has the Hessian product of a finite difference of gradients", () => {
    fc.assert(
      fc.property(cases, (c) => {
        const objective = new LogisticObjective(makeProblem(c));
        const at = normals(objective.size, c.seed);
        const direction = normals(objective.size, c.seed + 1);
        const [product, up, down] = [0, 0, 0].map(() => new Float64Array(objective.size));
        objective.value(at);
        objective.hessianProduct(direction, product);
        objective.valueAndGradient(
          at.map((w, j) => w + 1e-5 * direction[j]),
          up,
        );
        objective.valueAndGradient(
          at.map((w, j) => w - 1e-5 * direction[j]),
          down,
        );
        for (let j = 0; j < objective.size; j++)
          assertClose((up[j] - down[j]) / 2e-5, product[j], 1e-7);
      }),
    );
  });

  it("has Newton steps that solve H·step = −gradient", () => {
    fc.assert(
      fc.property(cases, (c) => {
        // Without a penalty the system may be singular for good reason.
        const objective = new LogisticObjective(makeProblem({ ...c, l2: c.l2 + 0.01 }), {
          hessian: true,
        });
        const at = normals(objective.size, c.seed);
        const [gradient, step, product] = [0, 0, 0].map(() => new Float64Array(objective.size));
        objective.valueAndGradient(at, gradient);
        assert.ok(objective.newtonStep(gradient, step));
        objective.hessianProduct(step, product);
        for (let j = 0; j < objective.size; j++) assertClose(product[j], -gradient[j], 1e-9);
      }),
    );
  });

  it("passes a matrix too large to keep through in blocks", () => {
    const n = 132_000;
    const features = 64;
    const values = new Float32Array(n * features);
    for (let i = 0; i < values.length; i++) values[i] = ((i * 7919) % 1009) / 504.5 - 1;
    const y = Float64Array.from({ length: n }, (_, i) => i % 3);
    const make = (rows: number, start: number): LogisticObjective =>
      new LogisticObjective({
        x: {
          values: values.subarray(start * features, (start + rows) * features),
          n: rows,
          features,
        },
        y: y.subarray(start, start + rows),
        weights: new Float64Array(rows).fill(1),
        outputs: 3,
        fitIntercept: true,
        l2: 0,
      });
    const whole = make(n, 0);
    const at = normals(whole.size, 1).map((w) => 0.1 * w);
    const gradient = new Float64Array(whole.size);
    const value = whole.valueAndGradient(at, gradient);
    const half = new Float64Array(whole.size);
    const sum = new Float64Array(whole.size);
    let parts = 0;
    for (const start of [0, n / 2]) {
      parts += make(n / 2, start).valueAndGradient(at, half) / 2;
      for (let j = 0; j < sum.length; j++) sum[j] += half[j] / 2;
    }
    assertClose(value, parts, 1e-12);
    for (let j = 0; j < sum.length; j++) assertClose(gradient[j], sum[j], 1e-12);
  });
});
