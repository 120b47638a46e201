import assert from "node:assert/strict";
import { test } from "node:test";
import { augment, Rng } from "batchwise";
import { oneHot } from "batchwise/augment";
import { drawBeta } from "batchwise/dist/augment/beta.js";
import { mix } from "batchwise/dist/augment/mixup.js";

const rows = (): Float32Array => Float32Array.of(0, 0.5, 1, 0.25, 0.75, 0.125);

test("share 1 leaves a row alone, share 0 makes it its partner, between them it is the weighted mean", () => {
  const same = rows();
  mix(same, rows(), [2, 0, 1], [1, 1, 1]);
  assert.deepEqual(same, rows());
  const mixed = rows();
  mix(mixed, rows(), [2, 0, 1], [0, 1, 0.25]);
  assert.deepEqual(mixed, Float32Array.of(0.75, 0.125, 1, 0.25, 0.9375, 0.21875));
});

test("mixup mixes image and target with the same partner and the same share", () => {
  const n = 40;
  const x = Float32Array.from({ length: n }, (_, i) => i / n);
  const targets = oneHot(
    Array.from({ length: n }, (_, i) => i),
    n,
  );
  const mixed = augment(
    { x, n, shape: [1, 1, 1], targets },
    { kind: "mixup", alpha: 1 },
    Rng.fromSeed(3),
  );
  let alone = 0;
  for (let i = 0; i < n; i++) {
    const target = (mixed.targets ?? new Float32Array(n * n)).subarray(i * n, (i + 1) * n);
    const expected = target.reduce((sum, share, j) => sum + share * x[j], 0);
    assert.ok(Math.abs(mixed.x[i] - expected) < 1e-6);
    assert.ok(Math.abs(target.reduce((a, b) => a + b, 0) - 1) < 1e-6);
    const parts = target.reduce((count, share) => count + (share > 0 ? 1 : 0), 0);
    assert.ok(parts <= 2 && target[i] > 0);
    if (parts === 1) alone++;
  }
  assert.ok(alone < n / 4, "a random order leaves about one in its place");
});

test("Beta(a, b) has its mean and variance, and tiny parameters do not underflow", () => {
  const rng = Rng.fromSeed(2);
  const n = 20_000;
  for (const [a, b] of [
    [0.2, 0.2],
    [1, 1],
    [2, 5],
    [0.5, 3],
  ]) {
    const draws = Array.from({ length: n }, () => drawBeta(a, b, rng));
    const mean = draws.reduce((sum, value) => sum + value, 0) / n;
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
    const expected = (a * b) / ((a + b) ** 2 * (a + b + 1));
    assert.ok(
      Math.abs(mean - a / (a + b)) < 5 * Math.sqrt(expected / n),
      `mean of Beta(${a}, ${b})`,
    );
    assert.ok(Math.abs(variance / expected - 1) < 0.06, `variance of Beta(${a}, ${b})`);
    assert.ok(draws.every((value) => value >= 0 && value <= 1));
  }
  for (let i = 0; i < 1000; i++) {
    const tiny = drawBeta(1e-6, 1e-6, rng);
    assert.ok(tiny >= 0 && tiny <= 1);
  }
});
