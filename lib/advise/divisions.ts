import { type Dataset, featuresOf, type Splits, take } from "../data/dataset.js";
import { split } from "../data/split.js";
import type { OwnPreparation, PreparationName } from "../experiment/preparation.js";
import { standardize } from "../features/standardize.js";
import { Rng } from "../random.js";

/** Below so many examples, divisions are the folds of a repeated cross-validation. */
export const FEW = 500;
const FOLDS = 5;
const SEALED = 0.2;

/** The data without the sealed test part, and the ways in which the rest is divided. */
export interface Divisions {
  /** All examples but the sealed ones. */
  readonly open: Dataset;
  /** Training examples of a division of `open`. */
  readonly n: number;
  /** Whether they are the folds of a repeated cross-validation. */
  readonly few: boolean;
  /** Tells these divisions of the data from others. */
  readonly name: string;
  /** For tuning, of `open`: whatever is not trained on validates. */
  readonly tuning: OwnPreparation;
  /** For comparing, of `open`: each division has test examples of its own. */
  readonly comparing: OwnPreparation;
  /** For the end, of the whole data: its test part is the sealed one. */
  readonly last: OwnPreparation;
}

/** Seals a fifth of the examples, stratified, and says how the others are divided by a seed. */
export function divisionsOf(data: Dataset, prepare: PreparationName, seed: number): Divisions {
  const outer = split(data, { seed, valid: SEALED, test: SEALED });
  const open = joined(outer.train, outer.valid);
  const folds = data.n < FEW;
  const divide = folds ? foldsOf : eighths;
  const name = `${prepare}, ${folds ? `${FOLDS} folds` : "six eighths, one, one"}`;
  const own = (role: string, parts: (data: Dataset, seed: number) => Splits): OwnPreparation => ({
    name: `advise, ${role}: ${name}`,
    splits: (whole, seed) => scaled(parts(whole, seed), prepare),
  });
  const comparing = own("comparing", divide);
  return {
    open,
    few: folds,
    name,
    n: comparing.splits(open, 0).train.n,
    tuning: own("tuning", (part, s) => {
      const { train, valid, test } = divide(part, s);
      return { train, valid: joined(valid, test), test };
    }),
    comparing,
    last: own(`sealed by ${seed}`, (whole, s) => {
      const { train, valid, test } = split(whole, { seed, valid: SEALED, test: SEALED });
      const rest = divide(joined(train, valid), s);
      return { train: joined(rest.train, rest.test), valid: rest.valid, test };
    }),
  };
}

function eighths(data: Dataset, seed: number): Splits {
  return split(data, { seed, valid: 1 / 8, test: 1 / 8 });
}

/**
 * Seeds count folds: five in a row test every example once. Three folds train, one validates, one tests. All are of one
 * size, so that a batch of all is the same everywhere: up to four examples sit out of a repeat.
 */
function foldsOf(data: Dataset, seed: number): Splits {
  const rng = Rng.fromSeed(Math.floor(seed / FOLDS)).fork("folds");
  const rows: number[][] = Array.from({ length: FOLDS }, () => []);
  let next = 0;
  for (let label = 0; label < data.classes.length; label++) {
    const members = [...data.y.keys()].filter((i) => data.y[i] === label);
    for (const i of rng.fork(label).shuffle(members)) rows[next++ % FOLDS].push(i);
  }
  const size = Math.floor(data.n / FOLDS);
  const fold = (k: number): number[] => rows[(seed + k) % FOLDS].slice(0, size);
  const part = (...members: number[][]): Dataset => take(data, members.flat());
  return { test: part(fold(0)), valid: part(fold(1)), train: part(fold(2), fold(3), fold(4)) };
}

function scaled({ train, valid, test }: Splits, prepare: PreparationName): Splits {
  if (prepare === "raw") return { train, valid, test };
  const fitted = standardize({ scale: prepare === "standardized" }).fit(train);
  return {
    train: fitted.transform(train),
    valid: fitted.transform(valid),
    test: fitted.transform(test),
  };
}

function joined(a: Dataset, b: Dataset): Dataset {
  const x = new Float32Array((a.n + b.n) * featuresOf(a));
  x.set(a.x);
  x.set(b.x, a.x.length);
  const y = new Int32Array(a.n + b.n);
  y.set(a.y);
  y.set(b.y, a.n);
  return { ...a, x, y, n: a.n + b.n };
}
