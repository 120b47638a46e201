import * as root from "batchwise";
import * as data from "batchwise/data";
import * as features from "batchwise/features";
import * as study from "batchwise/study";
import { realExamples, realSplits as splits } from "../nn/realProblem.js";

const real = realExamples(90);
const images: root.Dataset = { ...realExamples(90, { features: 9 }), shape: [3, 3, 1] };
const rng = root.Rng.fromSeed(1);
const config: root.TrainConfig = {
  model: { kind: "linear" },
  optimizer: { kind: "sgd", learningRate: 0.05 },
  batchSize: 16,
  budget: { epochs: 2 },
  seed: 0,
};
const seeds = [0];
const toConfig = (): root.TrainConfig => config;

/** By the name of what is called; `Class.method` of a class. */
const noise = { share: 0.1, rng };
const sgd = (): root.SGDClassifier => new root.SGDClassifier();
export const REFUSES: Readonly<Record<string, () => unknown>> = {
  colouredDigits: () => data.colouredDigits(images, rng),
  noisyMixtures: () => data.noisyMixtures(real, { copies: 1, rng } as never),
  withLabelNoise: () => data.withLabelNoise(splits, noise),
  tasks: () => root.tasks({ digits: real }),
  mutualInformation: () => features.mutualInformation(real),
  neighborAccuracy: () => features.neighborAccuracy(real),
  "LogisticRegression.fit": () => new root.LogisticRegression().fit(real),
  "MiniBatchLogisticRegression.fit": () => new root.MiniBatchLogisticRegression().fit(real),
  "SGDClassifier.fit": () => sgd().fit(real),
  "SGDClassifier.partialFit": () => sgd().partialFit(real),
  "LogisticRegression.score": () =>
    new root.LogisticRegression().fit(root.take(root.loadDigits(), [0, 1, 2])).score(real),
  confirmSearches: () =>
    study.confirmSearches(real, [{} as never], {
      toConfig,
      epochs: 2,
      defaults: { rate: 0.1 },
      trainings: 1,
      fresh: 1,
    }),
  descendOneVersusRest: () => study.descendOneVersusRest(real, { batchSize: 8, learningRate: 1 }),
  featureStudy: () =>
    study.featureStudy({ real }, config, {
      rankings: ["mutual information"],
      counts: [2],
      sizes: [16],
      seeds,
    }),
  fitInChunks: () => study.fitInChunks(real, { chunkSize: 10 }),
  leakStudy: () =>
    study.leakStudy(
      { real: { data: () => real, transform: () => root.standardize() } },
      { seeds: [0] },
    ),
  mapStudy: () => study.mapStudy(real, config, { sizes: [16], seeds }),
  miniBatchStudy: () => study.miniBatchStudy(real, { sizes: [16], passes: [1], seeds }),
  minimumOf: () => study.minimumOf(real),
  populationStudy: () =>
    study.populationStudy(real, config, {
      splits: [0],
      runs: 2,
      batchSizes: [8, 16],
      rates: [0.05, 0.1],
      losses: [0.9, 0.8],
    } as never),
  solverTraces: () => study.solverTraces(real, { solvers: ["lbfgs"] }),
};
