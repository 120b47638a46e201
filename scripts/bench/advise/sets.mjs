import { join } from "node:path";
import { loadCsv, loadDigits, mnist1d, Rng } from "batchwise";
import { noisyMixtures, pureNoise, withLabelNoise, withProbes } from "batchwise/data";
import { ROOT } from "../environment.mjs";
import { cloudsOf } from "./clouds.mjs";

/** @typedef {import("batchwise").Dataset} Dataset */
/** @typedef {import("batchwise/advise").AdviseOptions} AdviseOptions */
/** @typedef {{ name: string, load: () => Dataset | Promise<Dataset>, options?: Pick<AdviseOptions, "metric"> }} DataSet */

/** Copies of the 64 pixels that `withProbes` appends, shuffled. */
const COPIES = 7;

/** @param {string} file @param {string} label */
async function example(file, label) {
  const { data } = await loadCsv(join(ROOT, "data", "examples", file), { label });
  return data;
}

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
  { name: "MNIST-1D", load: () => mnist1d().train },
  { name: "breast cancer", load: () => example("breast-cancer.csv", "diagnosis") },
  { name: "wine", load: () => example("wine.csv", "cultivar") },
  {
    name: "imbalanced, one of ten",
    load: () =>
      cloudsOf({ sizes: [3600, 400], features: 10, apart: 2.5, rng: draws("imbalanced") }),
    options: { metric: "balancedAccuracy" },
  },
  {
    name: "separable",
    load: () => cloudsOf({ sizes: [300, 300], features: 10, apart: 12, rng: draws("separable") }),
  },
  {
    name: "pure noise",
    load: () => pureNoise({ n: 1000, features: 10, rng: draws("pure noise") }),
  },
];

/** The sets whose name matches and whose file is there. @param {RegExp} filter */
export function dataSets(filter) {
  return ALL.filter(({ name }) => filter.test(name));
}
