import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  ArgumentError,
  LogisticRegression,
  MiniBatchLogisticRegression,
  Rng,
  SGDClassifier,
} from "batchwise";
import { toSparseRows } from "batchwise/dist/linear/inputs/sparseMatrix.js";
import { SparseWindow, sparseLengths } from "batchwise/dist/linear/kernel/sparseWindow.js";
import { allocate } from "batchwise/dist/linear/kernel/workspace.js";
import { LogisticObjective } from "batchwise/dist/linear/objective.js";
import { type SparseMatrix, sparseFromRows } from "batchwise/linear";
import { makeRows } from "./sparseData.js";

function refuses(run: () => unknown, message: RegExp): void {
  assert.throws(run, (error: unknown) => {
    assert.ok(error instanceof ArgumentError, String(error));
    assert.match(error.message, message);
    return true;
  });
}

// 1 0 2
// 0 0 0
// 0 3 0
const GOOD: SparseMatrix = {
  values: Float64Array.of(1, 2, 3),
  indices: Int32Array.of(0, 2, 1),
  indptr: Int32Array.of(0, 2, 2, 3),
  shape: [3, 3],
};
const Y = ["a", "b", "b"];

describe("sparse rows that are none", () => {
  const cases: Readonly<Record<string, readonly [change: object, message: RegExp]>> = {
    "values of another kind": [
      { values: [1, 2, 3] },
      /values of a sparse x must be a Float64Array/,
    ],
    "indices of another kind": [
      { indices: Uint8Array.of(0, 2, 1) },
      /indices of a sparse x must be an Int32Array/,
    ],
    "indptr of another kind": [
      { indptr: [0, 2, 2, 3] },
      /indptr of a sparse x must be an Int32Array/,
    ],
    "no shape": [
      { shape: undefined },
      /shape of a sparse x must be \[n, features\], got undefined/,
    ],
    "a shape of three": [{ shape: [3, 1, 3] }, /shape of a sparse x must be \[n, features\]/],
    "no rows": [{ shape: [0, 3], indptr: Int32Array.of(0) }, /x must hold at least one row, got 0/],
    "no columns": [{ shape: [3, 0] }, /x must hold at least one column, got 0/],
    "too few indices": [
      { indices: Int32Array.of(0, 2) },
      /indices must hold a column for each of the 3 values, got 2/,
    ],
    "too few beginnings": [
      { indptr: Int32Array.of(0, 2, 3) },
      /indptr must hold n \+ 1 = 4 numbers for the n of shape, got 3/,
    ],
    "a first row that begins late": [
      { indptr: Int32Array.of(1, 2, 2, 3) },
      /indptr must begin with 0, got 1/,
    ],
    "a row that ends before it begins": [
      { indptr: Int32Array.of(0, 2, 1, 3) },
      /indptr must not fall, at row 1 from 2, got 1/,
    ],
    "values behind the last row": [
      { indptr: Int32Array.of(0, 1, 1, 2) },
      /indptr must end with the number of values, 3, got 2/,
    ],
    "a column too far": [
      { indices: Int32Array.of(0, 2, 3) },
      /indices must be columns from 0 to 2, at row 2, got 3/,
    ],
    "a column below 0": [
      { indices: Int32Array.of(0, -1, 1) },
      /indices must be columns from 0 to 2, at row 0, got -1/,
    ],
    "a value that is not finite": [
      { values: Float64Array.of(1, 2, Number.NaN) },
      /x must be finite, at row 2, column 1, got NaN/,
    ],
    "a sum that is not finite": [
      { values: Float64Array.of(1e308, 1e308, 3), indices: Int32Array.of(2, 2, 1) },
      /x must be finite, at row 0, column 2 in sum, got Infinity/,
    ],
  };
  for (const [name, [change, message]] of Object.entries(cases))
    it(name, () => {
      const x = { ...GOOD, ...change } as SparseMatrix;
      refuses(() => new LogisticRegression().fit(x, Y), message);
      refuses(() => new SGDClassifier().fit(x, Y), message);
    });

  it("labels, and features that are not those of the fit", () => {
    refuses(() => new LogisticRegression().fit(GOOD, ["a", "b"]), /one label for each of the 3/);
    const model = new LogisticRegression().fit(GOOD, Y);
    const wide = { ...GOOD, shape: [3, 4] };
    refuses(() => model.predict(wide), /x must have 3 features, as in fit, got 4/);
    const online = new SGDClassifier().partialFit(GOOD, Y, { classes: ["a", "b"] });
    refuses(() => online.partialFit(wide, Y), /x must have 3 features, as before, got 4/);
  });
});

describe("what takes no sparse rows says so before it works", () => {
  // The matrix is wrong as well: a refusal that came later would name that.
  const wrong = { ...GOOD, indptr: Int32Array.of(9) };

  it("newton-cholesky", () => {
    refuses(
      () => new LogisticRegression({ solver: "newton-cholesky" }).fit(wrong, Y),
      /^LogisticRegression: solver must be "lbfgs", "newton-cg", "sag" or "saga" for a sparse x, or x given as dense rows.*, got "newton-cholesky"$/,
    );
  });

  it("MiniBatchLogisticRegression", () => {
    refuses(
      () => new MiniBatchLogisticRegression().fit(wrong, Y),
      /^MiniBatchLogisticRegression: x must be dense: .* \(LogisticRegression and SGDClassifier take sparse rows\), got \{ values, indices, indptr, shape \}$/,
    );
  });
});

describe("sparseFromRows", () => {
  it("lays rows one after the other", () => {
    assert.deepEqual(sparseFromRows([[[0, 1], [2, 2]], [], [[1, 3]]], 3), GOOD); // biome-ignore format: a matrix
    assert.deepEqual(sparseFromRows([], 2).shape, [0, 2]);
  });

  it("refuses what is no pair, no column and no number", () => {
    const make = (row: unknown) => () => sparseFromRows([[], row as [number, number][]], 3);
    refuses(make(7), /sparseFromRows: row 1 must be an array of \[column, value\], got 7/);
    refuses(make([[0]]), /row 1 must hold pairs \[column, value\], at 0, got an array of 1/);
    refuses(make([[0, 1], [3, 1]]), /row 1 must hold columns from 0 to 2, at 1, got 3/); // biome-ignore format: pairs
    refuses(make([[0.5, 1]]), /row 1 must hold columns from 0 to 2, at 0, got 0.5/);
    refuses(make([[0, "1"]]), /row 1 must hold finite values, at column 0, got "1"/);
    refuses(() => sparseFromRows([], 0), /features must be a positive integer, got 0/);
    refuses(() => sparseFromRows(7 as never, 1), /rows must be an array of rows/);
  });
});

describe("sparse rows in the kernels' memory", () => {
  const sizes = { n: 700, features: 50, classes: 3, filled: 0.2, untidy: true, seed: 5 };
  const { sparse } = makeRows(sizes);
  const x = toSparseRows("test", sparse);

  it("are used where they lie, unless a place is given twice: then they are added up, in a copy", () => {
    const tidy = makeRows({ ...sizes, untidy: false }).sparse;
    assert.equal(toSparseRows("test", tidy).values, tidy.values);
    assert.ok(x.values.length < sparse.values.length);
    for (let i = 0; i < x.n; i++) {
      const columns = x.indices.subarray(x.indptr[i], x.indptr[i + 1]);
      assert.equal(new Set(columns).size, columns.length);
    }
  });

  for (const manyPasses of [true, false])
    it(`${manyPasses ? "all at once" : "a block at a time"}: drawn examples find their rows`, () => {
      const space = allocate(sparseLengths(x, manyPasses));
      const window = new SparseWindow(x, space, manyPasses);
      const { values, columns } = space.view;
      const places = new Int32Array(columns.buffer, columns.byteOffset);
      const ids = Rng.fromSeed(1).permutation(x.n);
      const met: number[] = [];
      window.visit(ids, (part, begins, gathered) => {
        part.forEach((id, t) => {
          const row = new Int32Array(columns.buffer, begins + 4 * (gathered ? t : id), 2);
          const own = [x.indptr[id], x.indptr[id + 1]];
          assert.deepEqual(values.subarray(...row), Float64Array.from(x.values.subarray(...own)));
          assert.deepEqual(places.subarray(...row), x.indices.subarray(...own));
          met.push(id);
        });
      });
      assert.deepEqual(met, [...ids]);
    });

  it("give one objective, whichever way they are read", () => {
    const problem = {
      x: toSparseRows("test", makeRows({ ...sizes, n: 30_000, features: 200 }).sparse),
      y: Float64Array.from({ length: 30_000 }, (_, i) => i % 3),
      weights: new Float64Array(30_000).fill(1),
      ...{ outputs: 3, fitIntercept: true, l2: 0.1 },
    };
    const [once, often] = [false, true].map((manyPasses) => {
      const objective = new LogisticObjective(problem, { manyPasses });
      const at = Float64Array.from({ length: objective.size }, (_, j) => Math.sin(j));
      const gradient = new Float64Array(objective.size);
      return { value: objective.valueAndGradient(at, gradient), gradient };
    });
    assert.deepEqual(once, often);
  });
});
