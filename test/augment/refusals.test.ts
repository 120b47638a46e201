import assert from "node:assert/strict";
import { test } from "node:test";
import { augment, loadDigits, Rng, take } from "batchwise";
import { checkAugmentSpec, oneHot } from "batchwise/augment";
import { colouredDigits } from "batchwise/data";

const batch = { x: new Float32Array(12), n: 1, shape: [2, 2, 3] };

test("a wrong spec is refused with the path of the field", () => {
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    ["rotate", /^augment: the spec must be an object, got "rotate"$/],
    [{ kind: "spin" }, /^augment: kind must be one of "rotate", .*, got "spin"$/],
    [{ kind: "rotate" }, /degrees must be a number from 0 or \[low, high\], got undefined$/],
    [{ kind: "rotate", degrees: -1 }, /degrees must be a number from 0/],
    [{ kind: "rotate", degrees: [2, 1] }, /degrees must be a number from 0/],
    [
      { kind: "rotate", degrees: 1, probabilty: 0.5 },
      /must have no field but kind, probability, degrees, got "probabilty"/,
    ],
    [
      { kind: "rotate", degrees: 1, probability: 2 },
      /probability must be a number from 0 to 1, got 2/,
    ],
    [{ kind: "translate", rows: Number.NaN }, /rows must be a number/],
    [{ kind: "scale", factor: [0, 1] }, /factor must be \[low, high\] with 0 < low/],
    [
      { kind: "shear", degrees: 90 },
      /degrees must be a number from 0 or \[low, high\] within ±89, got 90/,
    ],
    [{ kind: "flip", axis: "both" }, /axis must be one of "horizontal", "vertical"/],
    [{ kind: "crop", padding: -1 }, /padding must be a positive integer/],
    [{ kind: "brightness", factor: 1.2 }, /factor must be \[low, high\] with 0 ≤ low, got 1.2/],
    [{ kind: "contrast", factor: [-1, 1] }, /factor must be/],
    [{ kind: "colour", hue: "x" }, /hue must be/],
    [{ kind: "colour", saturation: 1 }, /saturation must be/],
    [{ kind: "noise", standardDeviation: -1 }, /standardDeviation must be a number from 0/],
    [{ kind: "cutout", size: 0 }, /size must be a positive integer/],
    [{ kind: "mixup", alpha: 0 }, /alpha must be a positive number/],
    [{ kind: "compose", steps: 1 }, /steps must be an array/],
    [
      {
        kind: "compose",
        steps: [
          { kind: "crop", padding: 0 },
          { kind: "compose", steps: [{ kind: "noise" }] },
        ],
      },
      /augment: steps\[1\]\.steps\[0\]\.standardDeviation must be/,
    ],
  ];
  for (const [spec, message] of wrong)
    assert.throws(() => checkAugmentSpec(spec), { name: "ArgumentError", message });
});

test("a batch that does not fit is refused", () => {
  const rng = Rng.fromSeed(1);
  const noise = { kind: "noise", standardDeviation: 0.1 } as const;
  const wrong: readonly (readonly [() => unknown, RegExp])[] = [
    [
      () => augment({ ...batch, n: 2 }, noise, rng),
      /x must hold n × rows × cols × channels = 2 × 12 values, got 12/,
    ],
    [
      () => augment({ ...batch, shape: [12] }, noise, rng),
      /shape must be \[rows, cols, channels\], got "12"/,
    ],
    [
      () => augment({ ...batch, x: new Float32Array(12).fill(-1) }, noise, rng),
      /pixels must be from 0 to 1 .*in image 0, got -1/,
    ],
    [
      () => augment(batch, { kind: "mixup", alpha: 1 }, rng),
      /"mixup" mixes targets too.*got undefined/,
    ],
    [
      () => augment({ ...batch, shape: [3, 4, 1] }, { kind: "colour", hue: 9 }, rng),
      /channels must be 3, got 1/,
    ],
    [() => augment({ ...batch, targets: new Float32Array(0) }, noise, rng), /targets must hold/],
    [() => oneHot([0, 3], 3), /label 1 must be an integer from 0 to 2, got 3/],
  ];
  for (const [call, message] of wrong) assert.throws(call, { name: "ArgumentError", message });
});

test("coloured digits are the digits between two colours of their own, which can be told apart", () => {
  const all = loadDigits();
  const full = Array.from({ length: all.n }, (_, i) => i).filter((i) =>
    all.x.subarray(64 * i, 64 * (i + 1)).includes(1),
  );
  const digits = take(all, full.slice(0, 100));
  const coloured = colouredDigits(digits, Rng.fromSeed(1));
  assert.deepEqual(coloured.shape, [8, 8, 3]);
  assert.deepEqual(coloured.y, digits.y);
  const grounds = new Set<string>();
  for (let i = 0; i < 100; i++) {
    const image = coloured.x.subarray(i * 192, (i + 1) * 192);
    const grey = digits.x.subarray(i * 64, (i + 1) * 64);
    const ground = image.subarray(3 * grey.indexOf(0)).subarray(0, 3);
    const ink = image.subarray(3 * grey.indexOf(1)).subarray(0, 3);
    assert.ok(Math.hypot(...ground.map((value, k) => value - ink[k])) >= 0.5 - 1e-6);
    for (let p = 0; p < 192; p++) {
      const k = p % 3;
      const expected = ground[k] + grey[Math.floor(p / 3)] * (ink[k] - ground[k]);
      assert.ok(Math.abs(image[p] - expected) < 1e-6);
    }
    grounds.add(ground.join());
  }
  assert.equal(grounds.size, 100);
  assert.deepEqual(colouredDigits(digits, Rng.fromSeed(1)).x, coloured.x);
  assert.throws(
    () => colouredDigits(coloured, Rng.fromSeed(1)),
    /shape \[rows, cols, 1\], got "8×8×3"/,
  );
});
