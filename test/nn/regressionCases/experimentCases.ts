import * as bw from "batchwise";
import * as experiment from "batchwise/experiment";
import { candidates, config, data, parts, seeds, train } from "../regression.js";
import type { Cases } from "./cases.js";

const trial = { seed: 1, config };

/** The protocol of a comparison. */
export const experimentCases: Cases = {
  runTrials: () => bw.runTrials(data, [trial], { readTest: true }),
  "runTrials with noise": {
    refuses: () => bw.runTrials(data, [trial], { readTest: true, noise: [1] }),
    mend: /leave noise out/,
  },
  "runTrials with keepConfusion": {
    refuses: () => bw.runTrials(data, [trial], { readTest: true, keepConfusion: true }),
    mend: /leave it out/,
  },
  survey: () => bw.survey(data, candidates, { seeds }),
  compare: () => bw.compare(data, candidates, { seeds }),
  compareTuned: () => bw.compareTuned(data, candidates, { seeds, minPoints: 3 }),
  tune: async () =>
    // A rate that diverged scores Infinity, as with classes.
    (await bw.tune(data, candidates, { seeds, minPoints: 3 })).map(({ tuning: _, ...row }) => row),
  toTarget: () =>
    bw.toTarget(data, candidates, { target: 0.5, most: { steps: 60, epochs: 10 }, seeds }),
  runAgain: () =>
    experiment.runAgain(data, [trial], { length: { twice: { budget: { epochs: 8 } } } }),
  centredSplits: () => experiment.centredSplits(data, 1),
  modelsAtLosses: () => experiment.modelsAtLosses(parts, config, { losses: [0.9] }),
  onTasks: () =>
    bw.onTasks([{ task: "prices", data, prepare: "centred", n: train.n }], (task) =>
      bw.compare(task.data, candidates, { seeds }),
    ),
  tasks: { refuses: () => bw.tasks({ digits: data }), mend: /onTasks with tasks of your own/ },
};
