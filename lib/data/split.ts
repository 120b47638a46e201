import { numberBetween, refuse } from "../check.js";
import { Rng } from "../random.js";
import { type Dataset, type Splits, take } from "./dataset.js";

/** The seed of a division, and the shares of its parts; `train` gets the rest. */
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
 * part, to within one example per class. A class of the data always has an example in train; where it has
 * too few for valid or test, that part's `notes` name it.
 * @example
 * ```ts
 * import { loadDigits, split } from "batchwise";
 *
 * const { train, valid, test } = split(loadDigits(), { seed: 0, valid: 0.2, test: 0.2 });
 * console.log(train.n, valid.n, test.n); // 1079 359 359
 * ```
 */
export function split(data: Dataset, { seed, valid = 1 / 6, test = 1 / 6 }: SplitOptions): Splits {
  numberBetween("split", "valid", valid, 0, 1);
  numberBetween("split", "test", test, 0, 1);
  if (valid + test >= 1) refuse("split", "valid + test must be less than 1", valid + test);
  const rng = Rng.fromSeed(seed).fork("split");
  const rows = { train: [] as number[], valid: [] as number[], test: [] as number[] };
  const notes = { train: [] as string[], valid: [] as string[], test: [] as string[] };
  for (let label = 0; label < data.classes.length; label++) {
    const members: number[] = [];
    for (let i = 0; i < data.n; i++) if (data.y[i] === label) members.push(i);
    rng.fork(label).shuffle(members);
    const [testEnd, validEnd] = bounds(members.length, test, valid);
    const missing = (part: keyof Splits, share: number, count: number): void => {
      if (members.length === 0 || share === 0 || count > 0) return;
      const size = members.length === 1 ? "1 example" : `${members.length} examples`;
      notes[part].push(
        `${part} holds no example of class ${JSON.stringify(data.classes[label])}, which has ${size} in all`,
      );
    };
    missing("test", test, testEnd);
    missing("valid", valid, validEnd - testEnd);
    rows.test.push(...members.slice(0, testEnd));
    rows.valid.push(...members.slice(testEnd, validEnd));
    rows.train.push(...members.slice(validEnd));
  }
  const part = (name: keyof Splits): Dataset => {
    if (rows[name].length === 0)
      refuse("split", `${name} must hold at least one of the ${data.n} examples`, 0);
    const taken = take(data, rng.fork(name).shuffle(rows[name]));
    if (notes[name].length === 0) return taken;
    return { ...taken, notes: [...(data.notes ?? []), ...notes[name]] };
  };
  return { train: part("train"), valid: part("valid"), test: part("test") };
}

/** Where the test examples of a class of `n` end and where its validation examples end: one at least is left. */
function bounds(n: number, test: number, valid: number): [testEnd: number, validEnd: number] {
  const sizes = [Math.round(test * n), Math.round(valid * n)];
  // Two shares rounded up can take a whole class; the one that was rounded up by more gives one back.
  if (n > 0 && sizes[0] + sizes[1] >= n)
    sizes[sizes[0] - test * n >= sizes[1] - valid * n ? 0 : 1]--;
  return [sizes[0], sizes[0] + sizes[1]];
}
