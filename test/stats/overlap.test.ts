import assert from "node:assert/strict";
import { test } from "node:test";
import { meanEstimate, pairedDifference, Rng } from "batchwise";
import { scaleEstimate, smallestDetectable } from "batchwise/stats";

const rng = Rng.fromSeed(11);
const a = Array.from({ length: 9 }, () => 96 + rng.normal());
const b = Array.from({ length: 9 }, () => 95.5 + rng.normal());

test("the variance of a mean over divisions that overlap is S² (1/n + overlap), by Nadeau & Bengio", () => {
  const free = meanEstimate(a);
  for (const overlap of [0.1, 0.25, 2]) {
    const found = meanEstimate(a, { overlap });
    const factor = (found.high - found.low) / (free.high - free.low);
    assert.ok(Math.abs(factor ** 2 - 9 * (1 / 9 + overlap)) < 1e-9);
    assert.equal(found.estimate, free.estimate);
    assert.equal(found.overlap, overlap);
    assert.equal(scaleEstimate(found, 100).overlap, overlap);
  }
  assert.deepEqual(meanEstimate(a, { overlap: 0 }), free);
});

test("p, the interval and what could have been seen agree about an overlap", () => {
  for (const shift of [0, 0.4, 1.5, 4]) {
    const {
      p,
      low,
      high,
      smallestDetectable: least,
      sd,
      signFlip,
    } = pairedDifference(
      a.map((value) => value + shift),
      b,
      { overlap: 0.25 },
    );
    assert.equal(p < 0.05, low > 0 || high < 0);
    const free = pairedDifference(
      a.map((value) => value + shift),
      b,
    );
    const wider = Math.sqrt(1 + 9 * 0.25);
    assert.ok(Math.abs(least - smallestDetectable({ n: 9, sd: sd * wider })) < 1e-12);
    const length = signFlip.high - signFlip.low;
    assert.ok(Math.abs(length / (free.signFlip.high - free.signFlip.low) - wider) < 1e-9);
  }
});

test("an overlap below 0, or with the bootstrap, is refused", () => {
  assert.throws(() => meanEstimate(a, { overlap: -1 }), /overlap must be .* got -1/);
  assert.throws(
    () => meanEstimate(a, { overlap: 0.2, interval: "bca" }),
    /interval must be "studentT" where there is overlap, got "bca"/,
  );
});
