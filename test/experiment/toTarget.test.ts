import assert from "node:assert/strict";
import { test } from "node:test";
import { stepsToTarget } from "batchwise/experiment";

test("steps to a target lie between two evaluations, on a line in log loss", () => {
  const history = [
    { step: 0, validLoss: 4 },
    { step: 10, validLoss: 1 },
    { step: 20, validLoss: 2 },
  ];
  assert.ok(Math.abs(stepsToTarget(history, 2) - 5) < 1e-9);
  assert.equal(stepsToTarget(history, 1), 10);
  assert.equal(stepsToTarget(history, 5), 0);
  assert.equal(stepsToTarget(history, 0.5), Number.POSITIVE_INFINITY);
});
