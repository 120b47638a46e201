import * as analysis from "batchwise/analysis";
import { config, model, other, parts, rng, train, valid } from "../regression.js";
import type { Cases } from "./cases.js";

const direction = Float64Array.from(analysis.parametersOf(model), () => rng().normal());

/** What is measured on a model. */
export const analysisCases: Cases = {
  denseHessian: () => analysis.denseHessian(model, train),
  distanceBetween: () => analysis.distanceBetween(model, other),
  edgeOfStability: () =>
    analysis.edgeOfStability(parts, { ...config, batchSize: "full" }, { rng: rng() }),
  exampleNorms: () => analysis.exampleNorms(model, train),
  filterDirection: () => analysis.filterDirection(model, { rng: rng() }),
  firstAtLoss: async () => {
    const run = await analysis.trainWithCheckpoints(parts, config);
    return analysis.firstAtLoss(run, { trainLoss: 0.9 })?.row;
  },
  trainWithCheckpoints: () => analysis.trainWithCheckpoints(parts, config),
  gradientNoise: () => analysis.gradientNoise(model, train),
  gradientVariance: () =>
    analysis.gradientVariance(model, train, { batchSizes: [4, 16], draws: 10, rng: rng() }),
  hessianTrace: () => analysis.hessianTrace(model, train, { rng: rng(), probes: 4 }),
  hessianVectorProduct: () => analysis.hessianVectorProduct(model, train, { direction }),
  initialModel: () => analysis.initialModel(train, config),
  landscapeLine: () => analysis.landscapeLine(model, train, { direction, radius: 1, points: 3 }),
  landscapePlane: () =>
    analysis.landscapePlane(model, train, {
      directions: [direction, direction],
      radius: 1,
      points: 3,
    }),
  lossAndGradient: () => analysis.lossAndGradient(model, train),
  parameterBlocks: () => analysis.parameterBlocks(model),
  parametersOf: () => analysis.parametersOf(model),
  pathBetween: () => analysis.pathBetween(model, other, { ...parts, points: 3 }),
  rescaleLayer: () => analysis.rescaleLayer(model, { layer: 0, alpha: 2 }),
  sharpness: () => analysis.sharpness(model, train),
  topEigenvalues: () => analysis.topEigenvalues(model, train, { rng: rng() }),
  twoBatchNoise: () =>
    analysis.twoBatchNoise(model, train, { smallBatch: 4, bigBatch: 16, draws: 3, rng: rng() }),
  withParameters: () =>
    analysis.withParameters(model, analysis.parametersOf(model)).evaluate(valid),
};
