import assert from "node:assert/strict";
import * as bw from "batchwise";
import * as experiment from "batchwise/experiment";
import * as study from "batchwise/study";
import { candidates, config, data, images, parts, rng, seeds } from "../regression.js";
import type { Cases } from "./cases.js";

/** What single notebooks ask. */
export const studyCases: Cases = {
  accuracyAtLoss: {
    refuses: () => study.accuracyAtLoss(data, candidates, { seeds, losses: [0.5] }),
    mend: /sharpnessStudy, whose rows have rmse/,
  },
  augmentedRows: () => study.augmentedRows(images, { mixed: { kind: "mixup", alpha: 1 } }, rng()),
  featureStudy: () =>
    study.featureStudy({ data }, config, { rankings: ["PCA"], counts: [2], sizes: [16], seeds }),
  leakStudy: {
    refuses: () =>
      study.leakStudy(
        { prices: { data: () => data, transform: () => bw.standardize() } },
        { seeds },
      ),
    mend: /train with the model/,
  },
  mapStudy: {
    refuses: () => study.mapStudy(data, config, { sizes: [16], seeds }),
    mend: /tsne and trustworthiness/,
  },
  landscapeStudy: () =>
    study.landscapeStudy(
      data,
      { small: { ...config, batchSize: 4 }, large: config },
      { seeds: [1], trainLoss: 0.6, planePoints: 3 },
    ),
  noiseCourse: () =>
    study.noiseCourse(data, config, {
      runs: [{ batchSize: 16, learningRate: 0.1 }],
      reach: 6,
      losses: [0.6],
      seeds,
    }),
  noiseSubjects: () =>
    study.noiseSubjects(data, config, {
      run: { batchSize: 16, learningRate: 0.1 },
      reach: 6,
      losses: [0.6],
      seeds,
    }),
  populationStudy: {
    refuses: () =>
      study.populationStudy(data, config, {
        splits: [1],
        runs: 2,
        batchSizes: [4, 16],
        rates: [0.05, 0.2],
        losses: [0.8, 0.6],
      }),
    mend: /sharpnessStudy/,
  },
  rankedSplits: () => {
    const ranked = study.rankedSplits(data, { seed: 1, ranking: "PCA", most: 2 });
    assert.deepEqual(ranked.test.target, experiment.centredSplits(data, 1).test.target);
    return ranked;
  },
  rateRuleConfigs: () =>
    study.rateRuleConfigs(data, config, {
      rules: { SGD: { optimizer: config.optimizer, exponent: 0.75 } },
      knee: 16,
      sizes: [8, 32],
    }),
  rescalings: () => study.rescalings(data, config, { seed: 1, trainLoss: 0.6, alphas: [1, 2] }),
  sharpnessStudy: async () => {
    const rows = await study.sharpnessStudy(data, candidates.slice(0, 1), {
      seeds: [1],
      losses: [0.6],
      readTest: true,
    });
    assert.ok(Number(rows[0].rmse) > 0);
    return rows;
  },
  stabilityStudy: () => study.stabilityStudy(data, candidates.slice(0, 1), { seeds: [1] }),
  targetNoise: async () => {
    const rows = await bw.toTarget(data, candidates.slice(0, 1), {
      target: 0.6,
      most: { steps: 60, epochs: 10 },
      seeds: [1],
    });
    return study.targetNoise(
      data,
      rows.map((row) => ({ ...row, optimizer: "SGD" })),
    );
  },
  traceOfRun: async () => study.traceOfRun(await bw.train(parts, config)),
  varianceStudy: () => study.varianceStudy(data, config, { sizes: [4, 16], draws: 10, seeds }),
};
