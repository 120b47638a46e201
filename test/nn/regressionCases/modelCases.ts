import * as bw from "batchwise";
import * as study from "batchwise/study";
import { config, data, model, parts, seeds, train, valid } from "../regression.js";
import type { Cases } from "./cases.js";

const networks = /TrainedModel|train/;

/** Training, and what needs classes. */
export const modelCases: Cases = {
  TrainedModel: async () => [
    await model.logits(valid.x),
    await model.values(valid.x),
    await model.activations(valid.x, 0),
    await model.evaluate(valid),
  ],
  train: () => bw.train(parts, config),
  trainMany: () => bw.trainMany(parts, [config, config]),
  trainEach: async () => {
    for await (const done of bw.trainEach(parts, [config])) return done;
    return undefined;
  },
  trainLayers: async () => {
    const layers = await model.toLayersModel();
    const { history } = await bw.trainLayers(layers, parts, config);
    layers.dispose();
    return history;
  },
  SGDClassifier: { refuses: () => new bw.SGDClassifier().fit(train), mend: networks },
  LogisticRegression: { refuses: () => new bw.LogisticRegression().fit(train), mend: networks },
  MiniBatchLogisticRegression: {
    refuses: () => new bw.MiniBatchLogisticRegression().fit(train),
    mend: networks,
  },
  fitInChunks: { refuses: () => study.fitInChunks(train, { chunkSize: 8 }), mend: networks },
  descendOneVersusRest: {
    refuses: () => study.descendOneVersusRest(train, { batchSize: 8, learningRate: 0.1 }),
    mend: networks,
  },
  minimumOf: { refuses: () => study.minimumOf(train), mend: networks },
  solverTraces: {
    refuses: () => study.solverTraces(train, { solvers: ["lbfgs"] }),
    mend: networks,
  },
  miniBatchStudy: {
    refuses: () => study.miniBatchStudy(data, { sizes: [8], passes: [1], seeds }),
    mend: networks,
  },
};
