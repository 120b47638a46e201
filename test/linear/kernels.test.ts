import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Rng } from "batchwise";
import { allocate } from "batchwise/dist/linear/kernel/workspace.js";
import fc from "fast-check";

const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 23 }),
  features: fc.integer({ min: 1, max: 19 }),
  outputs: fc.integer({ min: 1, max: 11 }),
  seed: fc.nat(),
});

function normals(length: number, seed: number, name: string): Float64Array {
  const rng = Rng.fromSeed(seed).fork(name);
  return Float64Array.from({ length }, () => rng.normal());
}

function assertClose(actual: number, expected: number, what: string): void {
  assert.ok(
    Math.abs(actual - expected) < 1e-11 * (1 + Math.abs(expected)),
    `${what}: ${actual} is not ${expected}`,
  );
}

describe("compiled kernels", () => {
  it("forward and backward are x·wᵀ + b and gᵀ·x, for every remainder of the tiles", () => {
    fc.assert(
      fc.property(shapes, ({ rows, features, outputs, seed }) => {
        const { kernels, at, view } = allocate({
          x: rows * features,
          w: outputs * features,
          b: outputs,
          out: rows * outputs,
          gradient: outputs * features,
          sums: outputs,
        });
        view.x.set(normals(rows * features, seed, "x"));
        view.w.set(normals(outputs * features, seed, "w"));
        view.b.set(normals(outputs, seed, "b"));
        view.gradient.fill(1);
        kernels.forward(at.x, rows, features, at.w, at.b, outputs, at.out);
        kernels.backward(at.x, rows, features, at.out, outputs, at.gradient, at.sums);
        for (let k = 0; k < outputs; k++) {
          let sum = 0;
          for (let i = 0; i < rows; i++) {
            let raw = view.b[k];
            for (let j = 0; j < features; j++)
              raw += view.x[i * features + j] * view.w[k * features + j];
            assertClose(view.out[i * outputs + k], raw, "forward");
            sum += raw;
          }
          assertClose(view.sums[k], sum, "sums");
          for (let j = 0; j < features; j++) {
            let slope = 1;
            for (let i = 0; i < rows; i++)
              slope += view.out[i * outputs + k] * view.x[i * features + j];
            assertClose(view.gradient[k * features + j], slope, "backward");
          }
        }
      }),
    );
  });

  it("sandwich is xᵀ diag(h) x with a column of ones", () => {
    fc.assert(
      fc.property(shapes, fc.boolean(), ({ rows, features, seed }, intercept) => {
        const columns = features + (intercept ? 1 : 0);
        const panels = Math.ceil(columns / 4);
        const { kernels, at, view } = allocate({
          x: rows * features,
          h: rows,
          a: 4 * panels * rows,
          b: 4 * panels * rows,
          out: (4 * panels) ** 2,
        });
        view.x.set(normals(rows * features, seed, "x"));
        view.h.set(normals(rows, seed, "h"));
        kernels.pack(at.x, rows, features, Number(intercept), at.a);
        kernels.scalePacked(at.a, rows, panels, at.h, at.b);
        kernels.sandwich(at.a, at.b, rows, panels, at.out);
        const cell = (i: number, j: number): number =>
          j < features ? view.x[i * features + j] : 1;
        for (let c = 0; c < columns; c++)
          for (let d = c; d < columns; d++) {
            let sum = 0;
            for (let i = 0; i < rows; i++) sum += view.h[i] * cell(i, c) * cell(i, d);
            assertClose(view.out[c * 4 * panels + d], sum, `entry ${c}, ${d}`);
          }
      }),
    );
  });

  it("cholesky solves a positive definite system and refuses a singular one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 75 }), fc.nat(), (n, seed) => {
        const { kernels, at, view } = allocate({ a: n * n, b: n });
        const root = normals(n * n, seed, "root");
        const solution = normals(n, seed, "solution");
        const full = new Float64Array(n * n);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) {
            for (let k = 0; k < n; k++) full[i * n + j] += root[i * n + k] * root[j * n + k];
            if (i === j) full[i * n + j] += n;
          }
        view.a.set(full);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) view.b[i] += full[i * n + j] * solution[j];
        assert.ok(kernels.cholesky(at.a, n, 1e-15));
        kernels.choleskySolve(at.a, n, at.b);
        for (let i = 0; i < n; i++)
          assert.ok(Math.abs(view.b[i] - solution[i]) < 1e-9, `entry ${i}`);
        // A row given twice.
        view.a.set(full);
        if (n < 2) return;
        const last = n * (n - 1);
        view.a.copyWithin(last, last - n, last);
        view.a[last + n - 1] = view.a[last - 2];
        view.a[last + n - 2] = view.a[last - 2];
        assert.ok(!kernels.cholesky(at.a, n, 1e-12));
      }),
      { numRuns: 40 },
    );
  });
});

describe("pointwise losses", () => {
  const { kernels, at, view } = allocate({ raw: 8 });
  const raw = fc.double({ min: -30, max: 30, noNaN: true });
  const step = 1e-6;

  for (const [id, name, labels] of [
    [0, "log_loss", [0, 1]],
    [1, "hinge", [-1, 1]],
    [2, "modified_huber", [-1, 1]],
  ] as const)
    it(`${name}: the derivative is the finite difference`, () => {
      fc.assert(
        fc.property(raw, fc.constantFrom(...labels), (z, y) => {
          // Away from the kinks at margins 1 and −1.
          fc.pre(id === 0 || Math.abs(Math.abs(y * z) - 1) > 1e-4);
          const slope =
            (kernels.pointLoss(id, y, z + step) - kernels.pointLoss(id, y, z - step)) / (2 * step);
          assert.ok(Math.abs(slope - kernels.pointDerivative(id, y, z)) < 1e-6);
        }),
      );
    });

  it("log_loss keeps its digits at both ends", () => {
    assert.equal(kernels.pointLoss(0, 1, 800), 0);
    assert.equal(kernels.pointLoss(0, 1, -800), 800);
    assert.equal(kernels.pointLoss(0, 1, 40), Math.log1p(Math.exp(-40)));
    assert.equal(kernels.pointDerivative(0, 1, 40), -Math.exp(-40) / (1 + Math.exp(-40)));
    assert.equal(kernels.pointDerivative(0, 0, -40), Math.exp(-40));
  });

  it("softmax sums to 1 and gives log Σ e^z, for sizes that overflow e^z", () => {
    view.raw.set([1000, 1001, 999, -1000]);
    const logSum = kernels.softmax(at.raw, 4);
    assert.ok(Math.abs(view.raw.slice(0, 4).reduce((a, b) => a + b) - 1) < 1e-15);
    const expected = 1001 + Math.log(1 + Math.exp(-1) + Math.exp(-2));
    assert.ok(Math.abs(logSum - expected) < 1e-12);
  });
});
