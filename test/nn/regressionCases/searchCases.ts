import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConfigOf, defineSpace, logUniform, randomSearch } from "batchwise";
import * as study from "batchwise/study";
import { config, data } from "../regression.js";
import type { Cases } from "./cases.js";

const space = defineSpace({ rate: logUniform(0.01, 0.2) });
type Config = ConfigOf<typeof space>;
const searches: study.Searches<Config> = {
  random: (evaluate, options) =>
    randomSearch(space, evaluate, { ...options, trials: 3, resource: 2 }),
};
const searching = {
  toConfig: ({ rate }: Config) => ({
    ...config,
    optimizer: { kind: "sgd", learningRate: rate } as const,
  }),
  epochs: 2,
};
const given = { ...searching, examples: [{ rate: 0.1 }], seeds: [1] };

/** Searches. */
export const searchCases: Cases = {
  trainOnce: async () => {
    const { evaluate } = study.trainOnce(data, { ...searching, seed: 1 });
    const asks = [{ id: 0, config: { rate: 0.1 }, resource: 1 }];
    for await (const [, outcome] of evaluate(asks, { signal: undefined })) return outcome;
    return undefined;
  },
  runSearches: () => study.runSearches(data, searches, given),
  stopAndResume: () =>
    study.stopAndResume(data, searches["random"], {
      ...searching,
      seed: 1,
      journals: mkdtempSync(join(tmpdir(), "regression-")),
      stopAt: 1,
    }),
  confirmSearches: async () => {
    const runs = await study.runSearches(data, searches, given);
    const options = { ...searching, defaults: { rate: 0.1 }, trainings: 3, fresh: 2 };
    const rows = await study.confirmSearches(data, runs, options);
    for (const { rmse = 0, validRmse = 0 } of rows) assert.ok(rmse > 0 && validRmse > 0);
    return rows;
  },
};
