/**
 * Data sets, their readers and downloads, and how they are divided and cut into batches.
 * @module batchwise/data
 */

export { type BatchSize, batches, resolveBatchSize } from "./batches.js";
export { loadBloodCells } from "./bloodCells.js";
export { loadCifar10 } from "./cifar10.js";
export { colouredDigits } from "./colouredDigits.js";
export { loadCsv, parseCsv } from "./csv.js";
export { DataError } from "./dataError.js";
export {
  checkDataset,
  type Dataset,
  featuresOf,
  outputWidth,
  type Scaling,
  type Splits,
  type Target,
  type TrainingSplits,
  take,
} from "./dataset.js";
export { loadDigits } from "./digits.js";
export type { DownloadOptions, DownloadProgress } from "./download.js";
export { type IdxArray, parseIdx } from "./idx.js";
export { type ExampleOptions, loadExamples } from "./loadExamples.js";
export type { LoadOptions, TrainTest } from "./loadOptions.js";
export { loadFashionMnist, loadMnist } from "./mnist.js";
export { type Mnist1dOptions, mnist1d } from "./mnist1d.js";
export type { Mnist1dTransform } from "./mnist1dSignal.js";
export { type NoisyMixturesOptions, noisyMixtures } from "./noisyMixtures.js";
export { type PureNoiseOptions, pureNoise } from "./pureNoise.js";
export { split } from "./split.js";
export type { SplitOptions } from "./splitRows.js";
export type { ColumnInfo } from "./table/columnInfo.js";
export type { CsvData } from "./table/encodeTable.js";
export type { Examples } from "./table/examples.js";
export type { Precision } from "./table/hold.js";
export type { NumberFormat } from "./table/numberFormat.js";
export type { CsvOptions, MissingPolicy, Problem, ThousandsMark } from "./table/options.js";
export type { PartName } from "./table/roles.js";
export { type LabelNoiseOptions, withLabelNoise } from "./withLabelNoise.js";
export { withProbes } from "./withProbes.js";
