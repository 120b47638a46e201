import assert from "node:assert/strict";
import { test } from "node:test";
import { meanEstimate, Rng } from "batchwise";
import {
  hyperbola,
  powerLaw,
  proportion,
  signFlip,
  smallestDetectable,
  studentTInterval,
} from "batchwise/stats";

/** How many of `runs` simulated intervals hold the truth, and asserts the share. */
function covers(
  name: string,
  runs: number,
  truth: number,
  interval: (rng: Rng) => { readonly low: number; readonly high: number },
  [least, most]: readonly [number, number],
): void {
  const root = Rng.fromSeed(2024).fork(name);
  let held = 0;
  for (let run = 0; run < runs; run++) {
    const { low, high } = interval(root.fork(run));
    if (low <= truth && truth <= high) held++;
  }
  const share = held / runs;
  assert.ok(
    share >= least && share <= most,
    `${name}: ${share} of the 95 % intervals hold the truth`,
  );
}

const sample = (n: number, draw: () => number): number[] => Array.from({ length: n }, draw);
const exponential = (rng: Rng): number => -Math.log(1 - rng.uniform());

test("the interval of a paired difference holds a skewed difference's mean, at n = 20", () => {
  covers(
    "skewed",
    1000,
    0.5,
    (rng) => {
      // a − b is ½ plus gamma(2) minus 2, of skewness √2.
      const b = sample(20, () => 5 * rng.normal());
      const a = b.map((v) => v - 1.5 + exponential(rng) + exponential(rng));
      return meanEstimate(
        a.map((v, i) => v - b[i]),
        { rng, resamples: 999 },
      );
    },
    [0.92, 0.97],
  );
});

test("the sign-flip interval holds its level exactly for symmetric heavy tails", () => {
  const heavy = (rng: Rng): number[] => sample(8, () => rng.normal() / (0.2 + rng.uniform()));
  // With 2^8 patterns the interval's exact level is 1 − 2·6/256 = .953.
  covers("signs", 3000, 0, (rng) => signFlip(heavy(rng), { rng }), [0.94, 0.965]);
});

test("Wilson's interval holds near the ends", () => {
  covers(
    "Wilson",
    3000,
    0.97,
    (rng) => {
      const successes = sample(60, () => rng.uniform()).filter((u) => u < 0.97).length;
      return proportion(successes, 60);
    },
    [0.92, 0.985],
  );
});

const batchSizes = [4, 16, 64, 256, 1024];

test("the interval of the critical batch size holds it, with five seeds and with twenty", () => {
  for (const seeds of [5, 20])
    covers(
      `hyperbola ${seeds}`,
      500,
      100,
      (rng) => {
        const common = sample(seeds, () => 0.3 * rng.normal());
        const points = batchSizes.map((batchSize) => ({
          batchSize,
          steps: common.map((c) => (200 + 20_000 / batchSize) * Math.exp(c + 0.2 * rng.normal())),
        }));
        return hyperbola(points, { rng }).criticalBatchSize;
      },
      [0.925, 0.975],
    );
});

test("the interval of an exponent holds it, over seeds and over points", () => {
  for (const seeds of [1, 6])
    covers(
      `power law ${seeds}`,
      800,
      0.5,
      (rng) => {
        const points = batchSizes.map((x) => ({
          x,
          y: sample(seeds, () => 0.01 * Math.sqrt(x) * Math.exp(0.3 * rng.normal())),
        }));
        return powerLaw(points, { rng }).exponent;
      },
      [0.93, 0.97],
    );
});

test("an effect as large as the smallest detectable one is seen in 80 of 100 experiments", () => {
  const effect = smallestDetectable({ n: 12, sd: 2 });
  const root = Rng.fromSeed(5);
  let seen = 0;
  for (let run = 0; run < 1000; run++) {
    const rng = root.fork(run);
    const { low, high } = studentTInterval(sample(12, () => effect + 2 * rng.normal()));
    if (low > 0 || high < 0) seen++;
  }
  assert.ok(seen >= 760 && seen <= 840, `${seen} of 1000`);
});

test("under no difference the sign-flip test is significant at 5 % in at most about 5 of 100", () => {
  const root = Rng.fromSeed(6);
  let significant = 0;
  for (let run = 0; run < 400; run++) {
    const rng = root.fork(run);
    const a = sample(10, () => rng.normal());
    const b = sample(10, () => rng.normal());
    if (
      signFlip(
        a.map((v, i) => v - b[i]),
        { rng },
      ).p <= 0.05
    )
      significant++;
  }
  assert.ok(significant >= 8 && significant <= 33, `${significant} of 400`);
});
