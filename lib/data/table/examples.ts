import type { Dataset } from "../dataset.js";
import type { Problem } from "./options.js";
import type { PartName } from "./roles.js";

/** Labelled examples out of a file or folder, and how it was read. */
export interface Examples {
  /** The labelled examples. */
  readonly data: Dataset;
  /** Names of x's features, in order; none for pictures. */
  readonly features?: readonly string[];
  readonly problem: Problem;
  /** Why it is that problem, in words that begin with it, as in "regression, because 812 of 1,000 label values differ". */
  readonly reason: string;
  /** Each example's part, where the file says it. */
  readonly split?: readonly PartName[];
  /** Each example's group, where a column of them is given: examples of one group are alike, and are not divided. */
  readonly groups?: readonly string[];
  /** Lines (in JSON lines and text) or rows of those left out for a missing cell. */
  readonly dropped: readonly number[];
  /** Every decision that the file's look does not show, in plain words: on the file, then on its columns by name. */
  readonly notes: readonly string[];
}
