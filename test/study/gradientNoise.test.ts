import assert from "node:assert/strict";
import { test } from "node:test";
import { loadDigits, Rng, toTarget } from "batchwise";
import { gradientNoise, initialModel } from "batchwise/analysis";
import {
  estimateSpread,
  foretoldCurves,
  meanOverSteps,
  noiseCourse,
  noisePredictions,
  noiseScaleEstimate,
  noiseSubjects,
  rateRuleConfigs,
  stepsCurves,
  targetNoise,
  trainedVariance,
  twoBatchStudy,
  twoBatchSummaries,
  varianceLaw,
} from "batchwise/study";

const data = loadDigits();
const base = { model: { kind: "linear" } } as const;
const seeds = [1, 2];
const rng = Rng.fromSeed(1);
const near = (actual: number, expected: number, share: number): void => {
  assert.ok(Math.abs(actual / expected - 1) <= share, `${actual} must be about ${expected}`);
};

test("rates of the rule approach their limit, and far below the knee grow as B^exponent", () => {
  const optimizer = { kind: "adam", learningRate: 0.5 } as const;
  const rules = { Adam: { optimizer, exponent: 0.75 } };
  const rates = (knee: number): number[] =>
    rateRuleConfigs(data, base, { rules, knee, sizes: [1, 16, "full"] }).map(
      ({ config }) => config.optimizer.learningRate,
    );
  near(rates(1e-9)[0], 0.5, 1e-6);
  const [one, sixteen, full] = rates(1e9);
  near(sixteen / one, 8, 1e-6);
  near(full / one, 1197 ** 0.75, 0.01);
});

test("the course of the noise is that of the checkpoints near each loss", async () => {
  const course = await noiseCourse(data, base, {
    runs: [
      { batchSize: 64, learningRate: 0.25 },
      { batchSize: "full", learningRate: 0.5 },
    ],
    reach: 60,
    losses: [0.7, 0.4, 0.001],
    seeds,
  });
  // No run comes near the last loss, so it is left out.
  assert.deepEqual(
    course.map(({ run, seed, trainLoss }) => [run, seed, trainLoss].join()),
    ["64 at 0.25", "full at 0.5"].flatMap((run) =>
      seeds.flatMap((seed) => [0.7, 0.4].map((loss) => [run, seed, loss].join())),
    ),
  );
  for (const row of course) near(row.noiseScale, row.trace / row.gradientSquared, 1e-12);
  // The gradient shrinks as the loss falls, and the scatter by less.
  for (let i = 0; i < course.length; i += 2)
    assert.ok(course[i].noiseScale < course[i + 1].noiseScale);
});

test("variance and two-batch estimates of partly trained models agree with their exact noise", async () => {
  const subjects = await noiseSubjects(data, base, {
    run: { batchSize: 32, learningRate: 0.25 },
    reach: 60,
    losses: [0.6],
    seeds,
  });
  assert.deepEqual(
    subjects.map(({ seed }) => seed),
    seeds,
  );
  const batchSizes = [1, 8, 64];
  const variances = trainedVariance(subjects, { batchSizes, draws: 400, rng });
  for (const { variance, law } of variances) near(variance, law, 0.2);
  const { exponent } = varianceLaw(variances, { n: subjects[0].train.n, rng });
  near(exponent.estimate, -1, 0.05);
  assert.equal(exponent.n, 2);

  const rows = twoBatchStudy(subjects, { pairs: [[16, 256]], draws: 400, rng });
  for (const [i, { exact, low, high, meanOfRatios }] of twoBatchSummaries(rows).entries()) {
    near(exact, gradientNoise(subjects[i].model, subjects[i].train).noiseScale, 1e-12);
    assert.ok(low < 1.1 * exact && high > exact / 1.1, `${low} to ${high} must hold ${exact}`);
    assert.ok(meanOfRatios > exact, "the mean of ratios is too large here");
  }
  const [few, many] = estimateSpread(rows, { groups: [1, 100] });
  assert.ok(few.low < many.low && few.high > many.high, "more draws, narrower spread");
  assert.ok(few.median < 1 && Math.abs(many.median - 1) < 0.2);
});

test("a loss out of reach is refused", async () => {
  await assert.rejects(
    noiseSubjects(data, base, {
      run: { batchSize: 32, learningRate: 0.25 },
      reach: 1,
      losses: [0.01],
      seeds,
    }),
    /losses must be reached within the budget/,
  );
});

test("where |G|² may be 0 the noise scale has no upper end", () => {
  const draws = [1, -0.5, 0.8, -0.9, 0.3].map((gradientSquared) => ({ gradientSquared, trace: 2 }));
  const { estimate, low, high } = noiseScaleEstimate(draws);
  near(estimate, 10 / 0.7, 1e-9);
  assert.ok(low > 0 && low < estimate);
  assert.equal(high, Number.POSITIVE_INFINITY);
  const lost = noiseScaleEstimate(draws.map((draw) => ({ ...draw, gradientSquared: -1 })));
  assert.equal(lost.estimate, Number.POSITIVE_INFINITY);
});

test("a mean over steps weighs each stretch by its length", () => {
  assert.equal(meanOverSteps([0, 1, 4], [2, 2, 4]), (2 * 1 + 3 * 3) / 4);
});

test("readings start at the initial model, and their mean lies between the ends", async () => {
  const rules = { SGD: { optimizer: { kind: "sgd", learningRate: 1 }, exponent: 1 } } as const;
  const configs = rateRuleConfigs(data, base, { rules, knee: 16, sizes: [16, 128] });
  const most = { steps: 30, epochs: 3 };
  const steps = await toTarget(data, configs, { target: 0.4, most, seeds });
  const noise = await targetNoise(data, steps);
  assert.equal(noise.length, 2 * 2 * 3);
  for (let i = 0; i < noise.length; i += 3) {
    const [start, way, target] = noise.slice(i, i + 3).map(({ noiseScale }) => noiseScale);
    assert.ok(start < way && way < target, [start, way, target].join());
  }
  // The start is the same whatever the batch size: that of the seed's initial model.
  assert.equal(noise[0].noiseScale, noise[6].noiseScale);
  const { train } = (await noiseSubjectsOf(seeds[0]))[0];
  const initial = initialModel(train, { ...base, seed: seeds[0] });
  near(noise[0].noiseScale, gradientNoise(initial, train).noiseScale, 1e-9);
});

/** The centred data of a seed. */
function noiseSubjectsOf(seed: number): ReturnType<typeof noiseSubjects> {
  return noiseSubjects(data, base, {
    run: { batchSize: 64, learningRate: 0.25 },
    reach: 10,
    losses: [2],
    seeds: [seed],
  });
}

test("a noise scale equal to the critical size of the steps has ratio 1, whatever the seed's level", () => {
  const seeds = [1, 2, 3];
  const rows = seeds.flatMap((seed) =>
    [1, 10, 100, 1000].map((batchRows) => ({
      optimizer: "SGD",
      batchRows,
      seed,
      steps: seed * (20 + 1000 / batchRows),
    })),
  );
  const reading = { optimizer: "SGD", batchRows: 10, reading: "on the way" } as const;
  const noise = seeds.map((seed) => ({ ...reading, seed, noiseScale: 50 }));
  const [found] = noisePredictions(rows, noise);
  for (const value of [found.estimate, found.low, found.high]) near(value, 1, 1e-3);
  near(found.critical, 50, 1e-3);
  near(found.stepsTaken, 2, 1e-3);
  near(found.examplesTaken, 2, 1e-3);
  // The foretold curve is then the one that the steps lie on.
  const range = { from: 1, to: 1000 };
  const curve = foretoldCurves([found], range);
  for (const [i, { steps, batchRows }] of curve.entries()) {
    near(steps, 6 ** (1 / 3) * (20 + 1000 / batchRows), 2e-3);
    near(stepsCurves([{ ...found, estimate: found.critical }], range)[i].steps, steps, 2e-3);
  }
});

test("twice the noise scale halves the ratio, and scatter of the noise widens its interval", () => {
  const seeds = [1, 2, 3, 4];
  const rows = seeds.flatMap((seed) =>
    [1, 10, 100, 1000].map((batchRows) => ({
      optimizer: "SGD",
      batchRows,
      seed,
      steps: 20 + 1000 / batchRows,
    })),
  );
  const reading = { optimizer: "SGD", batchRows: 10, reading: "at the target" } as const;
  const noise = seeds.map((seed) => ({
    ...reading,
    seed,
    noiseScale: 100 * 2 ** (seed - 2.5),
  }));
  const [{ estimate: ratio, low, high, n }] = noisePredictions(rows, noise);
  near(ratio, 0.5, 1e-3);
  // Student's t on logs 1 doubling apart: sd 1.291 doublings, t(3) = 3.182.
  near(Math.log2(high / ratio), (3.182 * 1.291) / 2, 0.01);
  near(Math.log2(ratio / low), (3.182 * 1.291) / 2, 0.01);
  assert.equal(n, 4);
});
