import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  accuracy,
  calibration,
  calibrationError,
  confusionMatrix,
  logLoss,
  predictions,
  Rng,
} from "batchwise";
import { array, assert as check, integer, property } from "fast-check";

const fixture: {
  readonly logits: number[];
  readonly y: number[];
  readonly confusion: number[][];
  readonly accuracy: number;
  readonly logLoss: number;
  readonly calibrationError10: number;
  readonly calibrationError15: number;
} = JSON.parse(readFileSync("test/fixtures/features/evaluate.json", "utf8"));
const logits = Float64Array.from(fixture.logits);
const y = Int32Array.from(fixture.y);
const near = (a: number, b: number, by = 1e-9): void =>
  assert.ok(Math.abs(a - b) <= by, `${a} against ${b}`);

test("accuracy, log loss, confusion and calibration error are those of scikit-learn and numpy", () => {
  near(accuracy(logits, y), fixture.accuracy);
  near(logLoss(logits, y), fixture.logLoss);
  near(logLoss(Float32Array.from(logits), y), fixture.logLoss);
  assert.deepEqual([...confusionMatrix(predictions(logits, 5), y, 5)], fixture.confusion.flat());
  near(calibrationError(logits, y), fixture.calibrationError15);
  near(calibrationError(logits, y, { bins: 10 }), fixture.calibrationError10);
});

test("log loss is finite where probabilities are 0, and log(classes) where all are equal", () => {
  near(logLoss(Float64Array.of(1e4, -1e4), Int32Array.of(1)), 2e4);
  near(logLoss(Float64Array.of(1e4, -1e4), Int32Array.of(0)), 0);
  near(logLoss(new Float64Array(12), Int32Array.of(0, 1, 2)), Math.log(4), 1e-15);
  assert.equal(logLoss(Float64Array.of(Number.NaN, 1), Int32Array.of(0)), Number.NaN);
});

test("log loss and calibration are unchanged when every logit of a row is shifted", async () => {
  await check(
    property(
      array(integer({ min: -200, max: 200 }), { minLength: 6, maxLength: 6 }),
      integer({ min: -900, max: 900 }),
      (row, shift) => {
        const [a, b] = [row.map((v) => v / 4), row.map((v) => v / 4 + shift)].map((v) =>
          Float64Array.from(v),
        );
        const labels = Int32Array.of(1, 0);
        near(logLoss(a, labels), logLoss(b, labels), 1e-10);
        near(
          calibrationError(a, labels, { bins: 1 }),
          calibrationError(b, labels, { bins: 1 }),
          1e-10,
        );
      },
    ),
    { seed: 1 },
  );
});

test("a calibrated predictor has nearly no calibration error; an overconfident one has its excess", () => {
  const n = 20_000;
  const rng = Rng.fromSeed(1);
  const calibrated = new Float64Array(2 * n);
  const labels = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const p = rng.uniform();
    calibrated[2 * i] = Math.log(p / (1 - p));
    labels[i] = rng.uniform() < p ? 0 : 1;
  }
  assert.ok(calibrationError(calibrated, labels) < 0.02);
  const sure = new Float64Array(2 * n).map((_, k) => (k % 2 === 0 ? 50 : -50));
  near(calibrationError(sure, labels), labels.filter((label) => label === 1).length / n, 1e-12);
  const bins = calibration(calibrated, labels, { bins: 4 });
  assert.deepEqual(
    bins.map((bin) => bin.n > 0),
    [false, false, true, true],
  ); // two classes: confidence ≥ 1/2
  assert.equal(
    bins.reduce((sum, bin) => sum + bin.n, 0),
    n,
  );
});

test("sizes and labels that do not fit are refused", () => {
  const refused: readonly (readonly [() => unknown, RegExp])[] = [
    [
      () => accuracy(new Float32Array(5), Int32Array.of(0, 1)),
      /accuracy: logits must hold n × classes values for n = 2, got 5/,
    ],
    [
      () => logLoss(new Float32Array(4), Int32Array.of(0, 2)),
      /logLoss: label 1 must be from 0 to 1, got 2/,
    ],
    [
      () => logLoss(new Float32Array(0), new Int32Array(0)),
      /logLoss: y must hold at least one label/,
    ],
    [() => predictions(new Float32Array(5), 2), /predictions: classes must be/],
    [
      () => confusionMatrix(Int32Array.of(0, 3), Int32Array.of(0, 1), 3),
      /confusionMatrix: class id 1 must be from 0 to 2, got 3/,
    ],
    [
      () => calibrationError(new Float32Array(4), Int32Array.of(0, 1), { bins: 0 }),
      /calibration: bins must be/,
    ],
  ];
  for (const [attempt, message] of refused)
    assert.throws(attempt, { name: "ArgumentError", message });
});
