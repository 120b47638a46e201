import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { runTrials, split, standardize } from "batchwise";
import { audit } from "batchwise/dist/advise/data/audit.js";
import { testPoints } from "batchwise/dist/advise/metric.js";
import { configOf, lengthOf, stepsOf } from "batchwise/dist/advise/plan/length.js";
import { settingsOf } from "batchwise/dist/advise/settings.js";
import { standardizeTarget } from "batchwise/dist/features/standardizeTarget.js";
import { ROOT } from "../environment.mjs";

/** @typedef {{ batchSize: number, learningRate: number, seed: number }} Asked a batch of the whole training part or more is all of it */
/** @typedef {{ points: number, validLoss: number, history: readonly { step: number, validLoss: number }[] }} Judged */

/** Part of the data that validates, and that tests: what is trained on is as much as the advisor trains on. */
const HELD_OUT = 0.2;

/** Where trainings of the benchmark are kept: they depend on no clock, so that they are made once. @param {string} set */
export function cacheFolder(set) {
  const folder = join(ROOT, ".cache", "bench", "advise", set.replaceAll(/[^\w-]+/g, "-"));
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * The judge of a set: trainings as the advisor's longest ones, on divisions of the whole data of its own; tested on fresh
 * examples where more can be generated.
 * @param {import("./sets.mjs").DataSet} set
 */
export async function judgeOf({ name, load, fresh, options = {} }) {
  const data = await load();
  const settings = settingsOf(data, options);
  const open = Math.round((1 - HELD_OUT) * data.n);
  const { metric, smallestDifference } = audit(data, open, options);
  const others = fresh?.();
  const prepare = {
    name: `judge, ${settings.prepare}, three fifths, one, ${others ? `${others.n} fresh` : "one"}`,
    splits(whole, seed) {
      const parts = split(whole, { seed, valid: HELD_OUT, test: HELD_OUT });
      return prepared(
        standardizeTarget(others ? { ...parts, test: others } : parts),
        settings.prepare,
      );
    },
  };
  const { n } = prepare.splits(data, 0).train;
  return {
    name,
    data,
    settings,
    metric,
    n,
    /** Of divisions; fresh examples share nothing but the model's training. */
    overlap: HELD_OUT / (1 - 2 * HELD_OUT),
    /** Points that are too small to matter, as the advisor has it. */
    margin: Math.max(0.5, smallestDifference),
    /**
     * @param {readonly Asked[]} all
     * @param {string} journal its name
     * @returns {Promise<Judged[]>}
     */
    async train(all, journal) {
      const trials = all.map(({ batchSize, learningRate, seed }) => {
        const size = Math.min(batchSize, n);
        const steps = stepsOf(lengthOf({}, 1), size, n);
        const config = configOf(settings, n, { batchSize: size, learningRate, steps, seed });
        return { seed, config: { ...config, model: settings.model } };
      });
      const rows = await runTrials(data, /** @type {any} */ (trials), {
        prepare,
        readTest: true,
        keepHistory: true,
        keepConfusion: metric.name === "balancedAccuracy",
        journal: join(cacheFolder(name), `${journal}.jsonl`),
        onProgress: () => {},
      });
      return rows.map((row) => ({
        points: testPoints(row, metric),
        validLoss: row.validLoss,
        history: row.history ?? [],
      }));
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof judgeOf>>} Judge */

/** @param {import("batchwise").Splits} parts @param {string} prepare */
function prepared({ train, valid, test }, prepare) {
  if (prepare === "raw") return { train, valid, test };
  const fitted = standardize({ scale: prepare === "standardized" }).fit(train);
  return {
    train: fitted.transform(train),
    valid: fitted.transform(valid),
    test: fitted.transform(test),
  };
}
