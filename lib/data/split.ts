import { refuse } from "../check.js";
import { type Dataset, type Splits, take } from "./dataset.js";
import { type SplitOptions, splitRows } from "./splitRows.js";

/**
 * Divides a data set at random into train, valid and test so that every class keeps its share in each
 * part, to within one example per class. A class of the data always has an example in train; where it has
 * too few for valid or test, that part's `notes` name it. A real target keeps its distribution: its ten bins of
 * one size, by rank, do what classes do.
 * @example
 * ```ts
 * import { loadDigits, split } from "batchwise";
 *
 * const { train, valid, test } = split(loadDigits(), { seed: 0, valid: 0.2, test: 0.2 });
 * console.log(train.n, valid.n, test.n); // 1079 359 359
 * ```
 */
export function split(data: Dataset, options: SplitOptions): Splits {
  const { rows, notes } = splitRows(data, options);
  const part = (name: keyof Splits): Dataset => {
    if (rows[name].length === 0)
      refuse("split", `${name} must hold at least one of the ${data.n} examples`, 0);
    const taken = take(data, rows[name]);
    if (notes[name].length === 0) return taken;
    return { ...taken, notes: [...(data.notes ?? []), ...notes[name]] };
  };
  return { train: part("train"), valid: part("valid"), test: part("test") };
}
