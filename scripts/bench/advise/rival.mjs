import { join } from "node:path";
import { dataTrainer } from "batchwise/dist/advise/data/dataTrainer.js";
import { divisionsOf } from "batchwise/dist/advise/data/divisions.js";
import { lengthOf, stepsOf } from "batchwise/dist/advise/plan/length.js";
import { makePlan } from "batchwise/dist/advise/plan/makePlan.js";
import { costOf } from "./cost.mjs";
import { cacheFolder } from "./trainings.mjs";

/** @typedef {import("./trainings.mjs").Judge} Judge */
/** @typedef {import("batchwise/dist/advise/measured.js").Measured} Measured */
/** @typedef {{ batchSize: number, learningRate: number, cost: number, trainings: number }} Choice `cost` by then */

/**
 * What rivals of the advisor train: its own trainings at their whole length, on the divisions on which it tunes.
 * @param {Judge} judge
 * @param {number} seed the advisor's
 */
export function rivalsTrainings(judge, seed) {
  const settings = { ...judge.settings, seed };
  const divisions = divisionsOf(judge.data, settings.prepare, seed);
  const trainer = dataTrainer(judge.data, settings, divisions, judge.metric);
  const { n } = trainer;
  const watch = {
    journal: join(cacheFolder(judge.name), `rivals-${seed}.jsonl`),
    signal: new AbortController().signal,
    onProgress: () => {},
  };
  return {
    n,
    settings,
    /** Times of a step at every size, in interleaved rounds. */
    measure: () => trainer.measure(undefined),
    /** The advisor's plan for a budget, were steps as fast as given. @param {number} budget @param {Measured} measured */
    plan: (budget, measured) =>
      makePlan(trainer, { ...settings, budget: { seconds: budget } }, measured),
    splits: divisions.tuning.splits(divisions.open, 10_000 * seed),
    /**
     * @param {readonly { batchSize: number, learningRate: number, run: number }[]} all `run` counts the divisions
     * @returns {Promise<{ validLoss: number, cost: number }[]>}
     */
    async train(all) {
      const asked = all.map(({ batchSize, learningRate, run }) => ({
        batchSize: Math.min(batchSize, n),
        learningRate,
        seed: 10_000 * seed + run,
        steps: stepsOf(lengthOf({}, 1), Math.min(batchSize, n), n),
      }));
      const outcomes = await trainer.train("tuning", asked, watch);
      return outcomes.map(({ validLoss, history, batchSize }) => ({
        validLoss,
        cost: costOf(Math.max(1, history.at(-1)?.step ?? 0), batchSize),
      }));
    },
  };
}

/** @typedef {ReturnType<typeof rivalsTrainings>} Rival */
