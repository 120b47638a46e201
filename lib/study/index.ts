export { type AgreementRow, agreement, agreementTable } from "./agreement.js";
export { augmentedRows } from "./augmentedRows.js";
export { type Beta2Row, type Beta2StudyOptions, beta2Study } from "./beta2Study.js";
export {
  accuracyUnderNoise,
  type BudgetRate,
  type BudgetRow,
  type BudgetStudy,
  type BudgetStudyOptions,
  bestBatchSize,
  budgetStudy,
} from "./budgetStudy.js";
export { coefficientChange, descendOneVersusRest, fitInChunks } from "./coefficients.js";
export {
  type ConfirmedRow,
  type ConfirmOptions,
  confirmSearches,
} from "./confirmSearches.js";
export { confusionChange } from "./confusionChange.js";
export { type CriticalBatchSize, criticalBatchSizes } from "./criticalBatchSizes.js";
export { crossed } from "./crossed.js";
export {
  differenceOf,
  differencesBy,
  differencesFrom,
  doublingsOf,
  gapsBy,
} from "./differences.js";
export { type EpochTrace, traceEpochs, traceOfFit, traceOfRun } from "./epochTrace.js";
export {
  type FeatureMethod,
  type FeatureRow,
  type FeatureSetting,
  type FeatureStudy,
  type FeatureStudyOptions,
  featureStudy,
} from "./featureStudy.js";
export {
  type BatchSizeLead,
  batchSizeLeads,
  type FeatureGain,
  featureCurves,
  featureGains,
  type TrainingTime,
  trainingTimes,
} from "./featureSummaries.js";
export { type GoodRange, goodRange } from "./goodRange.js";
export { centredWithin, groupRows, lowestBy, matching, pivot } from "./groups.js";
export { type ChangeRow, changeLosses, keptRateCosts } from "./keptRateCosts.js";
export { type KeptRateRow, keptRateStudy } from "./keptRateStudy.js";
export {
  type LandscapeOptions as LandscapeStudyOptions,
  type LandscapeRows,
  landscapeStudy,
  type PathStart,
} from "./landscapeStudy.js";
export {
  type LeakCase,
  type LeakRow,
  type LeakStudyOptions,
  type LeakSummary,
  leakStudy,
  leakSummary,
} from "./leakStudy.js";
export {
  type MapPoint,
  type MapRow,
  type MapStudy,
  type MapStudyOptions,
  mapMeans,
  mapStudy,
} from "./mapStudy.js";
export { type MatchedRow, type MatchedStudyOptions, matchedStudy } from "./matchedStudy.js";
export { meansBy, mediansBy } from "./means.js";
export { type MedianCell, medianCells } from "./medianCells.js";
export {
  type MiniBatchRow,
  type MiniBatchStudy,
  type MiniBatchStudyOptions,
  miniBatchStudy,
} from "./miniBatchStudy.js";
export { type ModelAtLoss, modelsAtLosses } from "./modelsAtLosses.js";
export { type NoisePath, noiseCourse } from "./noiseCourse.js";
export { type NoisePrediction, noisePredictions } from "./noisePredictions.js";
export { noiseRatios } from "./noiseRatios.js";
export { noiseScaleEstimate } from "./noiseScaleEstimate.js";
export { type NoiseSubject, noiseSubjects } from "./noiseSubjects.js";
export {
  accuracyLost,
  type OneRateOptions,
  type OneRateRow,
  oneRateStudy,
} from "./oneRate.js";
export {
  errorCorrelations,
  type Population,
  type PopulationOptions,
  type PopulationRow,
  populationStudy,
} from "./populationStudy.js";
export { type Ranking, rankedSplits } from "./rankedSplits.js";
export {
  type RateLaw,
  type RelativeRate,
  rateExponents,
  rateLaws,
  relativeRates,
} from "./rateLaws.js";
export { type RateGrid, type RateMapOptions, type RateMapRow, rateMap } from "./rateMap.js";
export { type RateOptimum, rateOptima } from "./rateOptima.js";
export { type RateRule, rateRuleConfigs } from "./rateRule.js";
export { type RescalingRow, rescalings } from "./rescalings.js";
export { type RoofRow, roofline } from "./roofline.js";
export {
  type RunSearchesOptions,
  runSearches,
  type Searches,
  type SearchRun,
} from "./runSearches.js";
export {
  type BestSoFar,
  type BestSoFarOptions,
  bestSoFar,
  type SearchPoint,
  searchCurve,
  trialsOf,
  winnerWithin,
} from "./searchCurve.js";
export {
  type SharpnessOptions as SharpnessStudyOptions,
  type SharpnessRow,
  sharpnessStudy,
} from "./sharpnessStudy.js";
export {
  type Measures,
  measureMeans,
  measureRatios,
  SHARPNESS_MEASURES,
} from "./sharpnessSummaries.js";
export {
  firstWithin,
  minimumOf,
  type SolverEnd,
  type SolverPoint,
  type SolverTraces,
  type SolverTracesOptions,
  solverTraces,
} from "./solverTraces.js";
export { centredSplits, type Preparation, type PreparationName } from "./splits.js";
export {
  type StabilityStudyOptions,
  type StabilityStudyRow,
  stabilityStudy,
  withLimits,
} from "./stabilityStudy.js";
export { foretoldCurves, stepsCurves } from "./stepsCurves.js";
export {
  type StepsRow,
  type StepsStudyOptions,
  stepsStudy,
  stepsToTarget,
} from "./stepsToTarget.js";
export { type StoppedSearch, stopAndResume } from "./stopAndResume.js";
export { type TargetCost, type TargetCostsOptions, targetCosts } from "./targetCosts.js";
export { meanOverSteps, type TargetNoiseRow, targetNoise } from "./targetNoise.js";
export { throughputChart } from "./throughputChart.js";
export {
  type ThroughputOptions,
  type ThroughputRow,
  throughputStudy,
} from "./throughputStudy.js";
export { trainedVariance } from "./trainedVariance.js";
export {
  type TrainingTrace,
  type TrainOnce,
  type TrainOnceOptions,
  trainOnce,
} from "./trainOnce.js";
export {
  runTrials,
  type StudyRow,
  type StudyTrial,
  type TrialOptions,
} from "./trials.js";
export { pairedTrials, type RandomTrialsOptions, randomTrials } from "./trialsOf.js";
export { tunedComparison } from "./tunedComparison.js";
export {
  type Tuned,
  type TuneRatesOptions,
  tuneRates,
  withLearningRate,
} from "./tuneRates.js";
export { estimateSpread, twoBatchStudy, twoBatchSummaries } from "./twoBatchStudy.js";
export { varianceChart } from "./varianceChart.js";
export {
  type VarianceRow,
  type VarianceStudyOptions,
  varianceLaw,
  varianceStudy,
} from "./varianceStudy.js";
