import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import * as tf from "@tensorflow/tfjs-node";
import * as root from "batchwise";
import * as analysis from "batchwise/analysis";
import * as data from "batchwise/data";
import * as experiment from "batchwise/experiment";
import * as features from "batchwise/features";
import * as study from "batchwise/study";
import { realExamples, realSplits as splits } from "../nn/realProblem.js";

const folder = mkdtempSync(join(tmpdir(), "real-targets-"));
after(() => rmSync(folder, { recursive: true }));

const real = realExamples(90);
const images: root.Dataset = { ...realExamples(90, { features: 9 }), shape: [3, 3, 1] };
const { train, valid } = splits;
const rng = root.Rng.fromSeed(1);
const config: root.TrainConfig = {
  model: { kind: "mlp", hidden: [3], activation: "tanh" },
  optimizer: { kind: "sgd", learningRate: 0.05 },
  batchSize: 16,
  budget: { epochs: 2 },
  seed: 0,
};
const model = analysis.initialModel(train, config);
const direction = analysis.parametersOf(model);
const long: root.TrainConfig = { ...config, budget: { epochs: 40 } };
const candidates = root.cross(config, { batchSize: [16] });
const [seeds, minPoints] = [[0], 3];
const at = { run: { batchSize: 16, learningRate: 0.1 }, reach: 10, losses: [0.6], seeds };
const most = { steps: 40, epochs: 3 };
const space = root.defineSpace({ rate: root.logUniform(0.01, 0.1) });
type Searched = root.ConfigOf<typeof space>;
const search: study.Searches<Searched>[string] = (evaluate, options) =>
  root.gridSearch(space, evaluate, { ...options, resource: 2, points: 2 });
const toConfig = ({ rate }: Searched): root.TrainConfig => root.withLearningRate(config, rate);
const oneLayer = (): tf.LayersModel =>
  tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [4] })] });
const collected = async <T>(values: AsyncIterable<T> | Iterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
};

/** By the name of what is called; `Class.method` of a class. */
export const WORKS: Readonly<Record<string, () => unknown>> = {
  batches: () => collected(root.batches(real, { batchSize: 32 })),
  checkDataset: () => data.checkDataset("test", real, { target: true }),
  split: () => root.split(real, { seed: 0 }),
  take: () => root.take(real, [0, 1]),
  withProbes: () => data.withProbes(real, { copies: 1, rng }),
  centredSplits: () => experiment.centredSplits(real, 0),
  compare: () => root.compare(real, candidates, { seeds }),
  compareTuned: () => root.compareTuned(real, candidates, { seeds, minPoints }),
  modelsAtLosses: () => experiment.modelsAtLosses(splits, config, { losses: [5] }),
  runAgain: async () => {
    const runs = await root.compare(real, candidates, { seeds });
    return experiment.runAgain(real, runs, { batchSize: [8] });
  },
  runTrials: () => root.runTrials(real, [{ seed: 0, config }], { readTest: true }),
  survey: () => root.survey(real, candidates, { seeds }),
  toTarget: () => root.toTarget(real, candidates, { target: 0.9, most, seeds }),
  tune: () => root.tune(real, candidates, { seeds, minPoints }),
  tsne: () => root.tsne(root.take(real, [...Array(40).keys()]), { perplexity: 5 }),
  tsneFeatures: () =>
    features.tsneFeatures(root.take(real, [...Array(40).keys()]), { perplexity: 5 }),
  denseHessian: () => analysis.denseHessian(model, train),
  edgeOfStability: () => analysis.edgeOfStability(splits, config, { rng }),
  exampleNorms: () => analysis.exampleNorms(model, train),
  gradientNoise: () => analysis.gradientNoise(model, train),
  gradientVariance: () =>
    analysis.gradientVariance(model, train, { batchSizes: [4], draws: 5, rng }),
  hessianTrace: () => analysis.hessianTrace(model, train, { rng, probes: 3 }),
  hessianVectorProduct: () => analysis.hessianVectorProduct(model, train, { direction }),
  landscapeLine: () => analysis.landscapeLine(model, train, { direction, points: 3 }),
  landscapePlane: () =>
    analysis.landscapePlane(model, train, { directions: [direction, direction], points: 3 }),
  lossAndGradient: () => analysis.lossAndGradient(model, train),
  pathBetween: () => analysis.pathBetween(model, model, { train, valid, points: 3 }),
  sharpness: () => analysis.sharpness(model, train),
  topEigenvalues: () => analysis.topEigenvalues(model, train, { rng }),
  trainWithCheckpoints: () => analysis.trainWithCheckpoints(splits, config),
  twoBatchNoise: () =>
    analysis.twoBatchNoise(model, train, { smallBatch: 2, bigBatch: 8, draws: 3, rng }),
  "TrainedModel.evaluate": () => model.evaluate(train),
  train: () => root.train(splits, config),
  trainEach: () => collected(root.trainEach(splits, [config])),
  trainLayers: async () => {
    const { model: _, ...layers } = config;
    const run = await root.trainLayers(oneLayer(), splits, layers);
    run.model.dispose();
    return run.history;
  },
  trainMany: () => root.trainMany(splits, [config]),
  augmentedRows: () => study.augmentedRows(images, { mixed: { kind: "mixup", alpha: 1 } }, rng),
  noiseCourse: () =>
    study.noiseCourse(real, config, { ...at, losses: [0.6, 0.3, 0.15], runs: [at.run] }),
  noiseSubjects: () => study.noiseSubjects(real, config, at),
  rateRuleConfigs: () => {
    const rules = { sgd: { optimizer: config.optimizer, exponent: 1 } };
    return study.rateRuleConfigs(real, config, { rules, knee: 16, sizes: [8] });
  },
  rankedSplits: () => study.rankedSplits(real, { seed: 0, ranking: "PCA", most: 2 }),
  rescalings: () =>
    study.rescalings(
      real,
      { ...config, model: { kind: "mlp", hidden: [3] }, budget: { epochs: 40 } },
      { seed: 0, trainLoss: 0.8, alphas: [1, 2] },
    ),
  runSearches: () =>
    study.runSearches(
      real,
      { grid: search },
      {
        toConfig,
        examples: [{ rate: 0.1 }],
        seeds,
        epochs: 2,
      },
    ),
  stopAndResume: () =>
    study.stopAndResume(real, search, {
      toConfig,
      epochs: 2,
      seed: 0,
      journals: folder,
      stopAt: 1,
    }),
  sharpnessStudy: () =>
    study.sharpnessStudy(real, experiment.pairedTrials([{ config: long }], seeds), {
      losses: [0.8],
    }),
  landscapeStudy: () => {
    const [a, b] = [long, { ...long, batchSize: 8 }].map((at) =>
      experiment.pairedTrials([{ config: at }], seeds),
    );
    const models = { a, b };
    return study.landscapeStudy(real, models, { seeds, trainLoss: 0.8, planePoints: 3 });
  },
  stabilityStudy: () => study.stabilityStudy(real, candidates, { seeds }),
  targetNoise: async () => {
    const rows = await root.toTarget(real, candidates, { target: 0.9, most, seeds });
    return study.targetNoise(
      real,
      rows.map((row) => ({ ...row, optimizer: "sgd" })),
    );
  },
  trainOnce: () => study.trainOnce(real, { toConfig, seed: 0, epochs: 2 }).overlap,
  varianceStudy: () => study.varianceStudy(real, config, { sizes: [4], draws: 5, seeds }),
};
