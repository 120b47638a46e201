export { type AgreementRow, agreement, agreementTable } from "./threeApis/agreement.js";
export { augmentedRows } from "./augmentation/augmentedRows.js";
export { type Beta2Row, type Beta2StudyOptions, beta2Study } from "./learningRate/beta2Study.js";
export {
  accuracyUnderNoise,
  type BudgetRate,
  type BudgetRow,
  type BudgetStudy,
  type BudgetStudyOptions,
  bestBatchSize,
  budgetStudy,
} from "./learningRate/budgetStudy.js";
export { coefficientChange, descendOneVersusRest, fitInChunks } from "./threeApis/coefficients.js";
export {
  type ConfirmedRow,
  type ConfirmOptions,
  confirmSearches,
} from "./searching/confirmSearches.js";
export { confusionChange } from "./augmentation/confusionChange.js";
export { type CriticalBatchSize, criticalBatchSizes } from "./gradientNoise/criticalBatchSizes.js";
export { crossed } from "../experiment/cross.js";
export {
  differenceOf,
  differencesBy,
  differencesFrom,
  doublingsOf,
  gapsBy,
} from "../rows/differences.js";
export { type EpochTrace, traceEpochs, traceOfFit, traceOfRun } from "./threeApis/epochTrace.js";
export {
  type FeatureMethod,
  type FeatureRow,
  type FeatureSetting,
  type FeatureStudy,
  type FeatureStudyOptions,
  featureStudy,
} from "./features/featureStudy.js";
export {
  type BatchSizeLead,
  batchSizeLeads,
  type FeatureGain,
  featureCurves,
  featureGains,
  type TrainingTime,
  trainingTimes,
} from "./features/featureSummaries.js";
export { type GoodRange, goodRange } from "./learningRate/goodRange.js";
export { centredWithin, groupRows, lowestBy, matching, pivot } from "../rows/groups.js";
export { type ChangeRow, changeLosses, keptRateCosts } from "./learningRate/keptRateCosts.js";
export { type KeptRateRow, keptRateStudy } from "./learningRate/keptRateStudy.js";
export {
  type LandscapeOptions as LandscapeStudyOptions,
  type LandscapeRows,
  landscapeStudy,
  type PathStart,
} from "./sharpness/landscapeStudy.js";
export {
  type LeakCase,
  type LeakRow,
  type LeakStudyOptions,
  type LeakSummary,
  leakStudy,
  leakSummary,
} from "./features/leakStudy.js";
export {
  type MapPoint,
  type MapRow,
  type MapStudy,
  type MapStudyOptions,
  mapMeans,
  mapStudy,
} from "./features/mapStudy.js";
export { type MatchedRow, type MatchedStudyOptions, matchedStudy } from "./sharpness/matchedStudy.js";
export { meansBy, mediansBy } from "../rows/means.js";
export { type MedianCell, medianCells } from "../rows/medianCells.js";
export {
  type MiniBatchRow,
  type MiniBatchStudy,
  type MiniBatchStudyOptions,
  miniBatchStudy,
} from "./solvers/miniBatchStudy.js";
export { type ModelAtLoss, modelsAtLosses } from "../experiment/modelsAtLosses.js";
export { type NoisePath, noiseCourse } from "./gradientNoise/noiseCourse.js";
export { type NoisePrediction, noisePredictions } from "./gradientNoise/noisePredictions.js";
export { noiseRatios } from "./gradientNoise/noiseRatios.js";
export { noiseScaleEstimate } from "./gradientNoise/noiseScaleEstimate.js";
export { type NoiseSubject, noiseSubjects } from "./gradientNoise/noiseSubjects.js";
export {
  accuracyLost,
  type OneRateOptions,
  type OneRateRow,
  oneRateStudy,
} from "./learningRate/oneRate.js";
export {
  errorCorrelations,
  type Population,
  type PopulationOptions,
  type PopulationRow,
  populationStudy,
} from "./sharpness/populationStudy.js";
export { type Ranking, rankedSplits } from "./features/rankedSplits.js";
export {
  type RateLaw,
  type RelativeRate,
  rateExponents,
  rateLaws,
  relativeRates,
} from "./learningRate/rateLaws.js";
export { type RateGrid, type RateMapOptions, type RateMapRow, rateMap } from "./learningRate/rateMap.js";
export { type RateOptimum, rateOptima } from "./learningRate/rateOptima.js";
export { type RateRule, rateRuleConfigs } from "./learningRate/rateRule.js";
export { type RescalingRow, rescalings } from "./sharpness/rescalings.js";
export { type RoofRow, roofline } from "./speed/roofline.js";
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
export {
  type SharpnessOptions as SharpnessStudyOptions,
  type SharpnessRow,
  sharpnessStudy,
} from "./sharpness/sharpnessStudy.js";
export {
  type Measures,
  measureMeans,
  measureRatios,
  SHARPNESS_MEASURES,
} from "./sharpness/sharpnessSummaries.js";
export {
  firstWithin,
  minimumOf,
  type SolverEnd,
  type SolverPoint,
  type SolverTraces,
  type SolverTracesOptions,
  solverTraces,
} from "./solvers/solverTraces.js";
export { centredSplits, type Preparation, type PreparationName } from "../experiment/preparation.js";
export {
  type StabilityStudyOptions,
  type StabilityStudyRow,
  stabilityStudy,
  withLimits,
} from "./sharpness/stabilityStudy.js";
export { foretoldCurves, stepsCurves } from "./gradientNoise/stepsCurves.js";
export {
  type StepsRow,
  type StepsStudyOptions,
  stepsStudy,
  stepsToTarget,
} from "../experiment/stepsToTarget.js";
export { type StoppedSearch, stopAndResume } from "./searching/stopAndResume.js";
export { type TargetCost, type TargetCostsOptions, targetCosts } from "./speed/targetCosts.js";
export { meanOverSteps, type TargetNoiseRow, targetNoise } from "./gradientNoise/targetNoise.js";
export { throughputChart } from "./speed/throughputChart.js";
export {
  type ThroughputOptions,
  type ThroughputRow,
  throughputStudy,
} from "./speed/throughputStudy.js";
export { trainedVariance } from "./gradientNoise/trainedVariance.js";
export {
  type TrainingTrace,
  type TrainOnce,
  type TrainOnceOptions,
  trainOnce,
} from "./searching/trainOnce.js";
export {
  runTrials,
  type StudyRow,
  type StudyTrial,
  type TrialOptions,
} from "../experiment/runTrials.js";
export { pairedTrials, type RandomTrialsOptions, randomTrials } from "../experiment/pairedTrials.js";
export { tunedComparison } from "../experiment/compare.js";
export {
  type Tuned,
  type TuneRatesOptions,
  tuneRates,
  withLearningRate,
} from "../experiment/tune.js";
export { estimateSpread, twoBatchStudy, twoBatchSummaries } from "./gradientNoise/twoBatchStudy.js";
export { varianceChart } from "./gradientNoise/varianceChart.js";
export {
  type VarianceRow,
  type VarianceStudyOptions,
  varianceLaw,
  varianceStudy,
} from "./gradientNoise/varianceStudy.js";
