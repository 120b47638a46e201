export { ArgumentError } from "./check.js";
export { type BatchSize, batches, resolveBatchSize } from "./data/batches.js";
export { DataError } from "./data/dataError.js";
export { checkDataset, type Dataset, featuresOf, type Splits, take } from "./data/dataset.js";
export { loadDigits } from "./data/digits.js";
export { type IdxArray, parseIdx } from "./data/idx.js";
export { type SplitOptions, split } from "./data/split.js";
export { DISPLAY, type Displayable, type MimeBundle } from "./display.js";
export { accuracy, confusionMatrix } from "./evaluate/accuracy.js";
export { type CalibrationBin, calibration, calibrationError } from "./evaluate/calibration.js";
export { logLoss } from "./evaluate/logLoss.js";
export { predictions, type Reals } from "./evaluate/predictions.js";
export { mutualInformation } from "./features/mutualInformation.js";
export { type FittedPca, type PcaOptions, pca } from "./features/pca.js";
export { type FittedPipeline, pipeline, refit } from "./features/pipeline.js";
export {
  type FittedSelect,
  type MutualInformationOptions,
  selectByMutualInformation,
  selectByVariance,
} from "./features/select.js";
export { type FittedStandardize, standardize } from "./features/standardize.js";
export type { Fitted, FittedState, Transform } from "./features/transform.js";
export { trustworthiness } from "./features/trustworthiness.js";
export { type Embedding, type TsneOptions, tsne } from "./features/tsne.js";
export { hostInterruption } from "./interruption.js";
export { type RunCard, runCard } from "./nn/runCard.js";
export { escapeText } from "./plot/escapeText.js";
export { type Figure, figure, type Json, type Layout, type Trace } from "./plot/figure.js";
export { type AxisOptions, type LineChartOptions, lineChart, type Row } from "./plot/lineChart.js";
export { orderedColor, orderedColors } from "./plot/palette.js";
export { type HtmlPlace, type Progress, progressBar } from "./plot/progressBar.js";
export { type FrameLike, type TableOptions, table } from "./plot/table.js";
export { chooseProfile, type ProfileName } from "./profile.js";
export { Rng } from "./random.js";
export { type GridPoints, grid } from "./search/grid.js";
export { type HyperbandBudget, hyperband, hyperbandBrackets } from "./search/hyperband.js";
export { type Importance, type ImportanceOptions, importance } from "./search/importance.js";
export {
  type BatchOptions,
  OutputError,
  type RunContext,
  type RunMany,
} from "./search/inBatches.js";
export { JournalError } from "./search/journal.js";
export { type MedianPruningOptions, medianPruning } from "./search/medianPruning.js";
export type { Plain } from "./search/plainJson.js";
export {
  type GridSearchOptions,
  gridSearch,
  type RandomSearchOptions,
  randomSearch,
} from "./search/randomSearch.js";
export { contains, sample } from "./search/sample.js";
export {
  anyOf,
  type ConfigOf,
  choice,
  defineSpace,
  integer,
  logUniform,
  type Space,
  uniform,
} from "./search/space.js";
export { type HalvingOptions, type Rung, successiveHalving } from "./search/successiveHalving.js";
export { type SweepOptions, sweep } from "./search/sweep.js";
export type {
  Ask,
  Evaluate,
  Outcome,
  SearchOptions,
  SearchResult,
  Trial,
} from "./search/trials.js";
