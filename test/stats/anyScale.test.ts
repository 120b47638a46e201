import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  bootstrap,
  type Estimate,
  meanEstimate,
  medianEstimate,
  pairedDifference,
  Rng,
} from "batchwise";
import { bcaInterval } from "batchwise/dist/stats/bca.js";
import { bisect } from "batchwise/dist/stats/bisect.js";
import { jackknifeValues } from "batchwise/dist/stats/bootstrap.js";
import { mean, quantileOfSorted, standardDeviation } from "batchwise/dist/stats/describe.js";
import { meanAt } from "batchwise/dist/stats/meanEstimate.js";
import { goldenSection } from "batchwise/dist/stats/minimize.js";
import { studentT } from "batchwise/dist/stats/studentT.js";
import {
  jackknifeInterval,
  powerLaw,
  rankCorrelation,
  saturation,
  signFlip,
  smallestDetectable,
  studentTInterval,
  unpairedDifference,
} from "batchwise/stats";
import {
  array,
  assert as checkProperty,
  constantFrom,
  integer,
  oneof,
  property,
  tuple,
} from "fast-check";

// Written by scripts/fixtures/scipy_intervals.py.
const file = new URL("../../../test/fixtures/stats/intervals.json", import.meta.url);
const reference = JSON.parse(readFileSync(file, "utf8")) as {
  readonly median: readonly Readonly<Record<"n" | "level" | "rank" | "reached", number>>[];
  readonly welch: readonly {
    readonly a: readonly number[];
    readonly b: readonly number[];
    readonly level: number;
    readonly low: number;
    readonly high: number;
  }[];
};

const normals = (n: number, seed = 1): number[] => {
  const rng = Rng.fromSeed(seed);
  return Array.from({ length: n }, () => rng.normal());
};
const fresh = (): Rng => Rng.fromSeed(9);
const close = (got: number, expected: number, relative: number, what = ""): void => {
  const error = Math.abs(got - expected);
  assert.ok(error <= relative * Math.abs(expected), `${what} got ${got}, expected ${expected}`);
};

test("the median's interval is that of SciPy's binomial distribution, also where 2^-n is no double", () => {
  for (const { n, level, rank, reached } of reference.median) {
    const found = medianEstimate(
      Array.from({ length: n }, (_, i) => i),
      { level },
    );
    assert.deepEqual([found.low, found.high], [rank, n - 1 - rank], `n = ${n}, level ${level}`);
    assert.ok(Math.abs(found.level - reached) < 1e-9, `${found.level} and ${reached}`);
  }
});

test("the unpaired difference is SciPy's Welch interval", () => {
  for (const { a, b, level, low, high } of reference.welch) {
    const found = unpairedDifference(a, b, { rng: fresh(), level });
    close(found.low, low, 1e-9, "low");
    close(found.high, high, 1e-9, "high");
  }
});

test("every estimate ends for samples of any size, and its ends stand about it", () => {
  for (const n of [2, 3, 6, 7, 17, 50, 100, 1074, 1075, 5000, 30_000]) {
    const x = normals(n, n);
    const y = normals(n, n + 1).map((v, i) => v + x[i]);
    const few = { rng: fresh(), resamples: 99 };
    const found: Estimate[] = [
      meanEstimate(x, few),
      meanEstimate(x, { ...few, interval: "bca" }),
      unpairedDifference(x, y, few),
      signFlip(x, { rng: fresh(), draws: 99 }),
      ...(n < 6 ? [] : [medianEstimate(x)]),
      ...(n < 3 || n > 1075 ? [] : [rankCorrelation(x, y, few)]),
      ...(n > 1075 ? [] : [rankCorrelation([...x, 9], [...y, 9], { ...few, measure: "kendall" })]),
    ];
    for (const { low, estimate, high } of found)
      assert.ok(low <= estimate && estimate <= high, `n = ${n}: ${low}, ${estimate}, ${high}`);
  }
  assert.equal(medianEstimate(normals(1_000_000)).n, 1_000_000);
  for (const n of [2, 1075, 1_000_000]) assert.ok(smallestDetectable({ n, sd: 1 }) > 0);
});

const sizes = integer({ min: 2, max: 24 });
const exponents = constantFrom(0, -300, -150, 12, 150, 300);
const units = oneof(integer({ min: 1, max: 9 }), integer({ min: -9, max: -1 }));
const samples = sizes.chain((n) =>
  array(oneof(integer({ min: -9, max: 9 }), integer({ min: 0, max: 1 })), {
    minLength: n,
    maxLength: n,
  }),
);
const runs = { numRuns: 80, seed: 1 };

test("estimates follow a change of unit at any scale, hold themselves, and are finite", async () => {
  await checkProperty(
    property(tuple(samples, exponents, units), ([values, exponent, factor]) => {
      const scale = factor * 10 ** exponent;
      const moved = values.map((v) => v * scale);
      const estimates: readonly ((x: readonly number[]) => Estimate)[] = [
        (x) => meanEstimate(x, { rng: fresh() }),
        (x) => studentTInterval(x),
        (x) => pairedDifference(x, x.toReversed(), { rng: fresh() }),
        (x) => unpairedDifference(x, x.slice(0, 2), { rng: fresh() }),
        (x) => jackknifeInterval(x.length, (units) => meanAt(x, units)),
      ];
      for (const estimateOf of estimates) {
        const plain = estimateOf(values);
        const other = estimateOf(moved);
        const [low, high] = scale > 0 ? [plain.low, plain.high] : [plain.high, plain.low];
        const size = 1e-9 * Math.abs(scale) * 20;
        assert.ok(other.low <= other.estimate && other.estimate <= other.high);
        assert.ok(Math.abs(other.estimate - scale * plain.estimate) <= size, "estimate");
        assert.ok(Math.abs(other.low - scale * low) <= size, `${other.low} and ${scale * low}`);
        assert.ok(Math.abs(other.high - scale * high) <= size, "high");
        assert.equal(other.degenerate, plain.degenerate);
      }
    }),
    runs,
  );
});

test("a shift of the values shifts the interval, and their order does not matter", async () => {
  await checkProperty(
    property(tuple(samples, integer({ min: -1000, max: 1000 })), ([values, shift]) => {
      const plain = meanEstimate(values, { rng: fresh() });
      const moved = meanEstimate(
        values.map((v) => v + shift),
        { rng: fresh() },
      );
      assert.ok(Math.abs(moved.low - plain.low - shift) < 1e-9);
      assert.ok(Math.abs(moved.high - plain.high - shift) < 1e-9);
      const turned = meanEstimate(values.toReversed(), { rng: fresh() });
      assert.ok(Math.abs(turned.low - plain.low) < 1e-9);
      if (values.length > 16) return;
      const signs = signFlip(values, { rng: fresh() });
      assert.equal(signFlip(values.toReversed(), { rng: fresh() }).p, signs.p);
    }),
    { numRuns: 30, seed: 2 },
  );
});

test("equal values, also but for rounding, are degenerate and not an interval of no width", () => {
  const tenths = new Array<number>(20).fill(0.1);
  for (const interval of ["studentT", "bca"] as const) {
    const found = meanEstimate(tenths, { rng: fresh(), interval });
    assert.deepEqual(
      [found.estimate, found.low, found.high, found.sd, found.degenerate],
      [0.1, 0.1, 0.1, 0, true],
    );
  }
  // 0.95 − 0.9, 0.85 − 0.8 and 0.75 − 0.7 differ in their last digits.
  const a = [0.95, 0.85, 0.75, 0.65, 0.45, 0.35];
  const b = a.map((v) => Number((v - 0.05).toFixed(2)));
  const paired = pairedDifference(a, b, { rng: fresh() });
  assert.deepEqual([paired.degenerate, paired.low === paired.high], [true, true]);
  assert.equal(pairedDifference(a, a, { rng: fresh() }).estimate, 0);
  assert.equal(unpairedDifference([1, 1], [2, 2, 2], { rng: fresh() }).degenerate, true);
  assert.equal(rankCorrelation([1, 2, 3, 4], [1, 2, 3, 4], { rng: fresh() }).degenerate, true);
  assert.equal(bootstrap(9, () => 3, { rng: fresh() }).degenerate, true);
  assert.equal(jackknifeInterval(9, () => 3).degenerate, true);
  assert.equal(meanEstimate([0, 0, 0, 1 / 300], { rng: fresh() }).degenerate, undefined);
  // A median's order statistics keep their level where values tie.
  assert.equal(medianEstimate(tenths).degenerate, undefined);
});

test("the helpers bear the ends of the doubles", () => {
  assert.equal(mean([1.5e308, 1.5e308]), 1.5e308);
  close(standardDeviation([1e-200, 2e-200, 3e-200]), 1e-200, 1e-12);
  close(standardDeviation([-1e300, 0, 1e300]), 1e300, 1e-12);
  assert.equal(quantileOfSorted(Float64Array.of(-1.5e308, 1.5e308), 0.5), 0);
  assert.equal(quantileOfSorted(Float64Array.of(1, Infinity), 0), 1);
  assert.equal(
    bisect((x) => x - 1.2e308, 1e308, 1.7e308),
    1.2e308,
  );
  const far = goldenSection((x) => (x - 3e9) ** 2, 2.9e9, 3.1e9);
  close(far, 3e9, 1e-6);
  const jackknife = [Float64Array.of(1e-150, 2e-150, 9e-150)];
  const replicates = Float64Array.from({ length: 999 }, (_, i) => i * 1e-152);
  const ends = bcaInterval({ estimate: 5e-150, replicates, jackknife }, 0.95);
  assert.ok(Number.isFinite(ends.low) && ends.low < ends.high);
  for (const degrees of [1e-3, 1, 1e6, 1e15, 1e300])
    assert.ok(!Number.isNaN(studentT(degrees).quantile(0.975)));
  close(studentT(1e15).quantile(0.975), 1.959963984540054, 1e-9);
  const points = [1e-150, 1e-100, 1, 1e100, 1e150].map((x) => ({ x, y: [2 * x ** 0.5] }));
  const law = powerLaw(points, { rng: fresh() });
  close(law.exponent.estimate, 0.5, 1e-9);
  close(law.at(1e-150), 2e-75, 1e-9);
  const bent = saturation(
    points.map(({ x }) => ({ x, y: [3 + 3e100 / x] })),
    { rng: fresh(), exponent: 1 },
  );
  close(bent.scale.estimate, 1e100, 0.01);
  close(bent.at(1e300), bent.limit, 1e-9);
});

test("many units have a jackknife of groups, with the same error as one of units", () => {
  const values = normals(4001).map(Math.exp);
  const statistic = (units: Int32Array): number => meanAt(values, units);
  assert.equal(jackknifeValues(4001, statistic).length, 1333);
  assert.equal(jackknifeValues(2000, statistic).length, 2000);
  const { low, high } = jackknifeInterval(4001, statistic);
  const student = studentTInterval(values);
  close(high - low, student.high - student.low, 0.1);
  assert.throws(() => jackknifeInterval(1, statistic), /n must be an integer from 2, got 1/);
});
