import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { holm, Rng } from "batchwise";
import { type BootstrapDraws, bcaInterval } from "batchwise/dist/stats/bca.js";
import { jackknifeValues } from "batchwise/dist/stats/bootstrap.js";
import { standardDeviation } from "batchwise/dist/stats/describe.js";
import { meanAt } from "batchwise/dist/stats/meanEstimate.js";
import { normalCdf, normalQuantile } from "batchwise/dist/stats/normal.js";
import { studentT } from "batchwise/dist/stats/studentT.js";
import {
  hyperbola,
  powerLaw,
  proportion,
  quantile,
  rankCorrelation,
  saturation,
  signFlip,
  smallestDetectable,
  studentTInterval,
} from "batchwise/stats";

// Written by scripts/fixtures/scipy_stats.py.
const file = new URL("../../../test/fixtures/stats/scipy.json", import.meta.url);
const reference = JSON.parse(readFileSync(file, "utf8")) as Reference;
const rng = Rng.fromSeed(1);

function close(got: number, expected: number, relative: number, what = ""): void {
  const error = Math.abs(got - expected) / Math.max(Math.abs(expected), 1e-300);
  assert.ok(
    got === expected || error <= relative,
    `${what} got ${got}, expected ${expected}, off by ${error}`,
  );
}

test("the normal distribution and its quantiles are SciPy's, far into the lower tail", () => {
  const { x, cdf, p, quantile: quantiles } = reference.normal;
  x.forEach((at, i) => {
    close(normalCdf(at), cdf[i], 1e-8, `cdf(${at})`);
    assert.ok(Math.abs(normalCdf(at) - cdf[i]) < 1e-14, `cdf(${at})`);
  });
  p.forEach((at, i) => {
    assert.ok(Math.abs(normalQuantile(at) - quantiles[i]) < 2e-9, `quantile(${at})`);
  });
});

test("Student's t, central and not, is SciPy's", () => {
  for (const { degrees, t, noncentrality, cdf } of reference.studentT)
    close(studentT(degrees).cdf(t, noncentrality), cdf, 1e-9, `t ${degrees} ${t} ${noncentrality}`);
  for (const { degrees, p, quantile: expected } of reference.studentTQuantile)
    close(studentT(degrees).quantile(p), expected, 1e-10, `quantile ${degrees} ${p}`);
});

// statsmodels' own search for the effect ends some 1e-6 from the root.
test("the smallest detectable effect is that of statsmodels' paired t test", () => {
  for (const { n, alpha, power, effect } of reference.power)
    close(smallestDetectable({ n, sd: 3, alpha, power }) / 3, effect, 1e-5, `n ${n}`);
});

test("Holm's adjustment and Wilson's interval are those of statsmodels", () => {
  holm(reference.holm.p).forEach((p, i) => {
    close(p, reference.holm.adjusted[i], 1e-12);
  });
  for (const { successes, n, level, ends } of reference.wilson) {
    const { low, high } = proportion(successes, n, { level });
    close(low, ends[0], 1e-9, `low of ${successes}/${n}`);
    close(high, ends[1], 1e-9, `high of ${successes}/${n}`);
  }
});

test("quantiles are NumPy's", () => {
  const { values, p, quantiles } = reference.quantile;
  p.forEach((at, i) => {
    close(quantile(values, at), quantiles[i], 1e-12);
  });
});

test("on SciPy's own resamples the BCa interval is SciPy's, for one sample and for two", () => {
  const draws = (bca: ReferenceBca, jackknife: BootstrapDraws["jackknife"]): BootstrapDraws => ({
    estimate: bca.estimate,
    replicates: Float64Array.from(bca.replicates),
    jackknife,
  });
  const at = (values: readonly number[], units: Int32Array): number[] =>
    Array.from(units, (i) => values[i]);
  const { bcaMean, bcaTied, bcaSpread, bcaDifference } = reference;
  const [sample] = bcaMean.samples;
  const [spread] = bcaSpread.samples;
  const [tied] = bcaTied.samples;
  const [a, b] = bcaDifference.samples;
  const cases: [ReferenceBca, BootstrapDraws["jackknife"]][] = [
    [bcaMean, [jackknifeValues(sample.length, (units) => meanAt(sample, units))]],
    [bcaTied, [jackknifeValues(tied.length, (units) => meanAt(tied, units))]],
    [bcaSpread, [jackknifeValues(spread.length, (units) => standardDeviation(at(spread, units)))]],
    [
      bcaDifference,
      [
        jackknifeValues(a.length, (units) => meanAt(a, units)),
        jackknifeValues(b.length, (units) => -meanAt(b, units)),
      ],
    ],
  ];
  for (const [bca, jackknife] of cases) {
    const { low, high } = bcaInterval(draws(bca, jackknife), bca.level);
    close(low, bca.low, 1e-9, "low");
    close(high, bca.high, 1e-9, "high");
  }
});

test("the exact sign-flip p value is SciPy's permutation test, ties included", () => {
  for (const { differences, p } of reference.signFlip) {
    const found = signFlip(differences, { rng });
    assert.equal(found.exact, true);
    close(found.p, p, 1e-12);
  }
});

test("Student's interval of a mean is SciPy's", () => {
  for (const { values, level, low, high } of reference.studentInterval) {
    const found = studentTInterval(values, { level });
    close(found.low, low, 1e-9);
    close(found.high, high, 1e-9);
  }
});

test("Spearman's rho and Kendall's tau-b are SciPy's, ties included", () => {
  for (const { x, y, spearman, kendall } of reference.ranks) {
    close(rankCorrelation(x, y, { rng, resamples: 99 }).estimate, spearman, 1e-12);
    const tau = rankCorrelation(x, y, { rng, resamples: 99, measure: "kendall" });
    close(tau.estimate, kendall, 1e-12);
  }
});

test("a power law of one seed is SciPy's line in logarithms, with its interval", () => {
  const { x, y, level, exponent, low, high, coefficient } = reference.powerLaw;
  const points = x.map((at, i) => ({ x: at, y: [y[i]] }));
  const found = powerLaw(points, { rng, level });
  close(found.exponent.estimate, exponent, 1e-12);
  close(found.exponent.low, low, 1e-9);
  close(found.exponent.high, high, 1e-9);
  close(found.coefficient, coefficient, 1e-12);
});

test("fits with a bend are SciPy's curve_fit in logarithms, found without a start value", () => {
  for (const { x, y, exponent, limit, scale } of reference.bend) {
    const points = x.map((at, i) => ({ x: at, y: [y[i]] }));
    const found = saturation(points, { rng, exponent });
    close(found.scale.estimate, scale, 1e-6, `scale, exponent ${exponent}`);
    close(found.limit, limit, 1e-6, `limit, exponent ${exponent}`);
  }
  const { x, y, limit, scale } = reference.bend[0];
  const steps = x.map((batchSize, i) => ({ batchSize, steps: [y[i]] }));
  const { leastSteps, leastExamples, criticalBatchSize } = hyperbola(steps, { rng });
  close(leastSteps, limit, 1e-6);
  close(leastExamples, limit * scale, 1e-6);
  close(criticalBatchSize.estimate, scale, 1e-6);
});

interface ReferenceBca {
  readonly samples: readonly (readonly number[])[];
  readonly level: number;
  readonly estimate: number;
  readonly replicates: readonly number[];
  readonly low: number;
  readonly high: number;
}

interface Reference {
  readonly normal: Readonly<Record<"x" | "cdf" | "p" | "quantile", readonly number[]>>;
  readonly studentT: readonly Readonly<Record<"degrees" | "t" | "noncentrality" | "cdf", number>>[];
  readonly studentTQuantile: readonly Readonly<Record<"degrees" | "p" | "quantile", number>>[];
  readonly power: readonly Readonly<Record<"n" | "alpha" | "power" | "effect", number>>[];
  readonly holm: Readonly<Record<"p" | "adjusted", readonly number[]>>;
  readonly wilson: readonly {
    readonly successes: number;
    readonly n: number;
    readonly level: number;
    readonly ends: readonly [number, number];
  }[];
  readonly quantile: Readonly<Record<"values" | "p" | "quantiles", readonly number[]>>;
  readonly bcaMean: ReferenceBca;
  readonly bcaTied: ReferenceBca;
  readonly bcaSpread: ReferenceBca;
  readonly bcaDifference: ReferenceBca;
  readonly signFlip: readonly { readonly differences: readonly number[]; readonly p: number }[];
  readonly studentInterval: readonly {
    readonly values: readonly number[];
    readonly level: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly ranks: readonly {
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly spearman: number;
    readonly kendall: number;
  }[];
  readonly powerLaw: Readonly<Record<"x" | "y", readonly number[]>> &
    Readonly<Record<"level" | "exponent" | "low" | "high" | "coefficient", number>>;
  readonly bend: readonly (Readonly<Record<"x" | "y", readonly number[]>> &
    Readonly<Record<"exponent" | "limit" | "scale", number>>)[];
}
