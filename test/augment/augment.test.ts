import assert from "node:assert/strict";
import { test } from "node:test";
import { type AugmentSpec, augment, loadDigits, Rng, take } from "batchwise";
import { type ImageBatch, oneHot } from "batchwise/augment";
import { assert as checkProperty, constantFrom, integer, property, record } from "fast-check";

const digits = loadDigits();

/** n images of random pixels, with targets of 3 classes. */
function random(
  n: number,
  shape: readonly number[],
  seed = 1,
): ImageBatch & { targets: Float32Array } {
  const rng = Rng.fromSeed(seed);
  const size = shape.reduce((product, d) => product * d, 1);
  const x = Float32Array.from({ length: n * size }, () => rng.uniform());
  return {
    x,
    n,
    shape,
    targets: oneHot(
      Array.from({ length: n }, (_, i) => i % 3),
      3,
    ),
  };
}

const compose = (...steps: readonly AugmentSpec[]): AugmentSpec => ({ kind: "compose", steps });
const run = (batch: ImageBatch, spec: AugmentSpec, seed = 1): ImageBatch =>
  augment(batch, spec, Rng.fromSeed(seed));
const turn = (degrees: number): AugmentSpec => ({ kind: "rotate", degrees: [degrees, degrees] });
const flip = (axis: "horizontal" | "vertical"): AugmentSpec => ({ kind: "flip", axis });

/** Every kind, at work. */
const AT_WORK: readonly AugmentSpec[] = [
  { kind: "rotate", degrees: 15 },
  { kind: "translate", rows: 2, cols: [0.5, 1] },
  { kind: "scale", factor: [0.8, 1.2] },
  { kind: "shear", degrees: 10 },
  { kind: "flip", axis: "horizontal", probability: 0.5 },
  { kind: "crop", padding: 2 },
  { kind: "brightness", factor: [0.5, 1.5] },
  { kind: "contrast", factor: [0.5, 1.5] },
  { kind: "colour", hue: 30, saturation: [0.5, 1.5] },
  { kind: "noise", standardDeviation: 0.1 },
  { kind: "cutout", size: 3 },
  { kind: "mixup", alpha: 0.4 },
];

test("every kind with nothing to change returns the same pixels, to the bit", () => {
  const idle: readonly AugmentSpec[] = [
    turn(0),
    { kind: "rotate", degrees: 0 },
    turn(360),
    { kind: "translate" },
    { kind: "scale", factor: [1, 1] },
    { kind: "shear", degrees: 0 },
    { kind: "crop", padding: 0 },
    { kind: "brightness", factor: [1, 1] },
    { kind: "colour" },
    { kind: "noise", standardDeviation: 0 },
    compose(),
    ...AT_WORK.map((spec) => ({ ...spec, probability: 0 })),
    { ...compose(...AT_WORK), probability: 0 },
  ];
  for (const shape of [
    [6, 6, 3],
    [5, 8, 3],
    [1, 1, 3],
  ]) {
    const batch = random(4, shape);
    for (const spec of idle) assert.deepEqual(run(batch, spec), batch, JSON.stringify(spec));
    // The mean is subtracted and added again: not to the bit, but to rounding.
    const still = run(batch, { kind: "contrast", factor: [1, 1] });
    assert.ok(still.x.every((value, k) => Math.abs(value - batch.x[k]) < 1e-7));
  }
});

test("four quarter turns and two flips give the same pixels back, in one resampling or one by one", () => {
  for (const shape of [
    [8, 8, 1],
    [7, 7, 3],
  ]) {
    const batch = random(3, shape);
    const quarters = [turn(90), turn(90), turn(-270), turn(90)];
    assert.deepEqual(run(batch, compose(...quarters)), batch);
    assert.deepEqual(
      quarters.reduce((image, spec) => run(image, spec), batch as ImageBatch),
      batch,
    );
    assert.notDeepEqual(run(batch, turn(90)).x, batch.x);
  }
  const batch = random(3, [4, 9, 2]);
  for (const axis of ["horizontal", "vertical"] as const) {
    assert.deepEqual(run(run(batch, flip(axis)), flip(axis)), batch);
    assert.notDeepEqual(run(batch, flip(axis)).x, batch.x);
  }
  assert.deepEqual(
    run(batch, compose(flip("horizontal"), flip("vertical"))),
    run(batch, turn(180)),
  );
});

test("neighbouring movements are one: what leaves the image comes back, and nothing is blurred", () => {
  const batch = random(5, [8, 8, 1]);
  const away: AugmentSpec = { kind: "translate", rows: [20, 20], cols: [0.3, 0.3] };
  const back: AugmentSpec = { kind: "translate", rows: [-20, -20], cols: [-0.3, -0.3] };
  const still = run(batch, compose(turn(33), away, back, turn(-33)));
  assert.ok(still.x.every((value, k) => Math.abs(value - batch.x[k]) < 1e-6));
  const stopped = run(batch, compose(away, { kind: "crop", padding: 1 }, back));
  assert.ok(stopped.x.every((value) => value === 0));
});

test("a batch is left as it was; one state of the rng gives one result, and the next another", () => {
  const batch = random(6, [6, 6, 3]);
  const copy = structuredClone(batch);
  for (const spec of [...AT_WORK, compose(...AT_WORK)]) {
    const rng = Rng.fromSeed(5);
    const first = augment(batch, spec, rng);
    assert.deepEqual(batch, copy);
    assert.deepEqual(augment(batch, spec, Rng.fromSeed(5)), first);
    assert.notDeepEqual(augment(batch, spec, rng).x, first.x, spec.kind);
    assert.notDeepEqual(first.x, batch.x, spec.kind);
    assert.ok(first.x.every((value) => value >= 0 && value <= 1));
  }
});

test("a crop is a move by whole pixels, up to the padding, every one as likely", () => {
  const n = 3000;
  const x = new Float32Array(n * 49);
  for (let i = 0; i < n; i++) x[i * 49 + 24] = 1;
  const { x: moved } = run({ x, n, shape: [7, 7, 1] }, { kind: "crop", padding: 1 });
  const counts = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const image = moved.subarray(i * 49, (i + 1) * 49);
    assert.equal(
      image.reduce((sum, value) => sum + value, 0),
      1,
    );
    const place = image.indexOf(1);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  assert.deepEqual(
    [...counts.keys()].sort((a, b) => a - b),
    [16, 17, 18, 23, 24, 25, 30, 31, 32],
  );
  for (const count of counts.values()) assert.ok(Math.abs(count - n / 9) < 5 * Math.sqrt(n / 9));
});

test("a crop of a random image is its shift with zeros, in rows, columns and channels", () => {
  const batch = random(20, [4, 5, 2]);
  const { x } = run(batch, { kind: "crop", padding: 2 });
  const pixel = (from: Float32Array, i: number, row: number, col: number): string =>
    row < 0 || row >= 4 || col < 0 || col >= 5
      ? "0,0"
      : from
          .subarray(((i * 4 + row) * 5 + col) * 2)
          .subarray(0, 2)
          .join();
  for (let i = 0; i < batch.n; i++) {
    const fits = [-2, -1, 0, 1, 2].flatMap((down) =>
      [-2, -1, 0, 1, 2].filter((right) =>
        Array.from({ length: 20 }, (_, p) => [Math.floor(p / 5), p % 5]).every(
          ([row, col]) => pixel(x, i, row, col) === pixel(batch.x, i, row + down, col + right),
        ),
      ),
    );
    assert.equal(fits.length, 1);
  }
});

test("cutout zeroes one square around any pixel, cut off at the border", async () => {
  await checkProperty(
    property(
      record({ rows: integer({ min: 1, max: 9 }), cols: integer({ min: 1, max: 9 }) }),
      integer({ min: 1, max: 6 }),
      constantFrom(1, 3),
      integer({ min: 0, max: 99 }),
      ({ rows, cols }, size, channels, seed) => {
        const x = new Float32Array(rows * cols * channels).fill(1);
        const { x: cut } = run(
          { x, n: 1, shape: [rows, cols, channels] },
          { kind: "cutout", size },
          seed,
        );
        const zeros = Array.from(cut.keys()).filter((k) => cut[k] === 0);
        const rowsCut = new Set(zeros.map((k) => Math.floor(k / channels / cols)));
        const colsCut = new Set(zeros.map((k) => Math.floor(k / channels) % cols));
        assert.ok(rowsCut.size >= 1 && rowsCut.size <= size && colsCut.size <= size);
        assert.equal(zeros.length, rowsCut.size * colsCut.size * channels);
        assert.ok(Math.max(...rowsCut) - Math.min(...rowsCut) === rowsCut.size - 1);
      },
    ),
    { seed: 1 },
  );
  const x = new Float32Array(2000 * 81).fill(1);
  const { x: cut } = run({ x, n: 2000, shape: [9, 9, 1] }, { kind: "cutout", size: 1 });
  const hits = Array.from({ length: 81 }, (_, p) => {
    let count = 0;
    for (let i = 0; i < 2000; i++) count += 1 - cut[i * 81 + p];
    return count;
  });
  assert.equal(
    hits.reduce((a, b) => a + b),
    2000,
  );
  assert.ok(
    hits.every((count) => count > 5 && count < 55),
    "about 25 for each pixel",
  );
  // Of the 81 centres, the 9 around the corner reach it with a square of 5.
  const { x: wide } = run({ x, n: 2000, shape: [9, 9, 1] }, { kind: "cutout", size: 5 });
  const corner = Array.from({ length: 2000 }, (_, i) => 1 - wide[81 * i]).reduce((a, b) => a + b);
  assert.ok(Math.abs(corner - 2000 / 9) < 5 * Math.sqrt(2000 / 9));
});

test("noise has the mean, the deviation and the shape of the normal distribution", () => {
  const size = 20_001;
  const batch = { x: new Float32Array(size).fill(0.5), n: 1, shape: [1, size, 1] };
  const { x } = run(batch, { kind: "noise", standardDeviation: 0.05 });
  const z = Array.from(x, (value) => (value - 0.5) / 0.05);
  const moment = (k: number): number => z.reduce((sum, value) => sum + value ** k, 0) / size;
  // Five standard errors; the kth moments of the normal distribution are 0, 1, 0, 3.
  assert.ok(Math.abs(moment(1)) < 5 * Math.sqrt(1 / size));
  assert.ok(Math.abs(moment(2) - 1) < 5 * Math.sqrt(2 / size));
  assert.ok(Math.abs(moment(3)) < 5 * Math.sqrt(15 / size));
  assert.ok(Math.abs(moment(4) - 3) < 5 * Math.sqrt(96 / size));
  const neighbours = z.slice(1).reduce((sum, value, k) => sum + value * z[k], 0) / size;
  assert.ok(Math.abs(neighbours) < 5 / Math.sqrt(size));
});

test("probability is that of each image; a compose happens to an image wholly or not at all", () => {
  const n = 4000;
  const x = new Float32Array(n * 2);
  for (let i = 0; i < n; i++) x[2 * i] = 0.5;
  const batch = { x, n, shape: [1, 2, 1] };
  const both = {
    ...compose(flip("horizontal"), { kind: "brightness", factor: [2, 2] }),
    probability: 0.3,
  };
  const after = run(batch, both).x;
  let changed = 0;
  for (let i = 0; i < n; i++) {
    const pair = [after[2 * i], after[2 * i + 1]].join();
    assert.ok(pair === "0.5,0" || pair === "0,1", pair);
    if (pair === "0,1") changed++;
  }
  assert.ok(Math.abs(changed / n - 0.3) < 5 * Math.sqrt(0.21 / n));
});

test("ranges: a number is symmetric, a pair is itself, and draws are uniform on them", () => {
  const n = 4000;
  const ramp = Float32Array.from({ length: 11 }, (_, col) => col / 20);
  const x = new Float32Array(n * 11);
  for (let i = 0; i < n; i++) x.set(ramp, i * 11);
  const centres = (cols: number | readonly [number, number]): number[] => {
    const after = run({ x, n, shape: [1, 11, 1] }, { kind: "translate", cols });
    return Array.from({ length: n }, (_, i) => (0.25 - after.x[i * 11 + 5]) * 20);
  };
  for (const [range, low, high] of [
    [2, -2, 2],
    [[1, 3], 1, 3],
  ] as const) {
    const shifts = centres(range);
    assert.ok(shifts.every((shift) => shift > low - 1e-5 && shift < high + 1e-5));
    for (const share of [0.25, 0.5, 0.75]) {
      const below = shifts.filter((shift) => shift < low + share * (high - low)).length / n;
      assert.ok(Math.abs(below - share) < 5 * Math.sqrt((share * (1 - share)) / n));
    }
  }
});

test("a Dataset of images is a batch", () => {
  const some = take(digits, [0, 1, 2]);
  const result = augment(some, { kind: "rotate", degrees: 15 }, Rng.fromSeed(1));
  assert.deepEqual([result.n, result.shape, result.x.length], [3, [8, 8, 1], 192]);
});
