import assert from "node:assert/strict";
import { test } from "node:test";
import { loadDigits, take } from "batchwise";
import { neighborAccuracy, trustworthiness, tsneFeatures } from "batchwise/features";

const line = (
  places: readonly number[],
  y: readonly number[],
): Parameters<typeof neighborAccuracy>[0] => ({
  x: Float32Array.from(places),
  y: Int32Array.from(y),
  n: places.length,
  shape: [1],
});

test("neighbour accuracy counts the examples whose nearest other one has their label", () => {
  assert.equal(neighborAccuracy(line([0, 1, 10, 11], [0, 0, 1, 1])), 1);
  assert.equal(neighborAccuracy(line([0, 1, 10, 11], [0, 1, 0, 1])), 0);
  assert.equal(neighborAccuracy(line([0, 1, 10, 12, 13], [0, 0, 0, 1, 1])), 0.8);
  // Twins are each other's nearest; an example is never its own.
  assert.equal(neighborAccuracy(line([5, 5], [0, 1])), 0);
  assert.throws(() => neighborAccuracy(line([1], [0])), /at least 2 examples, got 1/);
});

test("coordinates of t-SNE keep labels and order, and neighbours together", async () => {
  const few = take(loadDigits(), [...Array(250).keys()]);
  const map = await tsneFeatures(few, { iterations: 500 });
  assert.deepEqual([map.n, map.shape, map.y], [250, [2], few.y]);
  assert.ok(trustworthiness(few, map.x) > 0.95);
  assert.ok(neighborAccuracy(map) > 0.85);
  const relabelled = await tsneFeatures({ ...few, y: few.y.toReversed() }, { iterations: 500 });
  assert.deepEqual(relabelled.x, map.x, "labels must have no say");
});
