import { positiveInteger } from "../check.js";
import type { Dataset } from "./dataset.js";
import type { DownloadOptions } from "./download.js";

/** How much of a downloaded data set is read, and how it is downloaded. */
export interface LoadOptions extends DownloadOptions {
  /** Number of examples kept of each part, the first ones in the files' order. Default: all. */
  readonly limit?: number;
}

/** A data set with its customary division: choose on a split of `train`, read `test` once. */
export interface TrainTest {
  readonly train: Dataset;
  readonly test: Dataset;
}

/** How many of `n` examples to keep. */
export function keep(who: string, n: number, limit: number | undefined): number {
  return limit === undefined ? n : Math.min(n, positiveInteger(who, "limit", limit));
}
