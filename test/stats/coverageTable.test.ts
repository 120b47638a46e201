import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { meanEstimate, pairedDifference, Rng } from "batchwise";
import { rankCorrelation, unpairedDifference } from "batchwise/stats";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

type Held = Readonly<Record<"default" | "studentT" | "bca" | "bcaExpanded" | "bootstrapT", number>>;
type Row = Held & { readonly n: number; readonly law: string };

// Written by scripts/fixtures/coverage.mjs: of `runs` samples, in how many each interval held the mean.
const { runs, rows } = JSON.parse(
  readFileSync(join(ROOT, "test/fixtures/stats/coverage.json"), "utf8"),
) as { readonly runs: number; readonly rows: readonly Row[] };

const { LAWS, SIZES, sampleOf } = (await import(
  pathToFileURL(join(ROOT, "scripts/fixtures/coverage.mjs")).href
)) as {
  readonly LAWS: Readonly<Record<string, { readonly mean: number }>>;
  readonly SIZES: readonly number[];
  readonly sampleOf: (law: string, n: number, rng: Rng) => number[];
};

/** The standard error of the difference of two shares of `a` and `b` simulations. */
const errorOf = (share: number, a: number, b: number): number =>
  Math.sqrt(share * (1 - share) * (1 / a + 1 / b));

test("the table has every law at every size, and the default holds what Student's t holds", () => {
  assert.deepEqual(
    rows.map(({ n, law }) => `${n} ${law}`),
    SIZES.flatMap((n) => Object.keys(LAWS).map((law) => `${n} ${law}`)),
  );
  for (const row of rows) assert.ok(row.default >= row.studentT, `${row.n} ${row.law}`);
});

test("each bootstrap interval falls short of Student's t somewhere: hence the default", () => {
  for (const method of ["bca", "bcaExpanded", "bootstrapT"] as const) {
    const short = rows.filter((row) => {
      const error = errorOf(row.studentT / runs, runs, runs);
      return (row.studentT - row[method]) / runs > 4 * error;
    });
    assert.ok(short.length > 0, method);
  }
  const [ten] = rows.filter(({ n, law }) => n === 10 && law === "normal");
  assert.ok(ten.bca / runs < 0.92 && ten.studentT / runs > 0.94);
});

test("simulated anew, the default interval holds what the table says of Student's t", () => {
  const again = 1000;
  const root = Rng.fromSeed(77);
  for (const { n, law, studentT } of rows.filter((row) => row.n <= 20)) {
    const { mean } = LAWS[law];
    let held = 0;
    for (let run = 0; run < again; run++) {
      const rng = root.fork(law).fork(n).fork(run);
      const { low, high } = meanEstimate(sampleOf(law, n, rng), { rng });
      if (low <= mean && mean <= high) held++;
    }
    const share = studentT / runs;
    const short = share - held / again;
    assert.ok(
      short < 4 * errorOf(share, again, runs),
      `${law}, n = ${n}: ${held / again} after ${share}`,
    );
  }
});

test("the interval of a paired difference is that of the mean of the differences", () => {
  for (const n of SIZES)
    for (const law of Object.keys(LAWS)) {
      const rng = Rng.fromSeed(n);
      const b = Array.from({ length: n }, () => 90 + rng.normal());
      const a = sampleOf(law, n, rng).map((difference, i) => b[i] + difference);
      const paired = pairedDifference(a, b, { rng });
      const alone = meanEstimate(
        a.map((v, i) => v - b[i]),
        { rng },
      );
      assert.deepEqual([paired.low, paired.high], [alone.low, alone.high]);
    }
});

test("the difference of unpaired means keeps its level with unequal sizes and spreads", () => {
  const again = 1000;
  const root = Rng.fromSeed(78);
  for (const [nA, nB, spread] of [
    [5, 20, 3],
    [10, 10, 1],
    [20, 8, 0.2],
  ]) {
    let held = 0;
    for (let run = 0; run < again; run++) {
      const rng = root.fork(nA).fork(run);
      const a = Array.from({ length: nA }, () => 1 + spread * rng.normal());
      const b = Array.from({ length: nB }, () => rng.normal());
      const { low, high } = unpairedDifference(a, b, { rng });
      if (low <= 1 && 1 <= high) held++;
    }
    const short = 0.95 - held / again;
    assert.ok(short < 4 * Math.sqrt((0.95 * 0.05) / again), `${nA}, ${nB}: ${held / again}`);
  }
});

test("a rank correlation of ten and of twenty units keeps its level", () => {
  const again = 400;
  const root = Rng.fromSeed(79);
  for (const n of [10, 20]) {
    const correlation = 0.7;
    // Of two normal quantities, Spearman's rho is 6/π asin(r/2).
    const truth = (6 / Math.PI) * Math.asin(correlation / 2);
    let held = 0;
    for (let run = 0; run < again; run++) {
      const rng = root.fork(n).fork(run);
      const x = Array.from({ length: n }, () => rng.normal());
      const y = x.map((v) => correlation * v + Math.sqrt(1 - correlation ** 2) * rng.normal());
      const { low, high } = rankCorrelation(x, y, { rng, resamples: 399 });
      if (low <= truth && truth <= high) held++;
    }
    const short = 0.95 - held / again;
    assert.ok(short < 4 * Math.sqrt((0.95 * 0.05) / again), `${n}: ${held / again}`);
  }
});
