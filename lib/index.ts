/**
 * What most programs need: data, training, the protocol of a fair comparison, search, figures and
 * intervals. More stands under the other entries.
 * @module batchwise
 */

export { augment } from "./augment/augment.js";
export type { AugmentSpec } from "./augment/spec.js";
export { ArgumentError } from "./check.js";
export { type BatchSize, batches } from "./data/batches.js";
export { loadBloodCells } from "./data/bloodCells.js";
export { loadCifar10 } from "./data/cifar10.js";
export { loadCsv, parseCsv } from "./data/csv.js";
export { DataError } from "./data/dataError.js";
export {
  type Dataset,
  featuresOf,
  type Splits,
  type TrainingSplits,
  take,
} from "./data/dataset.js";
export { loadDigits } from "./data/digits.js";
export { loadFashionMnist, loadMnist } from "./data/mnist.js";
export { mnist1d } from "./data/mnist1d.js";
export { split } from "./data/split.js";
export type { SplitOptions } from "./data/splitRows.js";
export type { ColumnInfo } from "./data/table/columnInfo.js";
export type { CsvData } from "./data/table/encodeTable.js";
export type { CsvOptions } from "./data/table/options.js";
export { accuracy, confusionMatrix } from "./evaluate/accuracy.js";
export { calibration, calibrationError } from "./evaluate/calibration.js";
export { logLoss } from "./evaluate/logLoss.js";
export { predictions } from "./evaluate/predictions.js";
export { atRateOf } from "./experiment/atRateOf.js";
export type { Candidate } from "./experiment/candidate.js";
export { type ComparedRow, compare } from "./experiment/compare.js";
export { compareTuned } from "./experiment/compareTuned.js";
export { cross } from "./experiment/cross.js";
export { withLearningRate } from "./experiment/learningRates.js";
export { runTrials, type StudyRow } from "./experiment/runTrials.js";
export { seedsFrom } from "./experiment/seedsFrom.js";
export { survey } from "./experiment/survey.js";
export { onTasks, tasks } from "./experiment/tasks.js";
export { type TargetRow, toTarget } from "./experiment/toTarget.js";
export { type Tuned, tune } from "./experiment/tune.js";
export { pca } from "./features/pca.js";
export { pipeline, refit } from "./features/pipeline.js";
export { selectByMutualInformation, selectByVariance } from "./features/select.js";
export { standardize } from "./features/standardize.js";
export type { Fitted, Transform } from "./features/transform.js";
export { tsne } from "./features/tsne/tsne.js";
export { fromFrame } from "./linear/inputs/frame.js";
export type { LogisticRegressionOptions } from "./linear/logisticOptions.js";
export { LogisticRegression } from "./linear/logisticRegression.js";
export {
  MiniBatchLogisticRegression,
  type MiniBatchLogisticRegressionOptions,
} from "./linear/miniBatchLogisticRegression.js";
export type { FitResult } from "./linear/result.js";
export { SGDClassifier } from "./linear/sgdClassifier.js";
export type { SGDClassifierOptions } from "./linear/sgdOptions.js";
export type { EarlyStopping, TrainConfig } from "./nn/config/config.js";
export type {
  BatchNormSpec,
  LossSpec,
  ModelSpec,
  OptimizerSpec,
  Schedule,
  Span,
} from "./nn/config/spec.js";
export { loadModel } from "./nn/model/loadModel.js";
export { TrainedModel } from "./nn/model/trainedModel.js";
export {
  type LayersRun,
  type TrainLayersOptions,
  trainLayers,
} from "./nn/tfjsLayers/trainLayers.js";
export type { HistoryRow, Progress, Run } from "./nn/training/run.js";
export { runCard } from "./nn/training/runCard.js";
export { type TrainOptions, train } from "./nn/training/train.js";
export { type TrainManyOptions, trainEach, trainMany } from "./nn/training/trainMany.js";
export type { Figure } from "./plot/figure.js";
export { heatMap } from "./plot/heatMap.js";
export { lineChart } from "./plot/lineChart.js";
export { panels } from "./plot/panels.js";
export { progressBar } from "./plot/progressBar.js";
export { prose } from "./plot/prose.js";
export { scatterChart } from "./plot/scatterChart.js";
export { table } from "./plot/table.js";
export { chooseProfile, type ProfileName } from "./profile.js";
export { Rng } from "./random.js";
export { differenceOf, differencesBy } from "./rows/differences.js";
export { groupRows, lowestBy, matching, pivot } from "./rows/groups.js";
export { meansBy, mediansBy } from "./rows/means.js";
export type { Row } from "./rows/row.js";
export { grid } from "./search/grid.js";
export { hyperband } from "./search/hyperband.js";
export { JournalError } from "./search/journal.js";
export { tuneLearningRate } from "./search/learningRateGrid.js";
export { medianPruning } from "./search/medianPruning.js";
export { gridSearch, randomSearch } from "./search/randomSearch.js";
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
export { successiveHalving } from "./search/successiveHalving.js";
export { sweep } from "./search/sweep.js";
export type { SearchResult, Trial } from "./search/trials.js";
export { bootstrap } from "./stats/bootstrap.js";
export type { Estimate } from "./stats/estimate.js";
export { holm } from "./stats/holm.js";
export { meanEstimate } from "./stats/meanEstimate.js";
export { medianEstimate } from "./stats/medianEstimate.js";
export { pairedDifference } from "./stats/pairedDifference.js";
