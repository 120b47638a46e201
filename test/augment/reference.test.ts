import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type AugmentSpec, augment, Rng } from "batchwise";
import { checkAugmentSpec } from "batchwise/augment";

interface Case {
  readonly spec: AugmentSpec;
  readonly shape: readonly number[];
  readonly x: readonly number[];
  readonly expected: readonly number[];
}

const cases = (name: string): Case[] =>
  JSON.parse(readFileSync(`test/fixtures/augment/${name}.json`, "utf8"));

/** The largest difference from the reference, over two copies of the image in one batch. */
function difference({ spec, shape, x, expected }: Case): number {
  const batch = { x: Float32Array.from([...x, ...x]), n: 2, shape };
  const result = augment(batch, checkAugmentSpec(spec), Rng.fromSeed(1));
  assert.deepEqual(result.shape, shape);
  return Math.max(...result.x.map((value, k) => Math.abs(value - expected[k % expected.length])));
}

test("movements equal scipy.ndimage.affine_transform (order 1, grid-constant, 0 outside)", () => {
  const all = cases("moves");
  assert.equal(all.length, 20);
  for (const one of all) assert.ok(difference(one) < 1e-6, JSON.stringify(one.spec));
});

test("flips and a quarter turn equal Pillow's; brightness, contrast, saturation to its 8 bits", () => {
  const all = cases("eightBit");
  assert.equal(all.length, 21);
  for (const one of all) {
    const { kind } = one.spec;
    // Pillow rounds the mean grey to whole numbers, and the result down.
    const tolerance = kind === "flip" || kind === "rotate" ? 1e-6 : 1.5 / 255;
    assert.ok(difference(one) < tolerance, `${JSON.stringify(one.spec)}: ${difference(one)}`);
  }
});

test("turning the hue equals Python's colorsys, and leaves greys alone", () => {
  for (const one of cases("hues")) {
    assert.ok(difference(one) < 1e-6, JSON.stringify(one.spec));
    assert.deepEqual(one.expected.slice(0, 6), one.x.slice(0, 6));
  }
});
