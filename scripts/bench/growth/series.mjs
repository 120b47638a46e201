import { featureFile } from "../features.mjs";
import { csvFile, decimals } from "../readers/csvFile.mjs";
import { trainDataFile } from "../train_cases.mjs";
import { linearFile } from "./data.mjs";

const EXAMPLES = [1e3, 1e4, 1e5, 1e6];
const FEATURES = [16, 64, 256, 1024, 4096];
const CLASSES = [2, 4, 16, 64, 256];
const MODELS = [1, 4, 16, 64, 256];

const ITERATIONS = 10;
/** No solver stops by itself. */
const TOLERANCE = 1e-12;
const COMPONENTS = 10;
/** Small enough that no run diverges: a diverged run stops early. */
const LEARNING_RATE = 0.001;

/**
 * Work of one size. `by` says how a subject is asked for several pieces of it: so many `steps` each, or its own `repeat`.
 * @typedef {{ request: Record<string, unknown>, by: "steps" | "repeat", steps?: number }} Work
 */

/**
 * What is measured at growing sizes.
 * @typedef {{ name: string, against: string, sizes: readonly number[], peer: string, subjects: "train" | "linear" | "features" | "csv", at: (size: number) => Work }} Series
 */

/** Training steps; a piece of it are so many. @param {{ layers: readonly number[], n: number, size: number, optimizer: string, k?: number, steps?: number }} work @returns {Work} */
export function training({ layers, n, size, optimizer, k, steps = 1 }) {
  const request = {
    what: "train",
    layers,
    n,
    optimizer,
    batchSize: size,
    full: false,
    learningRate: LEARNING_RATE,
    data: trainDataFile({ layers, n }),
    k: k ?? 1,
    many: k !== undefined,
  };
  return { request, by: "steps", steps };
}

/** Iterations of lbfgs. @param {{ n: number, features: number, classes: number }} sizes @returns {Work} */
export function regression(sizes) {
  const solver = { solver: "lbfgs", C: 1, tol: TOLERANCE, maxIter: ITERATIONS, seed: 0 };
  return { request: { ...sizes, ...solver, file: linearFile(sizes) }, by: "repeat" };
}

/** @param {{ n: number, features: number }} sizes @returns {Work} */
export function components(sizes) {
  const request = { what: "pca", components: COMPONENTS, ...sizes };
  return { request: { ...request, file: featureFile(request) }, by: "repeat" };
}

const epoch = "epoch of 20-32-2, Adam, B = 128";
const lbfgs = `LogisticRegression, lbfgs, ${ITERATIONS} iterations`;
const pca = `PCA, ${COMPONENTS} components`;

/** @type {readonly Series[]} */
export const SERIES = [
  {
    name: epoch,
    against: "examples",
    sizes: EXAMPLES,
    peer: "PyTorch",
    subjects: "train",
    at: (n) =>
      training({ layers: [20, 32, 2], n, size: 128, optimizer: "adam", steps: Math.ceil(n / 128) }),
  },
  {
    name: `${lbfgs}, n × 20`,
    against: "examples",
    sizes: EXAMPLES,
    peer: "scikit-learn",
    subjects: "linear",
    at: (n) => regression({ n, features: 20, classes: 2 }),
  },
  {
    name: "loadCsv, n × 20",
    against: "examples",
    sizes: EXAMPLES,
    peer: "pandas",
    subjects: "csv",
    at: (n) => ({ request: { paths: [csvFile({ rows: n, cell: decimals })] }, by: "repeat" }),
  },
  {
    name: `${pca}, n × 50`,
    against: "examples",
    sizes: EXAMPLES,
    peer: "scikit-learn",
    subjects: "features",
    at: (n) => components({ n, features: 50 }),
  },
  {
    name: `${lbfgs}, 2,000 × p`,
    against: "features",
    sizes: FEATURES,
    peer: "scikit-learn",
    subjects: "linear",
    at: (features) => regression({ n: 2000, features, classes: 2 }),
  },
  {
    name: `${pca}, 2,000 × p`,
    against: "features",
    sizes: FEATURES,
    peer: "scikit-learn",
    subjects: "features",
    at: (features) => components({ n: 2000, features }),
  },
  {
    name: "step of 64-32-C, SGD, B = 128",
    against: "classes",
    sizes: CLASSES,
    peer: "PyTorch",
    subjects: "train",
    at: (classes) =>
      training({ layers: [64, 32, classes], n: 10_000, size: 128, optimizer: "sgd" }),
  },
  {
    name: `${lbfgs}, 5,000 × 64`,
    against: "classes",
    sizes: CLASSES,
    peer: "scikit-learn",
    subjects: "linear",
    at: (classes) => regression({ n: 5000, features: 64, classes }),
  },
  {
    name: "step of each of K networks 64-32-10, SGD, B = 32",
    against: "models at once",
    sizes: MODELS,
    peer: "torch.func.vmap",
    subjects: "train",
    at: (k) => training({ layers: [64, 32, 10], n: 1500, size: 32, optimizer: "sgd", k }),
  },
];
