/**
 * Search spaces and the searches through them, journalled and resumable.
 * @module batchwise/search
 */

export { type GridPoints, grid } from "./grid.js";
export {
  type HyperbandBudget,
  type HyperbandOptions,
  hyperband,
  hyperbandBrackets,
} from "./hyperband.js";
export { type Importance, type ImportanceOptions, importance } from "./importance.js";
export { type BatchOptions, OutputError, type RunContext, type RunMany } from "./inBatches.js";
export { type InTurnOptions, inTurnSearch } from "./inTurnSearch.js";
export { JournalError } from "./journal.js";
export {
  type GridRow,
  type TunedLearningRate,
  type TuneOptions,
  tuneLearningRate,
} from "./learningRateGrid.js";
export { type MedianPruningOptions, medianPruning } from "./medianPruning.js";
export type { Plain } from "./plainJson.js";
export {
  type GridSearchOptions,
  gridSearch,
  type RandomSearchOptions,
  randomSearch,
} from "./randomSearch.js";
export { contains, sample } from "./sample.js";
export {
  type AnyOf,
  anyOf,
  type Choice,
  type ConfigOf,
  choice,
  defineSpace,
  type IntegerRange,
  integer,
  type KnownConfigOf,
  type LogUniform,
  logUniform,
  type Parameter,
  type Space,
  type Uniform,
  uniform,
} from "./space.js";
export { type HalvingOptions, type Rung, successiveHalving } from "./successiveHalving.js";
export { type SweepOptions, sweep } from "./sweep.js";
export type {
  Ask,
  Evaluate,
  Outcome as TrialOutcome,
  SearchOptions,
  SearchResult,
  Trial,
} from "./trials.js";
