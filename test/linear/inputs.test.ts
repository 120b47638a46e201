import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import {
  ArgumentError,
  fromFrame,
  LogisticRegression,
  loadDigits,
  MiniBatchLogisticRegression,
  SGDClassifier,
  take,
} from "batchwise";
import { silenceConvergenceWarnings } from "./fixtures.js";

silenceConvergenceWarnings();

const X = [
  [0, 1],
  [1, 0],
  [2, 1],
  [3, 2],
];
const Y = [0, 0, 1, 1];

function refuses(run: () => unknown, message: RegExp): void {
  assert.throws(run, (error: unknown) => {
    assert.ok(error instanceof ArgumentError, String(error));
    assert.match(error.message, message);
    return true;
  });
}

describe("examples in every accepted form", () => {
  const digits = take(
    loadDigits(),
    Int32Array.from({ length: 200 }, (_, i) => i),
  );
  const labels = Array.from(digits.y, (id) => digits.classes[id]);
  const rows = Array.from({ length: 200 }, (_, i) => [...digits.x.subarray(64 * i, 64 * (i + 1))]);
  const expected = new LogisticRegression().fit(digits);

  it("give the same fit to the last bit", () => {
    const columns = Array.from({ length: 64 }, (_, j) => `p${j}`);
    const forms = [
      rows,
      rows.map((row) => Float32Array.from(row)),
      { values: digits.x, shape: [200, 64] },
      { values: Float64Array.from(digits.x), shape: [200, 8, 8] },
      { values: rows.flat(), shape: [200, 64] },
      { columns, values: rows },
    ];
    for (const x of forms) {
      const model = new LogisticRegression().fit(x, labels);
      assert.deepEqual(model.coef, expected.coef);
      assert.deepEqual(model.predict(x), expected.predict(digits));
    }
  });

  it("keep the labels as they are: strings, numbers, any order", () => {
    const animals = ["dog", "cat"];
    const y = Y.map((k) => animals[k]);
    const model = new LogisticRegression().fit(X, y);
    assert.deepEqual(model.classes, ["cat", "dog"]);
    assert.deepEqual(model.predict(X), y);
    const numbers = new LogisticRegression().fit(X, [10, 10, -1, -1]);
    assert.deepEqual(numbers.classes, [-1, 10]);
    assert.deepEqual(expected.classes, digits.classes);
    const typed = new LogisticRegression().fit(X, Int32Array.from(Y));
    assert.deepEqual(typed.predict(X), Y);
  });

  it("leave out classes of a Dataset that have no example, and score its labels", () => {
    const some = take(
      digits,
      [...digits.y.keys()].filter((i) => digits.y[i] % 2 === 1),
    );
    const model = new LogisticRegression().fit(some);
    assert.deepEqual(model.classes, ["1", "3", "5", "7", "9"]);
    assert.ok(model.score(some) > 0.95);
    assert.equal(model.score({ values: some.x, shape: [some.n, 64] }, model.predict(some)), 1);
    const { values, shape } = model.predictProba(some);
    assert.deepEqual(shape, [some.n, 5]);
    for (let i = 0; i < some.n; i++) {
      const sum = values.subarray(5 * i, 5 * i + 5).reduce((a, b) => a + b);
      assert.ok(Math.abs(sum - 1) < 1e-14);
    }
  });

  it("come from a danfo DataFrame by its values, whatever dtypes it guessed", () => {
    const { DataFrame } = createRequire(import.meta.url)("danfojs-node");
    // danfo guesses int32 from the first 20 rows.
    const cells = Array.from({ length: 24 }, (_, i) => ({
      size: i < 20 ? i % 2 : 0.5 + (i % 2),
      kind: i % 2 ? "b" : "a",
    }));
    const frame = new DataFrame(cells);
    const { x, y, columns } = fromFrame(frame, { target: "kind" });
    assert.deepEqual(
      [...x.values],
      cells.map((row) => row.size),
    );
    assert.deepEqual(x.shape, [24, 1]);
    assert.deepEqual(
      y,
      cells.map((row) => row.kind),
    );
    assert.deepEqual(columns, ["size"]);
    assert.equal(new LogisticRegression({ C: 100 }).fit(x, y).score(x, y), 1);
  });
});

describe("bad input fails before any work", () => {
  const fit = (x: unknown, y: unknown, options?: object) => () =>
    new LogisticRegression().fit(x as number[][], y as number[], options);

  it("in the examples", () => {
    refuses(
      fit(
        [
          [0, 1],
          [1, Number.NaN],
        ],
        [0, 1],
      ),
      /^LogisticRegression: x must be finite, at row 1, column 1, got NaN/,
    );
    refuses(fit([[Number.POSITIVE_INFINITY], [1]], [0, 1]), /row 0, column 0, got Infinity/);
    refuses(fit([[0, 1], [1]], [0, 1]), /row 1 of x must hold 2 numbers.*got 1/);
    refuses(fit([["0"], [1]], [0, 1]), /x must be numbers, at row 0, column 0, got "0"/);
    refuses(fit([], []), /at least one row/);
    refuses(fit([[], []], [0, 1]), /at least one column/);
    refuses(fit({ values: [1, 2, 3], shape: [2, 2] }, [0, 1]), /2 × 2 = 4 numbers, got 3/);
    refuses(fit({ values: [1, 2], shape: [2] }, [0, 1]), /shape must be/);
    refuses(fit("x", [0, 1]), /x must be a Dataset, rows of numbers/);
    refuses(
      fit({ columns: ["a"], values: [[1], [null]] }, [0, 1]),
      /column "a" must be finite numbers, at row 1, got null/,
    );
  });

  it("in the labels", () => {
    refuses(fit(X, [0, 1]), /one label for each of the 4 rows of x, got 2/);
    refuses(fit(X, [1, 1, 1, 1]), /at least two classes, got "only class 1"/);
    refuses(fit(X, [0, "a", 1, 1]), /all numbers or all strings: label 1/);
    refuses(fit(X, [0, Number.NaN, 1, 1]), /label 1 must be a finite number or a string, got NaN/);
    refuses(fit(X, [0, null, 1, 1]), /label 1/);
    refuses(fit(X, undefined), /y must be an array of labels/);
  });

  it("in the weights", () => {
    refuses(fit(X, Y, { sampleWeight: [1] }), /one weight for each of the 4 rows, got 1/);
    refuses(
      fit(X, Y, { sampleWeight: [1, -1, 1, 1] }),
      /sampleWeight 1 must be a finite number ≥ 0, got -1/,
    );
    refuses(fit(X, Y, { sampleWeight: [0, 0, 0, 0] }), /must not be all zero/);
    const weighted =
      (classWeight: object): (() => unknown) =>
      () =>
        new LogisticRegression({ classWeight: classWeight as Record<string, number> }).fit(X, Y);
    refuses(weighted({ 7: 1 }), /classWeight must name the classes 0, 1, got "7"/);
    refuses(weighted({ 1: -1 }), /classWeight of "1" must be a finite number ≥ 0/);
  });

  it("in the options", () => {
    const make =
      (options: object): (() => unknown) =>
      () =>
        new LogisticRegression(options);
    refuses(make({ solver: "liblinear" }), /solver must be one of "lbfgs".*got "liblinear"/);
    refuses(make({ l1Ratio: 0.5 }), /solver "lbfgs" has no L1 penalty.*"saga"/);
    refuses(make({ penalty: "l1", solver: "sag" }), /solver "sag" has no L1 penalty.*"saga"/);
    refuses(make({ penalty: "elasticnet", solver: "saga" }), /needs l1Ratio/);
    refuses(make({ penalty: "l2", l1Ratio: 1, solver: "saga" }), /must agree/);
    refuses(make({ penalty: "huge" }), /penalty must be one of/);
    refuses(make({ C: 0 }), /C must be a number > 0 or Infinity, got 0/);
    refuses(make({ tol: -1 }), /tol must be/);
    refuses(make({ maxIter: 1.5 }), /maxIter must be an integer ≥ 0/);
    refuses(make({ max_iter: 10 }), /options must be among .*maxIter.*got "max_iter"/);
    refuses(
      fit(X, Y, { sample_weight: [1, 1, 1, 1] }),
      /options must be among sampleWeight, trace/,
    );
    refuses(make({ fitIntercept: 1 }), /fitIntercept must be true or false/);
    refuses(() => new SGDClassifier({ alpha: 0 }), /alpha must be > 0 with learningRate "optimal"/);
    refuses(() => new SGDClassifier({ loss: "log" as "log_loss" }), /loss must be one of/);
    refuses(
      () => new MiniBatchLogisticRegression({ batchSize: 0 }),
      /batchSize must be a positive integer/,
    );
    refuses(
      () => new MiniBatchLogisticRegression({ batchSize: "all" as "full" }),
      /batchSize must be one of "full"/,
    );
  });

  it("in predictions", () => {
    refuses(() => new LogisticRegression().predict(X), /must be fitted first/);
    const model = new LogisticRegression().fit(X, Y);
    refuses(() => model.predict([[1]]), /must have 2 features, as in fit, got 1/);
    refuses(() => model.score(X), /y must be an array of labels/);
    refuses(
      () => new SGDClassifier().fit(X, Y).predictProba(X),
      /loss "log_loss" or "modified_huber"/,
    );
  });

  it("in partialFit", () => {
    const model = new SGDClassifier();
    refuses(() => model.partialFit(X, Y), /the first call must announce all classes/);
    refuses(() => model.partialFit(X, Y, { classes: [0] }), /at least two labels/);
    refuses(() => model.partialFit(X, Y, { classes: [0, 0, 1] }), /all different/);
    refuses(
      () => model.partialFit(X, [0, 0, 1, 2], { classes: [0, 1] }),
      /label 3 must be one of the classes 0, 1, got 2/,
    );
    model.partialFit(X, Y, { classes: [0, 1, 2] });
    refuses(() => model.partialFit(X, [0, 0, 1, 5]), /label 3 must be one of the classes 0, 1, 2/);
    refuses(() => model.partialFit([[1], [2]], [0, 1]), /must have 2 features, as before, got 1/);
    refuses(() => model.partialFit(X, Y, { classes: [0, 1] }), /classes must stay 0, 1, 2/);
    refuses(
      () => new SGDClassifier({ classWeight: "balanced" }).partialFit(X, Y, { classes: [0, 1] }),
      /cannot be "balanced"/,
    );
    refuses(
      () => new SGDClassifier({ earlyStopping: true }).partialFit(X, Y, { classes: [0, 1] }),
      /earlyStopping must be false/,
    );
  });

  it("in tables", () => {
    const frame = {
      columns: ["a", "kind"],
      values: [
        [1, "x"],
        [2, "y"],
      ],
    };
    refuses(() => fromFrame(frame, { target: "b" }), /column must be one of "a", "kind", got "b"/);
    refuses(
      () => fromFrame({ ...frame, values: [["1", "x"]] }, { target: "kind" }),
      /column "a" must be finite numbers, at row 0, got "1"/,
    );
    refuses(
      () => fromFrame({ ...frame, values: [[Number.NaN, "x"]] }, { target: "kind" }),
      /column "a" must be finite numbers, at row 0, got NaN/,
    );
    refuses(
      () => fromFrame({ ...frame, values: [[1, null]] }, { target: "kind" }),
      /column "kind" must be labels.*row 0/,
    );
    refuses(
      () => fromFrame({ ...frame, values: [[1]] }, { target: "kind" }),
      /row 0 must be an array of 2 cells/,
    );
  });
});
