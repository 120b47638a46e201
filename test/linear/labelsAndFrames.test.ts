import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Dataset,
  fromFrame,
  LogisticRegression,
  MiniBatchLogisticRegression,
  Rng,
  SGDClassifier,
} from "batchwise";
import { checkDataset } from "batchwise/data";
import type { Labels } from "batchwise/linear";
import { silenceConvergenceWarnings } from "./fixtures.js";

silenceConvergenceWarnings();

const rng = Rng.fromSeed(1);
const rows = (n: number): number[][] => Array.from({ length: n }, () => [rng.normal()]);
const fits: Readonly<Record<string, (x: number[][], y: Labels) => unknown>> = {
  LogisticRegression: (x, y) => new LogisticRegression().fit(x, y),
  SGDClassifier: (x, y) => new SGDClassifier().fit(x, y),
  MiniBatchLogisticRegression: (x, y) =>
    new MiniBatchLogisticRegression({ batchSize: 8 }).fit(x, y),
};

test("real-valued labels are refused by every classifier, whole numbers in any type are not", () => {
  const y = Array.from({ length: 800 }, () => rng.normal());
  for (const [who, fit] of Object.entries(fits)) {
    for (const labels of [y, Float64Array.from(y), [0, 1, 0.5], Float32Array.of(0, 1, 2.5)])
      assert.throws(() => fit(rows(labels.length), labels), {
        name: "ArgumentError",
        message: new RegExp(
          `^${who}: labels must be classes, not real values: label \\d+ .*make classes of ranges`,
        ),
      });
    fit(rows(3), [0, 1, 1]);
    fit(rows(4), Float64Array.of(0, 1, -1, 1));
  }
});

test("labels that are nearly all different are refused, few classes or many examples are not", () => {
  const ids = Array.from({ length: 60 }, (_, i) => i);
  for (const y of [ids, ids.map((id) => `name ${id}`), ids.map((id) => id % 31)])
    assert.throws(() => fits["LogisticRegression"](rows(60), y), {
      name: "ArgumentError",
      message: /^LogisticRegression: labels must be classes of at least two.* at most 30 different/,
    });
  fits["LogisticRegression"](
    rows(60),
    ids.map((id) => id % 30),
  );
  fits["LogisticRegression"](rows(20), ids.slice(0, 20));
});

test("a data set's labels are whole numbers", () => {
  const data = {
    x: new Float32Array(2),
    y: Float64Array.of(0, 0.5),
    n: 2,
    shape: [1],
    classes: ["a", "b"],
  };
  assert.throws(() => checkDataset("train", data as unknown as Dataset), {
    name: "ArgumentError",
    message: "train: label 1 must be the whole number of a class, not a real value, got 0.5",
  });
});

test("a data set's classes have different names", () => {
  const data = { x: new Float32Array(2), y: Int32Array.of(0, 1), n: 2, shape: [1] };
  assert.throws(() => checkDataset("train", { ...data, classes: ["a", "a"] }), {
    name: "ArgumentError",
    message: 'train: classes must have different names, got "a"',
  });
});

test("names of a table's columns stand for one column each", () => {
  const values = [
    [1, 2, 0],
    [3, 4, 1],
    [5, 6, 1],
  ];
  const frame = (columns: readonly unknown[]): { columns: string[]; values: number[][] } => ({
    columns: columns as string[],
    values,
  });
  const refuses = (run: () => unknown, message: string): void =>
    assert.throws(run, { name: "ArgumentError", message });
  const twice = 'the table\'s columns must have different names, at 0 and 1, got "a"';
  refuses(() => fromFrame(frame(["a", "a", "y"]), { target: "y" }), `fromFrame: ${twice}`);
  refuses(
    () => fromFrame(frame(["y", "a", "y"]), { target: "a" }),
    'fromFrame: the table\'s columns must have different names, at 0 and 2, got "y"',
  );
  refuses(
    () => new LogisticRegression().fit(frame(["a", "a", "y"]), [0, 1, 1]),
    `LogisticRegression: ${twice}`,
  );
  const model = new LogisticRegression().fit(frame(["a", "b", "c"]), [0, 1, 1]);
  refuses(() => model.predict(frame(["a", "a", "y"])), `LogisticRegression: ${twice}`);
  const good = frame(["a", "b", "y"]);
  refuses(
    () => fromFrame(good, { target: "y", features: ["a", "b", "a"] }),
    'fromFrame: features must have different names, at 0 and 2, got "a"',
  );
  refuses(
    () => fromFrame(good, { target: "y", features: ["a", "y"] }),
    'fromFrame: features must not hold the target "y", got "\\"a\\", \\"y\\""',
  );
  refuses(
    () => fromFrame(good, { target: "y", features: [] }),
    "fromFrame: the table must have at least one column of features, got 0",
  );
  refuses(
    () => fromFrame(frame(["a", 7, "y"]), { target: "y" }),
    "fromFrame: the table's columns must be named by strings, at column 1, got 7",
  );
});
