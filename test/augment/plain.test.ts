import assert from "node:assert/strict";
import { test } from "node:test";
import { type AugmentSpec, augment, Rng } from "batchwise";
import { workOn } from "batchwise/dist/augment/imageBatch.js";
import { warp } from "batchwise/dist/augment/warp.js";
import {
  type Arbitrary,
  assert as checkProperty,
  constantFrom,
  double,
  integer,
  property,
  tuple,
} from "fast-check";
import {
  plainBrightness,
  plainColour,
  plainContrast,
  plainCrop,
  plainNoise,
  plainWarp,
  type Shape,
} from "./plain.js";

const side = integer({ min: 1, max: 9 });
const shapes: Arbitrary<Shape> = tuple(side, side, constantFrom(1, 2, 3, 4));
const coloured: Arbitrary<Shape> = tuple(side, side, constantFrom(3));
const seeds = integer({ min: 0, max: 1e6 });
const number = (min: number, max: number): Arbitrary<number> => double({ min, max, noNaN: true });
const factor = number(0, 3);

/** Two images of random pixels, many of them 0, 1 or equal to their neighbours. */
function images(shape: Shape, seed: number): Float32Array[] {
  const rng = Rng.fromSeed(seed).fork("images");
  const size = shape[0] * shape[1] * shape[2];
  const levels = 2 + rng.integer(6);
  const pixel = (): number =>
    rng.uniform() < 0.5 ? rng.uniform() : rng.integer(levels) / (levels - 1);
  return [0, 1].map(() => Float32Array.from({ length: size }, pixel));
}

/** The library's change of a batch is the plain one of each image, to the bit, and draws as much. */
function sameAsPlain(
  shape: Shape,
  seed: number,
  spec: AugmentSpec,
  plain: (image: Float32Array, rng: Rng) => Float32Array,
): void {
  const batch = images(shape, seed);
  const x = Float32Array.from(batch.flatMap((image) => [...image]));
  const [rng, plainRng] = [Rng.fromSeed(seed), Rng.fromSeed(seed)];
  const { x: changed } = augment({ x, n: 2, shape }, spec, rng);
  const expected = batch.flatMap((image) => [...plain(image, plainRng)]);
  assert.deepEqual(changed, Float32Array.from(expected));
  assert.equal(rng.uint32(), plainRng.uint32());
}

const once = (value: number): readonly [number, number] => [value, value];

test("a movement equals the plainly written resampling", async () => {
  const turns = tuple(number(-2, 2), number(-2, 2), number(-2, 2), number(-2, 2));
  const shifts = tuple(number(-12, 12), number(-12, 12));
  await checkProperty(
    property(shapes, seeds, turns, shifts, (shape, seed, turn, shift) => {
      const batch = images(shape, seed);
      const x = Float32Array.from(batch.flatMap((image) => [...image]));
      const work = workOn({ x, n: 2, shape });
      warp(work, 0, [...turn, ...shift]);
      warp(work, 1, [...turn, ...shift]);
      const expected = batch.flatMap((image) => [...plainWarp(image, shape, [...turn, ...shift])]);
      assert.deepEqual(work.x, Float32Array.from(expected));
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("a place a hair within the border of 0 gives 0, and nothing from beyond", () => {
  for (const hair of [2 ** -53, 2 ** -50, 2 ** -48, -(2 ** -53), -(2 ** -50)])
    for (const [down, right] of [
      [1 - hair, 0],
      [hair - 1, 0],
      [0, 1 - hair],
      [0, hair - 1],
    ]) {
      const work = workOn({ x: new Float32Array(32 * 32).fill(1), n: 1, shape: [32, 32, 1] });
      warp(work, 0, [1, 0, 0, 1, down, right]);
      assert.ok(work.x.every((value) => value >= 0 && value <= 1));
    }
});

test("a crop equals the plainly written one, with any padding", async () => {
  await checkProperty(
    property(shapes, seeds, integer({ min: 1, max: 12 }), (shape, seed, padding) => {
      sameAsPlain(shape, seed, { kind: "crop", padding }, (image, rng) =>
        plainCrop(image, shape, padding, rng),
      );
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("brightness and contrast equal the plainly written ones", async () => {
  await checkProperty(
    property(shapes, seeds, factor, (shape, seed, by) => {
      sameAsPlain(shape, seed, { kind: "brightness", factor: once(by) }, (image) =>
        plainBrightness(image, by),
      );
      sameAsPlain(shape, seed, { kind: "contrast", factor: once(by) }, (image) =>
        plainContrast(image, shape, by),
      );
    }),
    { seed: 1, numRuns: 300 },
  );
});

test("a change of colour equals the plainly written one, at every hue", async () => {
  const degrees = constantFrom(0, 60, -60, 120, 180, -1e-14, 1e-14, 360, 719);
  await checkProperty(
    property(coloured, seeds, number(-500, 500), degrees, factor, (shape, seed, any, round, by) => {
      for (const turn of [any, round])
        sameAsPlain(
          shape,
          seed,
          { kind: "colour", hue: once(turn), saturation: once(by) },
          (image) => plainColour(image, turn, by),
        );
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("noise equals the plainly written polar method, and leaves the stream where that does", async () => {
  await checkProperty(
    property(shapes, seeds, number(0, 2), (shape, seed, deviation) => {
      sameAsPlain(shape, seed, { kind: "noise", standardDeviation: deviation }, (image, rng) =>
        plainNoise(image, deviation, rng),
      );
    }),
    { seed: 1, numRuns: 300 },
  );
});
