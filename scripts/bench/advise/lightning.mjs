import { Rng } from "batchwise";
import { configOf } from "batchwise/dist/advise/plan/length.js";
import { openLearner } from "batchwise/dist/nn/training/train.js";
import { costOf } from "./cost.mjs";

/** @typedef {import("./rival.mjs").Rival} Rival */
/** @typedef {import("./rival.mjs").Choice} Choice */

/** Defaults of Lightning 2.6: `Tuner.scale_batch_size(mode="power")`. */
const FIRST_SIZE = 2;
const LARGEST_SIZE = 8192;
const STEPS_A_TRIAL = 3;
/** Defaults of `Tuner.lr_find`. */
const [LOWEST, HIGHEST, STEPS] = [1e-8, 1, 100];
const THRESHOLD = 4;
const SMOOTHING = 0.98;
const [SKIPPED_FIRST, SKIPPED_LAST] = [10, 1];

/**
 * What Lightning's `Tuner` does (lightning 2.6.6, `batch_size_scaling.py` and `lr_finder.py`), on our training steps: the
 * size is doubled from 2 while memory lasts and there are examples, up to 8,192, which here is always all of them; then
 * one run of 100 steps with rates rising from 1e-8 to 1, ended when the smoothed loss is four times its lowest, and of
 * these the rate where the smoothed loss falls most steeply in the rate.
 * @param {Rival} rival
 * @returns {Promise<Choice>}
 */
export async function lightningTuner({ splits, n, settings }) {
  let size = FIRST_SIZE;
  let cost = 0;
  while (size < n && size < LARGEST_SIZE) {
    cost += costOf(STEPS_A_TRIAL, size);
    size *= 2;
  }
  const batchSize = Math.min(size, n);
  const { rates, losses } = await rangeTest({ splits, n, settings }, batchSize);
  cost += costOf(rates.length, batchSize);
  const learningRate = steepest(rates, losses) ?? LOWEST;
  return { batchSize, learningRate, cost, trainings: 1 };
}

/** Steps at rising rates, and the smoothed losses. */
async function rangeTest({ splits, n, settings }, batchSize) {
  const run = { batchSize, learningRate: LOWEST, seed: settings.seed, steps: STEPS };
  const config = { ...configOf(settings, n, run), model: settings.model };
  const learner = await openLearner(splits, config);
  const rng = Rng.fromSeed(settings.seed).fork("range test");
  const [rates, losses] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  try {
    let [average, best, at] = [0, 0, n];
    let order = rng.permutation(n);
    for (let step = 1; step <= STEPS; step++) {
      if (at >= n) [order, at] = [rng.permutation(n), 0];
      const rows = order.subarray(at, at + batchSize);
      at += batchSize;
      // As its scheduler counts: 0, 2, 3, … hundredths of the way.
      const share = step === 1 ? 0 : step / STEPS;
      const learningRate = LOWEST * (HIGHEST / LOWEST) ** share;
      const { loss } = learner.step(rows, { step, learningRate, norm: false });
      average = SMOOTHING * average + (1 - SMOOTHING) * loss;
      const smooth = average / (1 - SMOOTHING ** (step + 1));
      rates.push(learningRate);
      losses.push(smooth);
      if (step > 1 && smooth > THRESHOLD * best) break;
      if (step === 1 || smooth < best) best = smooth;
    }
  } finally {
    learner.dispose();
  }
  return { rates, losses };
}

/** The rate of the lowest derivative, of second order on uneven points as `torch.gradient` has it. */
export function steepest(rates, losses) {
  const points = rates
    .map((x, i) => ({ x, y: losses[i] }))
    .slice(SKIPPED_FIRST, rates.length - SKIPPED_LAST)
    .filter(({ y }) => Number.isFinite(y));
  if (points.length < 2) return undefined;
  const slopes = points.map((here, i) => {
    const [before, after] = [points[i - 1], points[i + 1]];
    if (before === undefined) return (after.y - here.y) / (after.x - here.x);
    if (after === undefined) return (here.y - before.y) / (here.x - before.x);
    const [left, right] = [here.x - before.x, after.x - here.x];
    return (
      (left ** 2 * after.y - right ** 2 * before.y + (right ** 2 - left ** 2) * here.y) /
      (left * right * (left + right))
    );
  });
  return points[slopes.indexOf(Math.min(...slopes))].x;
}
