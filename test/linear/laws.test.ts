import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LogisticRegression, type LogisticRegressionOptions, Rng, SGDClassifier } from "batchwise";
import type { LogisticSolver } from "batchwise/linear";
import { readData, relativeGap, silenceConvergenceWarnings } from "./fixtures.js";

silenceConvergenceWarnings();

const SOLVERS: readonly LogisticSolver[] = ["lbfgs", "newton-cg", "newton-cholesky", "sag", "saga"];
const TIGHT = { tol: 1e-10, maxIter: 5000 };

interface Points {
  readonly x: number[][];
  readonly y: number[];
}

/** Overlapping clouds of points, so that even without a penalty there is an optimum. */
function clouds(n: number, classes: number, seed: number): Points {
  const rng = Rng.fromSeed(seed);
  const y = Array.from({ length: n }, (_, i) => i % classes);
  const x = y.map((k) => [k + 1.5 * rng.normal(), 1.5 * rng.normal() - (k % 2), rng.normal()]);
  return { x, y };
}

function fit({ x, y }: Points, options: LogisticRegressionOptions): LogisticRegression {
  const model = new LogisticRegression({ ...TIGHT, ...options }).fit(x, y);
  assert.ok(model.result.converged, `${options.solver}: ${model.result.stopped}`);
  return model;
}

function assertSame(a: LogisticRegression, b: LogisticRegression, within = 1e-6): void {
  assert.ok(relativeGap(a.coef.values, b.coef.values) < within);
  assert.ok(relativeGap(a.intercept, b.intercept) < within);
}

for (const solver of SOLVERS)
  describe(solver, () => {
    for (const classes of [2, 3]) {
      const data = clouds(60, classes, 1);

      it(`${classes} classes: a weight is a repetition`, () => {
        const counts = data.y.map((_, i) => Math.floor(i / 3) % 3);
        const repeated = {
          x: data.x.flatMap((row, i) => Array<number[]>(counts[i]).fill(row)),
          y: data.y.flatMap((label, i) => Array<number>(counts[i]).fill(label)),
        };
        const model = new LogisticRegression({ ...TIGHT, solver });
        model.fit(data.x, data.y, { sampleWeight: counts });
        assert.ok(model.result.converged);
        assertSame(model, fit(repeated, { solver }));
      });

      it(`${classes} classes: all weights times c is C times c`, () => {
        const model = new LogisticRegression({ ...TIGHT, solver });
        model.fit(data.x, data.y, { sampleWeight: data.y.map(() => 50) });
        assert.ok(model.result.converged);
        assertSame(model, fit(data, { solver, C: 50 }));
      });

      it(`${classes} classes: class weights are sample weights`, () => {
        const perClass = new Map([0, 1, 2].slice(0, classes).map((k) => [k, k + 0.5]));
        const model = new LogisticRegression({ ...TIGHT, solver });
        model.fit(data.x, data.y, { sampleWeight: data.y.map((k) => k + 0.5) });
        assertSame(model, fit(data, { solver, classWeight: perClass }));
      });

      it(`${classes} classes: as C falls to 0, the probabilities become the class rates`, () => {
        const rare = { x: data.x, y: data.y.map((k, i) => (i % 5 === 0 ? 0 : k)) };
        // A huge penalty makes the steps of sag and saga tiny, for the free intercept too.
        const stochastic = solver === "sag" || solver === "saga";
        const strengths = [{ C: stochastic ? 1e-4 : 1e-7, within: stochastic ? 1e-2 : 1e-5 }];
        const cases = [
          ...strengths,
          ...(solver === "saga" ? [{ C: 1e-6, l1Ratio: 1, within: 1e-7 }] : []),
        ];
        for (const { within, ...options } of cases) {
          const { values } = fit(rare, { solver, tol: 1e-8, ...options }).predictProba(rare.x);
          for (let k = 0; k < classes; k++) {
            const rate = rare.y.filter((label) => label === k).length / rare.y.length;
            assert.ok(Math.abs(values[k] - rate) < within, `class ${k}: ${values[k]}, not ${rate}`);
          }
        }
      });

      it(`${classes} classes: unpenalised, scaling a feature is undone by its coefficient`, () => {
        const scaled = { x: data.x.map(([a, b, c]) => [a, 2 * b, c]), y: data.y };
        const one = fit(data, { solver, penalty: "none" });
        const two = fit(scaled, { solver, penalty: "none" });
        const undone = two.coef.values.map((w, j) => (j % 3 === 1 ? 2 * w : w));
        assert.ok(relativeGap(undone, one.coef.values) < 1e-5);
      });
    }

    it("multinomial coefficients and intercepts sum to 0 over the classes", () => {
      for (const penalty of ["l2", "none"] as const) {
        const model = fit(clouds(60, 3, 2), { solver, penalty });
        for (let j = 0; j < 3; j++) {
          const sum = [0, 1, 2].reduce((total, k) => total + model.coef.values[3 * k + j], 0);
          assert.ok(Math.abs(sum) < 1e-9, `column ${j} sums to ${sum}`);
        }
        assert.ok(Math.abs(model.intercept.reduce((a, b) => a + b)) < 1e-9);
      }
    });

    it("swapping the two classes' names turns the signs", () => {
      const { x, y } = clouds(60, 2, 3);
      const model = fit({ x, y }, { solver });
      const turned = fit({ x, y: y.map((k) => 1 - k) }, { solver });
      assert.ok(
        relativeGap(
          turned.coef.values.map((w) => -w),
          model.coef.values,
        ) < 1e-6,
      );
    });

    it("gives the same bits for the same seed, and starts warm where it ended", () => {
      const { x, y } = clouds(60, 3, 4);
      const options = { solver, seed: 5, maxIter: 7 };
      const [one, two] = [0, 0].map(() => new LogisticRegression(options).fit(x, y));
      assert.deepEqual(one.coef, two.coef);
      const model = new LogisticRegression({ ...TIGHT, solver, warmStart: true, tol: 1e-6 });
      const cold = model.fit(x, y).result.iterations;
      const warm = model.fit(x, y).result.iterations;
      // The stochastic solvers start warm in the coefficients only, not in their mean gradient.
      const share = solver === "sag" || solver === "saga" ? 1 : 0.5;
      assert.ok(warm <= share * cold, `${warm} iterations after ${cold}`);
    });

    it("never looks converged when it is not, and warns once, unless told not to", async () => {
      const { x, y } = clouds(60, 3, 6);
      const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
      await settle(); // Warnings of the tests before are still on their way.
      const heard: Error[] = [];
      const listen = (warning: Error): void => {
        heard.push(warning);
      };
      process.on("warning", listen);
      const model = new LogisticRegression({ solver, maxIter: 1, tol: 1e-9 });
      const quiet = model.fit(x, y, { warn: false }).result;
      await settle();
      assert.deepEqual([quiet.converged, quiet.stopped, heard.length], [false, "iterations", 0]);
      const { result } = model.fit(x, y);
      await settle();
      process.off("warning", listen);
      assert.equal(result.converged, false);
      assert.equal(result.stopped, "iterations");
      assert.match(result.warning ?? "", /maxIter/);
      assert.equal(heard.length, 1);
      assert.equal(heard[0].name, "ConvergenceWarning");
      assert.equal(heard[0].message, result.warning);
    });

    it("traces an objective that ends at the result's", () => {
      const { x, y } = clouds(60, 3, 7);
      const { result } = new LogisticRegression({ solver }).fit(x, y, { trace: true });
      const trace = result.trace ?? [];
      assert.equal(trace.length, result.iterations + 1);
      assert.ok(Math.abs(trace[0].objective - Math.log(3)) < 1e-12);
      assert.ok(Math.abs((trace.at(-1)?.objective ?? 0) - result.objective) < 1e-12);
      for (let i = 1; i < trace.length; i++) assert.ok(trace[i].passes > trace[i - 1].passes);
    });
  });

describe("all solvers", () => {
  it("agree on the objective, with and without a penalty", () => {
    for (const classes of [2, 4])
      for (const C of [0.1, Number.POSITIVE_INFINITY]) {
        const data = clouds(80, classes, 8);
        const ends = SOLVERS.map((solver) => fit(data, { solver, C }).result);
        for (const { objective, gradientNorm } of ends) {
          assert.ok(Math.abs(objective - ends[0].objective) < 1e-12);
          assert.ok(gradientNorm < 1e-7, `gradient ${gradientNorm}`);
        }
      }
  });

  it("stand a single heavy example", () => {
    const { x, y } = clouds(600, 2, 9);
    x[7] = x[7].map((v) => 3 * v);
    const sampleWeight = y.map((_, i) => (i === 7 ? 100_000 : 1));
    const [exact, ...others] = [...SOLVERS].sort((a) => (a === "newton-cholesky" ? -1 : 1));
    const objective = (solver: LogisticSolver): number =>
      new LogisticRegression({ solver, maxIter: 200 }).fit(x, y, { sampleWeight }).result.objective;
    for (const solver of others) assert.ok(objective(solver) - objective(exact) < 0.02, solver);
  });
});

describe("L1", () => {
  it("sets coefficients to exactly 0, fewer as C grows", () => {
    const wine = readData().get("wine");
    assert.ok(wine);
    const zeros = [0.01, 0.1, 1].map((C) => {
      const model = new LogisticRegression({
        solver: "saga",
        l1Ratio: 1,
        C,
        tol: 1e-6,
        maxIter: 2000,
      });
      return model.fit(wine.x, wine.y).coef.values.filter((w) => w === 0).length;
    });
    assert.ok(zeros[0] > zeros[1] && zeros[1] > zeros[2] && zeros[2] > 0, zeros.join());
  });
});

describe("SGDClassifier", () => {
  const { x, y } = clouds(200, 2, 10);

  it("comes to the optimum of the logistic regression with C = 1/(α n)", () => {
    const alpha = 0.01;
    const exact = fit({ x, y }, { solver: "newton-cholesky", C: 1 / (alpha * y.length) });
    const model = new SGDClassifier({
      ...{ loss: "log_loss", alpha, learningRate: "invscaling", eta0: 0.5, average: 2000 },
      ...{ tol: null, maxIter: 300 },
    }).fit(x, y);
    assert.ok(relativeGap(model.coef.values, exact.coef.values) < 0.02);
  });

  it("does not care how partialFit's examples are cut, without an L1 part", () => {
    const options = { shuffle: false, loss: "log_loss", alpha: 0.01 } as const;
    const whole = new SGDClassifier(options).partialFit(x, y, { classes: [0, 1] });
    for (const chunk of [1, 7, 32]) {
      const model = new SGDClassifier(options);
      for (let i = 0; i < y.length; i += chunk)
        model.partialFit(x.slice(i, i + chunk), y.slice(i, i + chunk), { classes: [0, 1] });
      assert.ok(relativeGap(model.coef.values, whole.coef.values) < 1e-12);
    }
  });

  it("keeps a stratified part apart for early stopping, in log loss too", () => {
    for (const loss of ["log_loss", "hinge"] as const) {
      const model = new SGDClassifier({ loss, alpha: 0.01, earlyStopping: true }).fit(x, y);
      assert.equal(model.result.stopped, "validation");
      assert.ok(model.score(x, y) > 0.6);
      assert.equal(model.result.steps, model.result.iterations * 180);
    }
  });

  it("says that it did not converge", () => {
    const { result } = new SGDClassifier({ maxIter: 2, tol: 1e-9 }).fit(x, y);
    assert.equal(result.converged, false);
    assert.match(result.warning ?? "", /maxIter/);
    const fixed = new SGDClassifier({ maxIter: 2, tol: null }).fit(x, y).result;
    assert.equal(fixed.converged, false);
    assert.equal(fixed.warning, undefined);
  });
});
