export { ArgumentError } from "./check.js";
export { type BatchSize, batches, resolveBatchSize } from "./data/batches.js";
export { DataError } from "./data/dataError.js";
export { checkDataset, type Dataset, featuresOf, type Splits, take } from "./data/dataset.js";
export { loadDigits } from "./data/digits.js";
export { type IdxArray, parseIdx } from "./data/idx.js";
export { type SplitOptions, split } from "./data/split.js";
export { Rng } from "./random.js";
