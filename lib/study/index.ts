/**
 * What single notebooks ask, by subject.
 * @module batchwise/study
 */

export { augmentedRows } from "./augmentation/augmentedRows.js";
export { type ConfusionChange, confusionChange } from "./augmentation/confusionChange.js";
export {
  type FeatureMethod,
  type FeatureRow,
  type FeatureStudyOptions,
  featureStudy,
} from "./features/featureStudy.js";
export {
  featureCurves,
  type TrainingTime,
  trainingTimes,
} from "./features/featureSummaries.js";
export {
  type LeakCase,
  type LeakRow,
  type LeakStudyOptions,
  leakStudy,
} from "./features/leakStudy.js";
export {
  type MapPoint,
  type MapRow,
  type MapStudy,
  type MapStudyOptions,
  mapMeans,
  mapStudy,
} from "./features/mapStudy.js";
export { type Ranking, rankedSplits } from "./features/rankedSplits.js";
export {
  type CriticalBatchSize,
  criticalBatchSizes,
  type StepsTaken,
} from "./gradientNoise/criticalBatchSizes.js";
export {
  type NoiseCourseRow,
  noiseCourse,
  type PlainRun,
} from "./gradientNoise/noiseCourse.js";
export { type NoisePrediction, noisePredictions } from "./gradientNoise/noisePredictions.js";
export { noiseScaleEstimate } from "./gradientNoise/noiseScaleEstimate.js";
export {
  type NoiseSubject,
  type NoiseSubjectsOptions,
  noiseSubjects,
} from "./gradientNoise/noiseSubjects.js";
export { type StepsSaved, stepsBeyond } from "./gradientNoise/stepsBeyond.js";
export {
  type CurveRange,
  foretoldCurves,
  type StepsPoint,
  stepsCurves,
} from "./gradientNoise/stepsCurves.js";
export {
  meanOverSteps,
  type NoiseReading,
  type TargetNoiseRow,
  targetNoise,
} from "./gradientNoise/targetNoise.js";
export { trainedVariance } from "./gradientNoise/trainedVariance.js";
export {
  type EstimateSpread,
  estimateSpread,
  inGroups,
  type TwoBatchRow,
  type TwoBatchSummary,
  twoBatchStudy,
  twoBatchSummaries,
} from "./gradientNoise/twoBatchStudy.js";
export { varianceChart } from "./gradientNoise/varianceChart.js";
export {
  type VarianceRow,
  type VarianceStudyOptions,
  varianceLaw,
  varianceStudy,
} from "./gradientNoise/varianceStudy.js";
export { accuracyLost } from "./learningRate/accuracyLost.js";
export { type AtRatesOptions, atRates } from "./learningRate/atRates.js";
export { compromiseRows } from "./learningRate/compromiseRows.js";
export { type GoodRange, goodRanges } from "./learningRate/goodRanges.js";
export {
  type RateExponent,
  type RateLaw,
  type RelativeRate,
  rateExponents,
  rateLaws,
  relativeRates,
} from "./learningRate/rateLaws.js";
export { type RateOptimum, rateOptima } from "./learningRate/rateOptima.js";
export type { RateRow } from "./learningRate/rateRow.js";
export { type RateRule, type RateRulesOptions, rateRuleConfigs } from "./learningRate/rateRule.js";
export {
  type ConfirmedRow,
  type ConfirmOptions,
  confirmSearches,
} from "./searching/confirmSearches.js";
export {
  type RunSearchesOptions,
  runSearches,
  type Searches,
  type SearchRun,
} from "./searching/runSearches.js";
export {
  type BestSoFar,
  type BestSoFarOptions,
  bestSoFar,
  type SearchPoint,
  searchCurve,
  trialsOf,
  winnerWithin,
} from "./searching/searchCurve.js";
export { type StoppedSearch, stopAndResume } from "./searching/stopAndResume.js";
export {
  type TrainingTrace,
  type TrainOnce,
  type TrainOnceOptions,
  trainOnce,
} from "./searching/trainOnce.js";
export type { LandscapeRows, PathStart } from "./sharpness/landscapeRows.js";
export {
  type LandscapeOptions as LandscapeStudyOptions,
  landscapeStudy,
} from "./sharpness/landscapeStudy.js";
export {
  correlationGaps,
  errorCorrelations,
  flatnessCorrelation,
  type Population,
  type PopulationOptions,
  type PopulationRow,
  populationStudy,
} from "./sharpness/populationStudy.js";
export { type RescalingRow, rescalings } from "./sharpness/rescalings.js";
export type { SharpnessRow } from "./sharpness/sharpnessRows.js";
export {
  type SharpnessStudyOptions,
  sharpnessStudy,
} from "./sharpness/sharpnessStudy.js";
export {
  type Measures,
  measureMeans,
  measureRatios,
  SHARPNESS_MEASURES,
} from "./sharpness/sharpnessSummaries.js";
export type { StabilityStudyRow } from "./sharpness/stabilityRows.js";
export {
  type StabilityStudyOptions,
  stabilityStudy,
  withLimits,
} from "./sharpness/stabilityStudy.js";
export {
  type MiniBatchRow,
  type MiniBatchStudyOptions,
  miniBatchStudy,
} from "./solvers/miniBatchStudy.js";
export { type RankedTime, rankedTimes } from "./solvers/rankedTimes.js";
export {
  firstWithin,
  minimumOf,
  type SolverEnd,
  type SolverPoint,
  type SolverTraces,
  type SolverTracesOptions,
  solverTraces,
} from "./solvers/solverTraces.js";
export { type RoofRow, roofline } from "./speed/roofline.js";
export { type TargetCost, type TargetCostsOptions, targetCosts } from "./speed/targetCosts.js";
export { throughputChart } from "./speed/throughputChart.js";
export {
  type ThroughputOptions,
  type ThroughputRow,
  throughputStudy,
} from "./speed/throughputStudy.js";
export { type AgreementRow, agreement, agreementTable } from "./threeApis/agreement.js";
export { descendOneVersusRest, fitInChunks } from "./threeApis/coefficients.js";
export {
  type EpochSteps,
  type EpochTrace,
  traceEpochs,
  traceOfFit,
  traceOfRun,
} from "./threeApis/epochTrace.js";
