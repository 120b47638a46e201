import { numberBetween, refuse } from "../check.js";
import { Rng } from "../random.js";
import type { Dataset, Splits } from "./dataset.js";
import { strataOf } from "./strata.js";

/** The seed of a division, and the shares of its parts; `train` gets the rest. */
export interface SplitOptions {
  /** Decides which example goes where. */
  readonly seed: number;
  /** Share of the examples for validation. Default 1/6. */
  readonly valid?: number;
  /** Share of the examples for the test. Default 1/6. */
  readonly test?: number;
}

/** Which rows go to each part, shuffled, and what whoever uses a part should know. */
export interface RowSplit {
  readonly rows: Readonly<Record<keyof Splits, readonly number[]>>;
  readonly notes: Readonly<Record<keyof Splits, readonly string[]>>;
}

/** Divides the rows of a data set, see `split`; a part may stay empty. */
export function splitRows(
  data: Dataset,
  { seed, valid = 1 / 6, test = 1 / 6 }: SplitOptions,
): RowSplit {
  numberBetween("split", "valid", valid, 0, 1);
  numberBetween("split", "test", test, 0, 1);
  if (valid + test >= 1) refuse("split", "valid + test must be less than 1", valid + test);
  const rng = Rng.fromSeed(seed).fork("split");
  const rows = { train: [] as number[], valid: [] as number[], test: [] as number[] };
  const notes = { train: [] as string[], valid: [] as string[], test: [] as string[] };
  const shares = [valid, test, 1 - valid - test].filter((share) => share > 0);
  const strata = strataOf(data, Math.min(...shares));
  for (let stratum = 0; stratum < strata.count; stratum++) {
    const members: number[] = [];
    for (let i = 0; i < data.n; i++) if (strata.ids[i] === stratum) members.push(i);
    rng.fork(stratum).shuffle(members);
    const [testEnd, validEnd] = bounds(members.length, test, valid);
    const missing = (part: keyof Splits, share: number, count: number): void => {
      if (data.target || members.length === 0 || share === 0 || count > 0) return;
      const size = members.length === 1 ? "1 example" : `${members.length} examples`;
      notes[part].push(
        `${part} holds no example of class ${JSON.stringify(data.classes[stratum])}, which has ${size} in all`,
      );
    };
    missing("test", test, testEnd);
    missing("valid", valid, validEnd - testEnd);
    rows.test.push(...members.slice(0, testEnd));
    rows.valid.push(...members.slice(testEnd, validEnd));
    rows.train.push(...members.slice(validEnd));
  }
  for (const part of ["train", "valid", "test"] as const) rng.fork(part).shuffle(rows[part]);
  return { rows, notes };
}

/** Where the test examples of a stratum of `n` end and where its validation examples end: one at least is left. */
function bounds(n: number, test: number, valid: number): [testEnd: number, validEnd: number] {
  const sizes = [Math.round(test * n), Math.round(valid * n)];
  // Two shares rounded up can take a whole stratum; the one that was rounded up by more gives one back.
  if (n > 0 && sizes[0] + sizes[1] >= n)
    sizes[sizes[0] - test * n >= sizes[1] - valid * n ? 0 : 1]--;
  return [sizes[0], sizes[0] + sizes[1]];
}
