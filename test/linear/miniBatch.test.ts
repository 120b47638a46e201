import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LogisticRegression, MiniBatchLogisticRegression, Rng } from "batchwise";
import { relativeGap, silenceConvergenceWarnings } from "./fixtures.js";

silenceConvergenceWarnings();

function clouds(n: number, classes: number): { x: number[][]; y: number[] } {
  const rng = Rng.fromSeed(1);
  const y = Array.from({ length: n }, (_, i) => (7 * i) % classes);
  return { x: y.map((k) => [k + rng.normal(), rng.normal() - (k % 2)]), y };
}

/** The steps written out: w −= η·(mean of s·(p − [y = k])·x over the batch, n/Σs times, plus w/(C Σs)). */
function byHand(
  { x, y }: { x: number[][]; y: number[] },
  s: number[],
  batchSize: number,
  { classes, eta, C, passes }: { classes: number; eta: number; C: number; passes: number },
): number[][] {
  const w = Array.from({ length: classes }, () => [0, 0, 0]);
  const total = s.reduce((a, b) => a + b);
  for (let pass = 0; pass < passes; pass++)
    for (let start = 0; start < x.length; start += batchSize) {
      const batch = [...x.keys()].slice(start, start + batchSize);
      const gradient = w.map((row) => row.map((v, j) => (j < 2 ? v / (C * total) : 0)));
      for (const i of batch) {
        const raw = w.map((row) => row[0] * x[i][0] + row[1] * x[i][1] + row[2]);
        const sum = raw.reduce((a, z) => a + Math.exp(z), 0);
        w.forEach((_, k) => {
          const d = s[i] * (Math.exp(raw[k]) / sum - (y[i] === k ? 1 : 0));
          const share = x.length / (total * batch.length);
          [...x[i], 1].forEach((v, j) => {
            gradient[k][j] += share * d * v;
          });
        });
      }
      w.forEach((row, k) => {
        row.forEach((_, j) => {
          row[j] -= eta * gradient[k][j];
        });
      });
    }
  return w;
}

describe("MiniBatchLogisticRegression", () => {
  it("makes one step per batch, the last one smaller, as written out by hand", () => {
    const data = clouds(20, 3);
    const s = data.y.map((_, i) => 0.5 + (i % 3));
    const hand = { classes: 3, eta: 0.3, C: 2, passes: 3 };
    for (const batchSize of [1, 6, 20]) {
      const model = new MiniBatchLogisticRegression({
        ...{ batchSize, learningRate: 0.3, C: 2, maxIter: 3, tol: null, shuffle: false },
      }).fit(data.x, data.y, { sampleWeight: s });
      const expected = byHand(data, s, batchSize, hand);
      const coef = Float64Array.from(expected.flatMap((row) => row.slice(0, 2)));
      assert.ok(relativeGap(model.coef.values, coef) < 1e-12);
      assert.ok(
        relativeGap(
          model.intercept,
          Float64Array.from(expected, (row) => row[2]),
        ) < 1e-12,
      );
    }
  });

  for (const classes of [2, 3]) {
    const data = clouds(90, classes);
    const optimum = new LogisticRegression({ solver: "newton-cholesky", tol: 1e-12 }).fit(
      data.x,
      data.y,
    ).result.objective;
    const excess = (options: object): number =>
      new MiniBatchLogisticRegression({ tol: null, maxIter: 400, ...options }).fit(data.x, data.y)
        .result.objective - optimum;

    it(`${classes} classes: full batches come to LogisticRegression's optimum with a stable step`, () => {
      const model = new MiniBatchLogisticRegression({
        batchSize: "full",
        tol: 1e-7,
        maxIter: 9000,
      });
      const { result } = model.fit(data.x, data.y);
      assert.equal(result.stopped, "gradient");
      assert.ok(result.objective - optimum < 1e-10);
    });

    it(`${classes} classes: a constant step leaves noise, less in larger batches and with decay`, () => {
      const [one, ten] = [1, 10].map((batchSize) => excess({ batchSize, learningRate: 0.1 }));
      assert.ok(one > 4 * ten && ten > 1e-8, `${one}, ${ten}`);
      assert.ok(excess({ batchSize: 1, learningRate: 0.1, powerT: 1 }) < one / 10);
    });

    it(`${classes} classes: the automatic step is stable for every batch size`, () => {
      for (const batchSize of [1, 10, 45, "full"]) {
        const start = excess({ batchSize, maxIter: 0 });
        const end = excess({ batchSize });
        assert.ok(end < 0.5 * start, `B = ${batchSize}: ${end} from ${start}`);
      }
    });
  }

  it("says when it diverged", () => {
    const { x, y } = clouds(90, 2);
    const huge = x.map((row) => row.map((v) => 1e200 * v));
    const { result } = new MiniBatchLogisticRegression({ learningRate: 1e200 }).fit(huge, y);
    assert.equal(result.stopped, "diverged");
    assert.equal(result.converged, false);
  });
});
