import { moreIsBetter } from "batchwise/dist/advise/metric.js";
import { usualRate } from "batchwise/dist/advise/stages/anchorRate.js";
import { seedsFrom } from "batchwise/dist/experiment/seedsFrom.js";
import { stepsToTarget } from "batchwise/dist/experiment/toTarget.js";

/** @typedef {import("./trainings.mjs").Judge} Judge */
/** @typedef {import("./trainings.mjs").Judged} Judged */
/**
 * @typedef {{ batchSize: number, learningRate: number, points: number[], steps: (number | null)[] }} Cell one of each for
 *   every division: points of the test part, updates to the target or null where it was missed
 */

const SIZES = 9;
const LARGEST = 1024;
const RATES = 11;
/** Divisions on which the best cell is chosen, more where test parts are small; it is judged on others. */
const FIRST_SEED = 5_000_000;
const [SOME, MANY, FEW] = [10, 40, 500];
/** Part of the way from guessing to the best cell's validation loss that makes a division's target. */
const TARGET_PART = 0.95;

/** Nine sizes, factor two, the largest 1,024 or all examples. @param {number} n */
export function gridSizes(n) {
  const largest = Math.min(LARGEST, n);
  const sizes = [largest];
  for (let size = 2 ** Math.ceil(Math.log2(largest) - 1); size >= 1; size /= 2) sizes.push(size);
  return sizes.slice(0, SIZES).reverse();
}

/** Eleven rates, factor two, about the usual one of the size. @param {Judge} judge @param {number} batchSize */
function gridRates(judge, batchSize) {
  const middle = usualRate(/** @type {any} */ (judge), batchSize);
  return Array.from({ length: RATES }, (_, k) => middle * 2 ** (k - (RATES - 1) / 2));
}

/**
 * Every size and rate on the same divisions.
 * @param {Judge} judge
 * @returns {Promise<Cell[]>}
 */
export async function makeGrid(judge) {
  const asked = gridSizes(judge.n).flatMap((batchSize) =>
    gridRates(judge, batchSize).map((learningRate) => ({ batchSize, learningRate })),
  );
  const seeds = seedsFrom(FIRST_SEED, judge.data.n < FEW ? MANY : SOME);
  const rows = await judge.train(
    asked.flatMap((cell) => seeds.map((seed) => ({ ...cell, seed }))),
    "grid",
  );
  const runs = asked.map((_, i) => rows.slice(i * seeds.length, (i + 1) * seeds.length));
  const cells = asked.map((cell, i) => ({
    ...cell,
    points: runs[i].map(({ points }) => Number(points.toFixed(2))),
  }));
  const best = runs[cells.indexOf(ranking(judge, cells)[0])];
  return cells.map((cell, i) => ({ ...cell, steps: stepsOf(judge, runs[i], best) }));
}

/**
 * Updates of runs to the target of their division, which is set by the best cell's run there; null where it is missed,
 * or where even the best is no better than guessing.
 * @param {Judge} judge
 * @param {readonly Judged[]} runs
 * @param {readonly Judged[]} best on the same divisions
 */
export function stepsOf({ metric }, runs, best) {
  return runs.map(({ history }, k) => {
    const target = metric.guessLoss - TARGET_PART * (metric.guessLoss - best[k].validLoss);
    if (!(target > 0 && target < (1 - SIGNAL) * metric.guessLoss && history.length > 0))
      return null;
    const steps = stepsToTarget(history, target);
    return Number.isFinite(steps) ? Number(steps.toPrecision(3)) : null;
  });
}

/** Part of guessing's loss that the target has to save. */
const SIGNAL = 0.05;

/**
 * From the best on, by the mean of the points; of equal ones the first.
 * @template {Pick<Cell, "points">} C
 * @param {Pick<Judge, "metric">} judge
 * @param {readonly C[]} cells
 */
export function ranking({ metric }, cells) {
  const sign = moreIsBetter(metric.name) ? -1 : 1;
  const scores = new Map(cells.map((cell) => [cell, sign * meanOf(cell.points)]));
  const score = (cell) => {
    const value = scores.get(cell) ?? Number.NaN;
    return Number.isFinite(value) ? value : Number.POSITIVE_INFINITY;
  };
  return [...cells].sort((a, b) => (score(a) === score(b) ? 0 : score(a) - score(b)));
}

/** @param {readonly number[]} values */
export function meanOf(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
