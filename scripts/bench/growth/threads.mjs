import { inRounds } from "../measure.mjs";
import { startWorkers } from "../worker.mjs";
import { components, regression, training } from "./series.mjs";
import { commandsOf, inPieces } from "./subjects.mjs";

/** @typedef {import("./series.mjs").Series} Series */

const COUNTS = [1, 2];

/** Work that is large enough to be shared. @type {readonly (Pick<Series, "name" | "peer" | "subjects"> & { work: () => import("./series.mjs").Work })[]} */
export const SHARED = [
  {
    name: "step of 784-128-10, Adam, B = 1024",
    peer: "PyTorch",
    subjects: "train",
    work: () => training({ layers: [784, 128, 10], n: 10_000, size: 1024, optimizer: "adam" }),
  },
  {
    name: "step of each of 64 networks 64-32-10, SGD, B = 32",
    peer: "torch.func.vmap",
    subjects: "train",
    work: () => training({ layers: [64, 32, 10], n: 1500, size: 32, optimizer: "sgd", k: 64 }),
  },
  {
    name: "LogisticRegression, lbfgs, 20,000 × 256",
    peer: "scikit-learn",
    subjects: "linear",
    work: () => regression({ n: 20_000, features: 256, classes: 2 }),
  },
  {
    name: "PCA, 20,000 × 256",
    peer: "scikit-learn",
    subjects: "features",
    work: () => components({ n: 20_000, features: 256 }),
  },
];

/**
 * Seconds of a work with each number of threads, all subjects with all numbers in turn.
 * @typedef {{ case: string, against: "threads", peer: string, subject: string, size: number, seconds: number[] }} Row
 */

/**
 * @param {typeof SHARED[number]} shared
 * @param {{ python: string, subjects: RegExp, rounds: number, seconds: number }} options
 * @returns {Promise<{ rows: Row[], versions: Record<string, string> }>}
 */
export async function withThreads(shared, options) {
  const { request, ...work } = shared.work();
  /** @type {Map<string, { subject: string, size: number }>} */
  const named = new Map();
  const asked = new Map();
  const started = [];
  const known = {};
  try {
    for (const size of COUNTS) {
      const { workers, versions } = await startWorkers(commandsOf(shared, options), size);
      Object.assign(known, versions);
      for (const [subject, worker] of workers) {
        const name = `${subject}, threads: ${size}`;
        started.push(worker);
        named.set(name, { subject, size });
        asked.set(name, inPieces(worker, work, []));
      }
    }
    const effort = { rounds: options.rounds, seconds: options.seconds, fewest: 1 };
    const measured = await inRounds(asked, { ...request, case: shared.name }, effort);
    const about = { case: shared.name, against: /** @type {const} */ ("threads") };
    return {
      rows: [...measured].flatMap(([name, seconds]) => {
        const of = named.get(name);
        return of === undefined ? [] : [{ ...about, peer: shared.peer, ...of, seconds }];
      }),
      versions: known,
    };
  } finally {
    for (const worker of started) worker.close();
  }
}
