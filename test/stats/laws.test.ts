import assert from "node:assert/strict";
import { test } from "node:test";
import { holm, meanEstimate, pairedDifference, Rng } from "batchwise";
import {
  hyperbola,
  jackknifeInterval,
  linearScalingEnd,
  powerLaw,
  proportion,
  quantile,
  rankCorrelation,
  saturation,
  scaleEstimate,
  signFlip,
  studentTInterval,
  unpairedDifference,
} from "batchwise/stats";
import { array, assert as checkProperty, integer, property } from "fast-check";

const rng = Rng.fromSeed(1);
const normals = (n: number, seed: number): number[] => {
  const draw = Rng.fromSeed(seed);
  return Array.from({ length: n }, () => draw.normal());
};
const runs = { numRuns: 60, seed: 1 };

test("the sign-flip interval holds exactly the centres that the test does not reject", async () => {
  await checkProperty(
    property(integer({ min: 6, max: 11 }), integer({ min: 0, max: 500 }), (n, seed) => {
      const d = normals(n, seed);
      const { low, high } = signFlip(d, { rng, level: 0.9 });
      const pAt = (center: number): number =>
        signFlip(
          d.map((v) => v - center),
          { rng },
        ).p;
      const inside = 1e-6 * (high - low);
      assert.ok(pAt(low + inside) > 0.1 && pAt(high - inside) > 0.1, "inside");
      assert.ok(pAt(low - inside) <= 0.1 && pAt(high + inside) <= 0.1, "outside");
    }),
    runs,
  );
});

test("drawn sign patterns agree with listed ones, and small samples have no 95 % interval", () => {
  const d = normals(12, 3).map((v) => v + 0.6);
  const listed = signFlip(d, { rng });
  const drawn = signFlip(d, { rng: rng.fork("draws"), exactUpTo: 0, draws: 20_000 });
  assert.equal(drawn.exact, false);
  const error = Math.sqrt((2 * listed.p) / 20_000);
  assert.ok(Math.abs(drawn.p - listed.p) < 4 * error, `${drawn.p} and ${listed.p}`);
  assert.ok(Math.abs(drawn.low - listed.low) < 0.1 && Math.abs(drawn.high - listed.high) < 0.1);
  const few = signFlip([1, 2, 3, 4, 5], { rng });
  assert.deepEqual([few.low, few.high, few.p], [-Infinity, Infinity, 2 / 32]);
});

test("differences that tie but for rounding count as ties", () => {
  const tenths = [0.1, 0.2, -0.3, 0.5, 0.4, 0.1, -0.2];
  const { p } = signFlip([1, 2, -3, 5, 4, 1, -2], { rng });
  assert.equal(signFlip(tenths, { rng }).p, p);
  const turned = tenths.map((d) => -d);
  assert.equal(signFlip(turned, { rng }).p, p);
});

test("a paired difference follows shift and sign, and repeats with its seed", () => {
  const a = normals(20, 5);
  const b = normals(20, 6);
  const one = pairedDifference(a, b, { rng });
  assert.deepEqual(pairedDifference(a, b, { rng: Rng.fromSeed(1) }), one);
  const shifted = pairedDifference(
    a.map((v) => v + 8),
    b,
    { rng },
  );
  assert.ok(Math.abs(shifted.low - one.low - 8) < 1e-9);
  assert.ok(Math.abs(shifted.high - one.high - 8) < 1e-9);
  const turned = pairedDifference(b, a, { rng });
  assert.ok(Math.abs(turned.estimate + one.estimate) < 1e-12);
  assert.equal(turned.p, one.p);
  assert.ok(one.low < one.estimate && one.estimate < one.high);
});

test("pairing takes out what the pair has in common: the unpaired interval is far wider", () => {
  const common = normals(20, 7).map((v) => 10 * v);
  const a = common.map((v, i) => v + normals(20, 8)[i] + 1);
  const width = ({ low, high }: { low: number; high: number }): number => high - low;
  const paired = pairedDifference(a, common, { rng });
  const unpaired = unpairedDifference(a, common, { rng });
  assert.ok(Math.abs(paired.estimate - unpaired.estimate) < 1e-12);
  assert.ok(width(unpaired) > 5 * width(paired));
  assert.ok(paired.low > 0 && unpaired.low < 0);
});

test("the interval is Student's at every n, and BCa's if asked for", () => {
  for (const n of [2, 5, 10, 20, 50]) {
    const values = normals(n, 1);
    const { low, high, interval } = meanEstimate(values, { rng });
    const student = studentTInterval(values);
    assert.deepEqual([interval, low, high], ["studentT", student.low, student.high]);
  }
  assert.equal(meanEstimate(normals(10, 1), { rng, interval: "bca" }).interval, "bca");
});

test("the jackknife interval of a mean is Student's", () => {
  const values = normals(9, 4);
  const jackknife = jackknifeInterval(9, (units) => {
    let sum = 0;
    for (const i of units) sum += values[i];
    return sum / units.length;
  });
  const student = studentTInterval(values);
  assert.ok(Math.abs(jackknife.low - student.low) < 1e-12);
  assert.ok(Math.abs(jackknife.high - student.high) < 1e-12);
});

test("Holm's p values keep the order, are no smaller than given and at most Bonferroni's", async () => {
  await checkProperty(
    property(
      array(
        integer({ min: 0, max: 100 }).map((percent) => percent / 100),
        { minLength: 1, maxLength: 8 },
      ),
      (p) => {
        const adjusted = holm(p);
        p.forEach((raw, i) => {
          assert.ok(adjusted[i] >= raw && adjusted[i] <= Math.min(1, p.length * raw));
          p.forEach((other, j) => {
            if (raw < other) assert.ok(adjusted[i] <= adjusted[j]);
          });
        });
      },
    ),
    runs,
  );
});

test("a rank correlation sees only order", () => {
  const x = normals(15, 2);
  const y = normals(15, 9);
  for (const measure of ["spearman", "kendall"] as const) {
    const options = { rng, measure, resamples: 199 };
    const plain = rankCorrelation(x, y, options);
    const bent = rankCorrelation(
      x.map((v) => Math.exp(3 * v)),
      y,
      options,
    );
    const turned = rankCorrelation(
      x.map((v) => -v),
      y,
      options,
    );
    assert.deepEqual(rankCorrelation(x, y, { ...options, rng: Rng.fromSeed(1).fork("a") }), {
      ...rankCorrelation(x.map(Math.exp), y, { ...options, rng: Rng.fromSeed(1).fork("a") }),
    });
    assert.ok(Math.abs(plain.estimate - bent.estimate) < 1e-12);
    assert.ok(Math.abs(plain.estimate + turned.estimate) < 1e-12);
    assert.ok(Math.abs(rankCorrelation(x, x, options).estimate - 1) < 1e-12);
  }
});

const batchSizes = [1, 4, 16, 64, 256, 1024];
const exact = batchSizes.map((batchSize) => ({
  batchSize,
  steps: [0.8, 1, 1.3].map((seed) => seed * (250 + 12_000 / batchSize)),
}));

test("laws without noise are found exactly", () => {
  const fit = hyperbola(exact, { rng });
  assert.ok(Math.abs(fit.criticalBatchSize.estimate - 48) < 1e-4);
  assert.ok(Math.abs(fit.criticalBatchSize.low - 48) < 1e-4, "seeds that differ by a factor only");
  assert.ok(Math.abs(fit.leastExamples / fit.leastSteps - 48) < 1e-4);
  assert.ok(Math.abs(fit.stepsAt(7) / (fit.leastSteps + fit.leastExamples / 7) - 1) < 1e-9);
  const law = powerLaw(
    batchSizes.map((x) => ({ x, y: [0.02 * x ** 0.7, 0.03 * x ** 0.7] })),
    { rng },
  );
  assert.ok(Math.abs(law.exponent.estimate - 0.7) < 1e-12 && law.residual < 1e-12);
  assert.ok(Math.abs(law.at(10) / (Math.sqrt(0.0006) * 10 ** 0.7) - 1) < 1e-12);
});

test("data without a bend give no finite critical batch size", () => {
  const only = (steps: (batchSize: number) => number) =>
    hyperbola(
      batchSizes.map((batchSize) => ({
        batchSize,
        steps: [steps(batchSize), 1.1 * steps(batchSize)],
      })),
      { rng },
    );
  const linear = only((b) => 50_000 / b);
  assert.deepEqual(
    [
      linear.criticalBatchSize.estimate,
      linear.criticalBatchSize.low,
      linear.criticalBatchSize.high,
    ],
    [Infinity, 0, Infinity],
  );
  assert.ok(Math.abs(linear.leastExamples / 50_000 / Math.sqrt(1.1) - 1) < 0.02);
  const flat = only(() => 300);
  assert.equal(flat.criticalBatchSize.estimate, 0);
  assert.ok(Math.abs(flat.leastSteps / 300 / Math.sqrt(1.1) - 1) < 0.02);
  const one = hyperbola(
    exact.map(({ batchSize, steps }) => ({ batchSize, steps: [steps[0]] })),
    { rng },
  );
  assert.ok(Math.abs(one.criticalBatchSize.estimate - 48) < 1e-4);
  assert.deepEqual([one.criticalBatchSize.low, one.criticalBatchSize.high], [0, Infinity]);
});

test("the end of linear scaling is read off the curve, whatever its order", () => {
  const dense = Array.from({ length: 80 }, (_, i) => 2 ** (i / 8)).map((batchSize) => ({
    batchSize,
    steps: [100 + 6400 / batchSize],
  }));
  // Examples: 6400 + 100B, at B = 1 6500, so 20 % more at B = 14.
  assert.ok(Math.abs(linearScalingEnd(dense) - 14) < 0.05);
  assert.equal(linearScalingEnd(dense.toReversed()), linearScalingEnd(dense));
  assert.equal(linearScalingEnd(dense.slice(0, 20)), Infinity);
});

test("an interval of a proportion ends at 0 and 1 exactly where the trials do", () => {
  for (const level of [0.9, 0.95, 0.99])
    for (let n = 1; n < 60; n++) {
      assert.equal(proportion(0, n, { level }).low, 0);
      assert.equal(proportion(n, n, { level }).high, 1);
    }
});

test("scaling an estimate by a negative factor turns the interval round", () => {
  const scaled = scaleEstimate({ estimate: 2, low: 1, high: 4, level: 0.9, n: 5 }, -10);
  assert.deepEqual(scaled, { estimate: -20, low: -40, high: -10, level: 0.9, n: 5 });
});

test("what cannot be analysed is refused before any work", () => {
  const refused: [() => unknown, RegExp][] = [
    [
      () => pairedDifference([1, 2], [1, 2, 3], { rng }),
      /b must hold as many numbers as a, 2, got 3/,
    ],
    [
      () => pairedDifference([1, Number.NaN], [1, 2], { rng }),
      /a must hold finite numbers only, got NaN/,
    ],
    [() => meanEstimate([1], { rng }), /values must hold at least 2 numbers, got 1/],
    [
      () => meanEstimate([1, 2, 3], { rng, interval: "t" as "studentT" }),
      /meanEstimate: interval must be one of "studentT", "bca", got "t"/,
    ],
    [
      () => meanEstimate([1, 2, 3], { rng, level: 95 }),
      /level must be a number between 0 and 1, got 95/,
    ],
    [() => holm([0.5, 1.5]), /every p value must be a number from 0 to 1, got 1.5/],
    [() => proportion(5, 4), /successes must be a number from 0 to 4, got 5/],
    [() => quantile([], 0.5), /values must hold at least 1 numbers/],
    [() => rankCorrelation([1, 1, 1], [1, 2, 3], { rng }), /x must not be constant/],
    [() => hyperbola(exact.slice(0, 2), { rng }), /at least 3 different x, got 2/],
    [
      () => hyperbola([...exact, { batchSize: 2, steps: [5] }], { rng }),
      /same number of seeds, 3, got 1/,
    ],
    [
      () => hyperbola([...exact, { batchSize: 2, steps: [5, 5, Infinity] }], { rng }),
      /every y must be a positive number .*, got Infinity/,
    ],
    [() => saturation([], { rng, exponent: 1 }), /at least 3 different x, got 0/],
  ];
  for (const [call, message] of refused) assert.throws(call, { name: "ArgumentError", message });
});
