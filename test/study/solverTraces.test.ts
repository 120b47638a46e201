import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ArgumentError, LogisticRegression, loadDigits, standardize, take } from "batchwise";
import { firstWithin, minimumOf, rankedTimes, solverTraces } from "batchwise/study";
import { silenceConvergenceWarnings } from "../linear/fixtures.js";

silenceConvergenceWarnings();

const digits = loadDigits();
const standardized = standardize().fit(digits).transform(digits);
const few = take(
  digits,
  Array.from({ length: 200 }, (_, i) => i),
);
const SOLVERS = ["lbfgs", "newton-cg", "newton-cholesky", "sag", "saga"] as const;

describe("minimumOf", () => {
  it("is the minimum that scikit-learn 1.9.1 finds on the standardised digits", () => {
    const summed = minimumOf(standardized) * standardized.n;
    assert.ok(Math.abs(summed - 113.48) < 5e-4, String(summed));
  });

  it("rises as the penalty does", () => {
    assert.ok(minimumOf(few, 0.1) > minimumOf(few, 1));
  });
});

describe("solverTraces", () => {
  it("leads every solver to the same minimum, from the same start", async () => {
    const { points, ends, minimum } = await solverTraces(few, {
      solvers: SOLVERS,
      tol: 1e-8,
      maxIter: 3000,
    });
    assert.deepEqual(
      ends.map(({ solver }) => solver),
      SOLVERS,
    );
    for (const { solver, excess, gradient } of ends) {
      assert.ok(Math.abs(excess) < 1e-7, `${solver}: ${excess}`);
      assert.ok(gradient < 1e-5, `${solver}: ${gradient}`);
    }
    for (const point of points.filter(({ iteration }) => iteration === 0))
      assert.ok(Math.abs(point.objective - Math.log(10)) < 1e-12, point.solver);
    for (const { objective, excess } of points) assert.equal(excess, objective / minimum - 1);
  });

  it("gives at an iteration what a fit of so many iterations ends with", async () => {
    const { points } = await solverTraces(few, { solvers: SOLVERS, tol: 0, maxIter: 6 });
    for (const solver of SOLVERS) {
      const short = new LogisticRegression({ solver, tol: 0, maxIter: 4 }).fit(few).result;
      const point = points.find((p) => p.solver === solver && p.iteration === 4);
      assert.ok(point !== undefined);
      assert.ok(Math.abs(point.objective / short.objective - 1) < 1e-13, solver);
    }
  });

  it("says why each stopped, and counts time and passes upwards", async () => {
    const { points, ends } = await solverTraces(few, {
      solvers: ["newton-cg", "sag"],
      maxIter: 30,
      rounds: 2,
    });
    assert.deepEqual(
      ends.map(({ stopped }) => stopped),
      ["gradient", "iterations"],
    );
    for (const [i, point] of points.entries()) {
      const before = points[i - 1];
      if (before?.solver !== point.solver) continue;
      assert.ok(point.passes > before.passes);
      assert.equal(point.times.length, 2);
      assert.ok(Math.abs(point.seconds - (point.times[0] + point.times[1]) / 2) < 1e-12);
      assert.ok(point.seconds >= before.seconds);
    }
  });

  it("reports every fit", async () => {
    const seen: number[] = [];
    await solverTraces(few, {
      solvers: ["newton-cg", "lbfgs"],
      rounds: 2,
      onProgress: ({ done, total }) => {
        assert.equal(total, 4);
        seen.push(done);
      },
    });
    assert.deepEqual(seen, [1, 2, 3, 4]);
  });

  it("refuses no rounds", async () => {
    await assert.rejects(solverTraces(few, { solvers: ["sag"], rounds: 0 }), ArgumentError);
  });
});

describe("firstWithin", () => {
  const point = (solver: "sag" | "saga", iteration: number, excess: number) => ({
    ...{ solver, iteration, excess, passes: iteration, objective: 1 + excess },
    ...{ seconds: iteration, times: [iteration] },
  });

  it("is the first point of each solver that is near enough, and none of one that never is", () => {
    const points = [
      point("saga", 0, 3),
      point("saga", 1, 0.5),
      ...[4, 0.2, 0.1].map((excess, i) => point("sag", i, excess)),
    ];
    assert.deepEqual(
      firstWithin(points, 0.2).map(({ solver, iteration }) => [solver, iteration]),
      [["sag", 1]],
    );
  });
});

describe("rankedTimes", () => {
  const point = (solver: "sag" | "saga" | "lbfgs", times: readonly number[], excess = 0.1) => ({
    ...{ solver, times, excess, iteration: 9, passes: 9, seconds: 1, objective: 1 + excess },
  });

  it("ranks by the mean of the rounds, and ties what the rounds do not tell apart", () => {
    const ranked = rankedTimes(
      [
        point("saga", [4.1, 8, 15.8]),
        point("lbfgs", [1.5, 1.4, 4.4]),
        point("sag", [1, 2, 4]),
        point("sag", [5, 5, 5], 0.01),
      ],
      0.1,
    );
    assert.deepEqual(
      ranked.map(({ solver, tied, n }) => [solver, tied, n]),
      [
        ["sag", true, 3],
        // The first round and the third say slower, the second faster.
        ["lbfgs", true, 3],
        // Four times as long in every round, which the scatter between rounds does not hide.
        ["saga", false, 3],
      ],
    );
    const [fastest, , slowest] = ranked;
    assert.ok(Math.abs(fastest.estimate - 2) < 1e-12, "the geometric mean of 1, 2 and 4");
    assert.ok(slowest.ratio.low > 3.8 && slowest.ratio.high < 4.3, String(slowest.ratio.low));
    assert.ok(slowest.low < fastest.high, "their own intervals overlap");
    assert.deepEqual(rankedTimes([point("sag", [1, 1])], 0.01), []);
  });

  it("refuses times of one round", () => {
    assert.throws(() => rankedTimes([point("sag", [1])], 0.1), ArgumentError);
  });
});
