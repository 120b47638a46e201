import { join } from "node:path";
import { loadCsv, loadDigits, mnist1d, Rng } from "batchwise";
import { noisyMixtures, pureNoise, withLabelNoise, withProbes } from "batchwise/data";
import { ROOT } from "../environment.mjs";
import { cloudsOf } from "./clouds.mjs";
import { friedman } from "./friedman.mjs";

/** @typedef {import("batchwise").Dataset} Dataset */
/** @typedef {import("batchwise/advise").AdviseOptions} AdviseOptions */
/**
 * @typedef {{ name: string, load: () => Dataset | Promise<Dataset>, fresh?: () => Dataset, options?: Pick<AdviseOptions, "metric"> }} DataSet
 *   `fresh` are more examples of the same kind, where there can be, for the judge
 */

/** Copies of the 64 pixels that `withProbes` appends, shuffled. */
const COPIES = 7;

/** @param {string} file @param {string} label @param {"classification" | "regression"} problem */
async function example(file, label, problem = "classification") {
  const { data } = await loadCsv(join(ROOT, "data", "examples", file), { label, problem });
  return data;
}

/** Examples on which a generated set is judged. */
const FRESH = 10_000;

/** @param {readonly number[]} sizes @param {number} apart @param {string} name */
const clouds = (sizes, apart, name) => cloudsOf({ sizes, features: 10, apart, rng: draws(name) });

/** @param {number} n @param {string} name */
const noise = (n, name) => pureNoise({ n, features: 10, rng: draws(name) });

/** The draws of a set that is generated. @param {string} name */
const draws = (name) => Rng.fromSeed(0).fork(name);

/** The data on which the advisor is judged. @type {readonly DataSet[]} */
const ALL = [
  { name: "digits", load: () => loadDigits() },
  {
    name: "digits, 20 % wrong labels",
    // Everywhere, as it would be in one's own data: in the test part too.
    load: () =>
      withLabelNoise({ train: loadDigits() }, { share: 0.2, rng: draws("wrong labels") }).train,
  },
  {
    name: "digits, 448 probes",
    load: () => withProbes(loadDigits(), { copies: COPIES, rng: draws("probes") }),
  },
  {
    name: "digits, noisy mixtures",
    load: () => noisyMixtures(loadDigits(), { features: 64, noise: 1, rng: draws("mixtures") }),
  },
  {
    name: "MNIST-1D",
    load: () => mnist1d().train,
    fresh: () => mnist1d({ n: FRESH / 0.8, seed: 1 }).train,
  },
  { name: "breast cancer", load: () => example("breast-cancer.csv", "diagnosis") },
  { name: "wine", load: () => example("wine.csv", "cultivar") },
  {
    name: "imbalanced, one of ten",
    load: () => clouds([3600, 400], 2.5, "imbalanced"),
    fresh: () => clouds([0.9 * FRESH, 0.1 * FRESH], 2.5, "imbalanced, fresh"),
    options: { metric: "balancedAccuracy" },
  },
  {
    name: "separable",
    load: () => clouds([300, 300], 12, "separable"),
    fresh: () => clouds([FRESH / 2, FRESH / 2], 12, "separable, fresh"),
  },
  {
    name: "pure noise",
    load: () => noise(1000, "pure noise"),
    fresh: () => noise(FRESH, "pure noise, fresh"),
  },
  { name: "diabetes", load: () => example("diabetes.csv", "progression", "regression") },
  {
    name: "Friedman 1",
    load: () => friedman({ n: 1000, rng: draws("Friedman 1") }),
    fresh: () => friedman({ n: FRESH, rng: draws("Friedman 1, fresh") }),
  },
];

/** The sets whose name matches. @param {RegExp} filter */
export function dataSets(filter) {
  return ALL.filter(({ name }) => filter.test(name));
}
