import { Rng } from "batchwise";
import type { SparseMatrix } from "batchwise/linear";
import fc from "fast-check";

/** The same examples twice. */
export interface Both {
  readonly sparse: SparseMatrix;
  readonly dense: { readonly values: Float64Array; readonly shape: number[] };
}

/** Sizes of a problem, and what is odd about its rows. */
export interface SparseCase {
  readonly n: number;
  readonly features: number;
  readonly classes: number;
  /** Share of the places that have a value. */
  readonly filled: number;
  /** Columns of a row in any order, some given twice. */
  readonly untidy: boolean;
  readonly seed: number;
}

export const sparseCases: fc.Arbitrary<SparseCase> = fc.record({
  n: fc.integer({ min: 6, max: 60 }),
  features: fc.integer({ min: 1, max: 25 }),
  classes: fc.constantFrom(2, 3, 5, 10),
  filled: fc.constantFrom(0, 0.05, 0.2, 0.7),
  untidy: fc.boolean(),
  seed: fc.nat(),
});

/** Rows with some values; whole rows and columns stay empty by chance. */
export function makeRows({ n, features, filled, untidy, seed }: SparseCase): Both {
  const rng = Rng.fromSeed(seed);
  const dense = new Float64Array(n * features);
  const [values, indices, indptr]: number[][] = [[], [], [0]];
  for (let i = 0; i < n; i++) {
    const columns = Array.from({ length: features }, (_, j) => j).filter(
      () => rng.uniform() < filled,
    );
    for (const column of untidy ? rng.shuffle(columns.concat(columns.slice(0, 2))) : columns) {
      const value = rng.normal();
      values.push(value);
      indices.push(column);
      dense[i * features + column] += value;
    }
    indptr.push(values.length);
  }
  return {
    sparse: {
      values: Float64Array.from(values),
      indices: Int32Array.from(indices),
      indptr: Int32Array.from(indptr),
      shape: [n, features],
    },
    dense: { values: dense, shape: [n, features] },
  };
}

/** A label for each row, every class at least once, that its values tell something of. */
export function makeLabels({ n, features, classes, seed }: SparseCase, { dense }: Both): number[] {
  const rng = Rng.fromSeed(seed).fork("labels");
  return Array.from({ length: n }, (_, i) => {
    if (i < classes) return i % classes;
    const row = dense.values.subarray(i * features, (i + 1) * features);
    const sum = row.reduce((total, v) => total + v, rng.normal());
    return Math.min(classes - 1, Math.floor(Math.abs(2 * sum)));
  });
}
