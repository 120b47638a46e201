export { augment } from "./augment/augment.js";
export { checkAugmentSpec } from "./augment/checkSpec.js";
export { colouredDigits } from "./augment/colouredDigits.js";
export { type ImageBatch, oneHot } from "./augment/imageBatch.js";
export type { AugmentSpec, FactorRange, SignedRange } from "./augment/spec.js";
export { ArgumentError } from "./check.js";
export type { Claim, ClaimId, Condition, ConditionVerdict, Verdict } from "./claims/claim.js";
export { CLAIM_TYPE, type ClaimRow, type ConditionRow } from "./claims/claimRow.js";
export { CLAIMS } from "./claims/claims.js";
export { exactFinding, type Finding } from "./claims/finding.js";
export { type LedgerCondition, type LedgerRow, ledger } from "./claims/ledger.js";
export { type LedgerTableOptions, ledgerMarkdown, ledgerTable } from "./claims/ledgerTable.js";
export { readClaimRow } from "./claims/readClaimRow.js";
export { type Evidence, recordClaim } from "./claims/recordClaim.js";
export { type RecordedClaims, recordClaims } from "./claims/recordClaims.js";
export { type BatchSize, batches, resolveBatchSize } from "./data/batches.js";
export { loadCifar10 } from "./data/cifar10.js";
export type { ColumnInfo } from "./data/csv/columnInfo.js";
export type { Precision } from "./data/csv/hold.js";
export type { NumberFormat } from "./data/csv/numberFormat.js";
export type { CsvOptions, MissingPolicy, ThousandsMark } from "./data/csv/options.js";
export { type CsvData, loadCsv, parseCsv } from "./data/csv.js";
export { DataError } from "./data/dataError.js";
export { checkDataset, type Dataset, featuresOf, type Splits, take } from "./data/dataset.js";
export { loadDigits } from "./data/digits.js";
export type { DownloadOptions, DownloadProgress } from "./data/download.js";
export { type IdxArray, parseIdx } from "./data/idx.js";
export type { LoadOptions, TrainTest } from "./data/loadOptions.js";
export { loadFashionMnist, loadMnist } from "./data/mnist.js";
export { type NoisyMixturesOptions, noisyMixtures } from "./data/noisyMixtures.js";
export { type PureNoiseOptions, pureNoise } from "./data/pureNoise.js";
export { type SplitOptions, split } from "./data/split.js";
export { withProbes } from "./data/withProbes.js";
export { DISPLAY, type Displayable, type MimeBundle } from "./display.js";
export { accuracy, confusionMatrix } from "./evaluate/accuracy.js";
export { type CalibrationBin, calibration, calibrationError } from "./evaluate/calibration.js";
export { logLoss } from "./evaluate/logLoss.js";
export { predictions, type Reals } from "./evaluate/predictions.js";
export { mutualInformation } from "./features/mutualInformation.js";
export { neighborAccuracy } from "./features/neighborAccuracy.js";
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
export { tsneFeatures } from "./features/tsneFeatures.js";
export { hostInterruption } from "./interruption.js";
export { type Frame, fromFrame } from "./linear/inputs/frame.js";
export type { Label, Labels } from "./linear/inputs/labels.js";
export type { Examples, Shaped } from "./linear/inputs/matrix.js";
export type { ClassWeight, SampleWeight } from "./linear/inputs/weights.js";
export type { LogisticFitOptions } from "./linear/logisticEstimator.js";
export type { LogisticRegressionOptions, LogisticSolver } from "./linear/logisticOptions.js";
export { LogisticRegression } from "./linear/logisticRegression.js";
export {
  MiniBatchLogisticRegression,
  type MiniBatchLogisticRegressionOptions,
} from "./linear/miniBatchLogisticRegression.js";
export type { FitResult, StopReason, TracePoint } from "./linear/result.js";
export {
  SGDClassifier,
  type SgdFitOptions,
  type SgdPartialFitOptions,
  type SgdResult,
} from "./linear/sgdClassifier.js";
export type { SGDClassifierOptions } from "./linear/sgdOptions.js";
export {
  type CheckpointedRun,
  firstAtLoss,
  trainWithCheckpoints,
} from "./nn/analysis/checkpoints.js";
export {
  denseHessian,
  type HessianTrace,
  type HessianTraceOptions,
  hessianTrace,
  type TopEigenvaluesOptions,
  topEigenvalues,
} from "./nn/analysis/curvature.js";
export { type Distance, distanceBetween } from "./nn/analysis/distance.js";
export {
  edgeOfStability,
  type StabilityOptions,
  type StabilityRow,
} from "./nn/analysis/edgeOfStability.js";
export { type ExampleNorms, exampleNorms } from "./nn/analysis/exampleNorms.js";
export { filterDirection } from "./nn/analysis/filterDirection.js";
export {
  type AtParameters,
  hessianVectorProduct,
  lossAndGradient,
} from "./nn/analysis/gradients.js";
export {
  type GradientVarianceOptions,
  type GradientVarianceRow,
  gradientVariance,
} from "./nn/analysis/gradientVariance.js";
export type { Eigenpair, LanczosResult } from "./nn/analysis/lanczos.js";
export {
  type LandscapeOptions,
  type LineRow,
  landscapeLine,
  landscapePlane,
  type PathRow,
  type PlaneRow,
  pathBetween,
} from "./nn/analysis/landscape.js";
export { type GradientNoise, gradientNoise } from "./nn/analysis/noiseScale.js";
export type { LossAndGradient } from "./nn/analysis/objective.js";
export {
  initialModel,
  type ParameterBlock,
  parameterBlocks,
  parametersOf,
  withParameters,
} from "./nn/analysis/parameters.js";
export type { LossOptions } from "./nn/analysis/placedModel.js";
export { rescaleLayer } from "./nn/analysis/rescaleLayer.js";
export { type Sharpness, type SharpnessOptions, sharpness } from "./nn/analysis/sharpness.js";
export {
  meanOfRatios,
  ratioOfMeans,
  type TwoBatchDraw,
  type TwoBatchOptions,
  twoBatchNoise,
} from "./nn/analysis/twoBatchNoise.js";
export type { EarlyStopping, Seed, TrainConfig } from "./nn/config.js";
export type { NamedWeights } from "./nn/layers/layer.js";
export type { LayersConfig, Outputs } from "./nn/layersConfig.js";
export { loadModel } from "./nn/loadModel.js";
export type { HistoryRow, Outcome, Progress, Run, Stopped } from "./nn/run.js";
export { type RunCard, runCard } from "./nn/runCard.js";
export type {
  Activation,
  BatchNormSpec,
  Initialization,
  LossSpec,
  ModelSpec,
  OptimizerSpec,
  Schedule,
  Span,
} from "./nn/spec.js";
export { type TrainingSplits, type TrainOptions, train } from "./nn/train.js";
export { TrainedModel } from "./nn/trainedModel.js";
export { type LayersRun, type TrainLayersOptions, trainLayers } from "./nn/trainLayers.js";
export { type ManyProgress, type TrainManyOptions, trainEach, trainMany } from "./nn/trainMany.js";
export { type ContourMapOptions, contourMap } from "./plot/contourMap.js";
export { curvesWithPoints } from "./plot/curvesWithPoints.js";
export { type DotChartOptions, dotChart } from "./plot/dotChart.js";
export { escapeText } from "./plot/escapeText.js";
export { type Figure, figure, type Json, type Layout, type Trace } from "./plot/figure.js";
export { type HeatMapOptions, heatMap } from "./plot/heatMap.js";
export { imageGrid } from "./plot/imageGrid.js";
export { type IntervalChartOptions, intervalChart } from "./plot/intervalChart.js";
export { type AxisOptions, type LineChartOptions, lineChart, type Row } from "./plot/lineChart.js";
export { extent, fixed, withInterval } from "./plot/numbers.js";
export { orderedColors } from "./plot/palette.js";
export { type PanelsOptions, panels } from "./plot/panels.js";
export {
  type ParallelAxis,
  type ParallelCoordinatesOptions,
  parallelCoordinates,
} from "./plot/parallelCoordinates.js";
export { type HtmlPlace, progressBar } from "./plot/progressBar.js";
export { prose } from "./plot/prose.js";
export {
  type ScatterChartOptions,
  type ScatterPictures,
  scatterChart,
} from "./plot/scatterChart.js";
export { type SurfaceChartOptions, surfaceChart } from "./plot/surfaceChart.js";
export { type FrameLike, type TableOptions, table } from "./plot/table.js";
export { chooseProfile, type ProfileName } from "./profile.js";
export { Rng } from "./random.js";
export { type GridPoints, grid } from "./search/grid.js";
export {
  type HyperbandBudget,
  type HyperbandOptions,
  hyperband,
  hyperbandBrackets,
} from "./search/hyperband.js";
export { type Importance, type ImportanceOptions, importance } from "./search/importance.js";
export {
  type BatchOptions,
  OutputError,
  type RunContext,
  type RunMany,
} from "./search/inBatches.js";
export { type InTurnOptions, inTurnSearch } from "./search/inTurnSearch.js";
export { JournalError } from "./search/journal.js";
export {
  type GridRow,
  type TunedLearningRate,
  type TuneOptions,
  tuneLearningRate,
} from "./search/learningRateGrid.js";
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
  Outcome as TrialOutcome,
  SearchOptions,
  SearchResult,
  Trial,
} from "./search/trials.js";
export { type BootstrapOptions, bootstrap } from "./stats/bootstrap.js";
export { mean, quantile, standardDeviation } from "./stats/describe.js";
export { type Estimate, scaleEstimate } from "./stats/estimate.js";
export { holm } from "./stats/holm.js";
export {
  type Hyperbola,
  hyperbola,
  linearScalingEnd,
  type StepsToTarget,
} from "./stats/hyperbola.js";
export { jackknifeInterval } from "./stats/jackknife.js";
export {
  type IntervalMethod,
  type MeanEstimate,
  type MeanOptions,
  meanEstimate,
  studentTInterval,
} from "./stats/meanEstimate.js";
export { medianEstimate } from "./stats/medianEstimate.js";
export { type PairedDifference, pairedDifference } from "./stats/pairedDifference.js";
export { type PowerOptions, smallestDetectable } from "./stats/power.js";
export { type PowerLaw, powerLaw } from "./stats/powerLaw.js";
export { proportion } from "./stats/proportion.js";
export { type RankCorrelationOptions, rankCorrelation } from "./stats/rankCorrelation.js";
export {
  type FitOptions,
  type Saturation,
  type SaturationOptions,
  saturation,
} from "./stats/saturation.js";
export type { CurvePoint } from "./stats/seedCurve.js";
export { type SignFlipOptions, type SignFlipResult, signFlip } from "./stats/signFlip.js";
export { unpairedDifference } from "./stats/unpairedDifference.js";
export * from "./study/index.js";
