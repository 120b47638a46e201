import { numberBetween, refuse } from "../check.js";
import { Rng } from "../random.js";
import { type Dataset, type Splits, take } from "./dataset.js";

export interface SplitOptions {
  /** Decides which example goes where. */
  readonly seed: number;
  /** Share of the examples for validation. Default 1/6. */
  readonly valid?: number;
  /** Share of the examples for the test. Default 1/6. */
  readonly test?: number;
}

/**
 * Divides a data set at random into train, valid and test so that every class keeps its share in each
 * part, to within one example per class.
 */
export function split(data: Dataset, { seed, valid = 1 / 6, test = 1 / 6 }: SplitOptions): Splits {
  numberBetween("split", "valid", valid, 0, 1);
  numberBetween("split", "test", test, 0, 1);
  if (valid + test >= 1) refuse("split", "valid + test must be less than 1", valid + test);
  const rng = Rng.fromSeed(seed).fork("split");
  const rows = { train: [] as number[], valid: [] as number[], test: [] as number[] };
  for (let label = 0; label < data.classes.length; label++) {
    const members: number[] = [];
    for (let i = 0; i < data.n; i++) if (data.y[i] === label) members.push(i);
    rng.fork(label).shuffle(members);
    const testEnd = Math.round(test * members.length);
    const validEnd = testEnd + Math.round(valid * members.length);
    rows.test.push(...members.slice(0, testEnd));
    rows.valid.push(...members.slice(testEnd, validEnd));
    rows.train.push(...members.slice(validEnd));
  }
  const part = (name: keyof Splits): Dataset => {
    if (rows[name].length === 0)
      refuse("split", `${name} must hold at least one of the ${data.n} examples`, 0);
    return take(data, rng.fork(name).shuffle(rows[name]));
  };
  return { train: part("train"), valid: part("valid"), test: part("test") };
}
