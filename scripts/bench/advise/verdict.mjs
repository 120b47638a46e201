import { pairedDifference } from "batchwise";
import { moreIsBetter } from "batchwise/dist/advise/metric.js";
import { microsAt } from "batchwise/dist/advise/plan/speedRow.js";
import { seedsFrom } from "batchwise/dist/experiment/seedsFrom.js";
import { median } from "../statistics.mjs";
import { meanOf, ranking, stepsOf } from "./grid.mjs";

/** @typedef {import("./trainings.mjs").Judge} Judge */
/** @typedef {import("./trainings.mjs").Judged} Judged */
/** @typedef {import("./grid.mjs").Cell} Cell */
/** @typedef {{ batchSize: number, learningRate: number }} Pair */
/** @typedef {readonly import("batchwise/advise").SpeedRow[]} Speed */
/** @typedef {{ points: number[], steps: number[], seconds: number }} Sentence of one pair: `seconds` to the target, infinite where half of the runs miss it */

/** Divisions of the judge's own; more where test parts are small and trainings short. */
const [MANY, SOME, FEW] = [40, 20, 500];

/**
 * The best cell of a grid, and of those that are as good the fastest to the target.
 * @param {Judge} judge
 * @param {readonly Cell[]} cells
 * @param {Speed} speed
 */
export function oraclesOf(judge, cells, speed) {
  const [best] = ranking(judge, cells);
  const sign = moreIsBetter(judge.metric.name) ? 1 : -1;
  const time = ({ steps, batchSize }) =>
    median(steps.map((s) => s ?? Number.POSITIVE_INFINITY)) * microsAt(speed, batchSize);
  const fastest = cells
    .filter(({ points }) => sign * (meanOf(best.points) - meanOf(points)) <= judge.margin)
    .reduce((a, b) => (time(b) < time(a) ? b : a), best);
  return { best, fastest };
}

/**
 * Sentences on pairs of a batch size and a rate, all on the same divisions, which nothing before has seen.
 * @param {Judge} judge
 * @param {readonly Pair[]} pairs
 * @param {Pair} best the oracle, which sets the targets
 * @param {Speed} speed
 * @returns {Promise<(pair: Pair) => Sentence>}
 */
export async function sentencesOn(judge, pairs, best, speed) {
  const key = ({ batchSize, learningRate }) => `${Math.min(batchSize, judge.n)} ${learningRate}`;
  const different = [...new Map([best, ...pairs].map((pair) => [key(pair), pair])).values()];
  const seeds = seedsFrom(6_000_000, judge.data.n < FEW ? MANY : SOME);
  const rows = await judge.train(
    different.flatMap(({ batchSize, learningRate }) =>
      seeds.map((seed) => ({ batchSize, learningRate, seed })),
    ),
    "judge",
  );
  const runs = different.map((_, i) => rows.slice(i * seeds.length, (i + 1) * seeds.length));
  const sentences = new Map(
    different.map((pair, i) => {
      const steps = stepsOf(judge, runs[i], runs[0]).map((s) => s ?? Number.POSITIVE_INFINITY);
      const points = runs[i].map((row) => row.points);
      const micros = microsAt(speed, Math.min(pair.batchSize, judge.n));
      return [key(pair), { points, steps, seconds: (median(steps) * micros) / 1e6 }];
    }),
  );
  return (pair) => {
    const sentence = sentences.get(key(pair));
    if (sentence === undefined) throw new Error(`bench: ${key(pair)} was not judged`);
    return sentence;
  };
}

/**
 * Points that a pair loses against another, with the interval over divisions; a pair that diverges loses all.
 * @param {Judge} judge
 * @param {Sentence} of
 * @param {Sentence} against
 */
export function lossAgainst({ metric, overlap }, of, against) {
  const [a, b] = moreIsBetter(metric.name) ? [against, of] : [of, against];
  const values = [a, b].map(({ points }) => points.map((p) => (Number.isFinite(p) ? p : 0)));
  const { estimate, low, high } = pairedDifference(values[0], values[1], { overlap });
  return { estimate, low, high };
}
