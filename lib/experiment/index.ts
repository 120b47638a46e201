/**
 * The protocol of a fair comparison: cross what varies, tune each candidate, compare on fresh seeds,
 * or train each to a target.
 * @module batchwise/experiment
 */

export { accuracyUnderNoise } from "./accuracyUnderNoise.js";
export { atRateOf } from "./atRateOf.js";
export type { Candidate } from "./candidate.js";
export { type ComparedRow, type CompareOptions, compare } from "./compare.js";
export { type CompareTunedOptions, compareTuned } from "./compareTuned.js";
export { type Axes, type Crossed, cross, type Variation } from "./cross.js";
export { atBatchSize, squareRootRates, withLearningRate } from "./learningRates.js";
export { type ModelAtLoss, modelsAtLosses } from "./modelsAtLosses.js";
export { pairedTrials, type RandomTrialsOptions, randomTrials } from "./pairedTrials.js";
export {
  centredSplits,
  type OwnPreparation,
  type Preparation,
  type PreparationName,
} from "./preparation.js";
export { type RunAgainOptions, runAgain } from "./runAgain.js";
export { runTrials, type StudyRow, type StudyTrial, type TrialOptions } from "./runTrials.js";
export { seedsFrom } from "./seedsFrom.js";
export { type RunOf, type SurveyOptions, survey } from "./survey.js";
export { onTasks, type Task, tasks } from "./tasks.js";
export { tasksAtHand } from "./tasksAtHand.js";
export { stepsToTarget, type TargetRow, type ToTargetOptions, toTarget } from "./toTarget.js";
export { type Tuned, type TuneOptions, tune } from "./tune.js";
