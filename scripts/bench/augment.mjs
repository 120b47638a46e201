import { augment, oneHot, Rng } from "batchwise";

/**
 * `node scripts/bench/augment.mjs`: images through the full chain of augmentations in a second of
 * processor time, which other programs on the machine disturb less than the clock.
 */

const BATCH = 128;
const WARM_UP = 20;
const SECONDS = 1.5;

/** @param {boolean} colour @returns {import("batchwise").AugmentSpec} every kind once */
function fullChain(colour) {
  return {
    kind: "compose",
    steps: [
      { kind: "flip", axis: "horizontal", probability: 0.5 },
      { kind: "flip", axis: "vertical", probability: 0.5 },
      { kind: "rotate", degrees: 15 },
      { kind: "scale", factor: [0.9, 1.1] },
      { kind: "shear", degrees: 10 },
      { kind: "translate", rows: 1, cols: 1 },
      { kind: "crop", padding: 1 },
      { kind: "brightness", factor: [0.8, 1.2] },
      { kind: "contrast", factor: [0.8, 1.2] },
      ...(colour
        ? [{ kind: /** @type {const} */ ("colour"), hue: 20, saturation: range(0.7, 1.3) }]
        : []),
      { kind: "noise", standardDeviation: 0.05 },
      { kind: "cutout", size: 3 },
      { kind: "mixup", alpha: 0.2 },
    ],
  };
}

/** @param {number} low @param {number} high @returns {[number, number]} */
function range(low, high) {
  return [low, high];
}

/** @param {readonly number[]} shape */
function measure(shape) {
  const rng = Rng.fromSeed(1);
  const size = shape.reduce((product, d) => product * d, 1);
  const x = Float32Array.from({ length: BATCH * size }, () => rng.uniform());
  const targets = oneHot(
    Array.from({ length: BATCH }, (_, i) => i % 10),
    10,
  );
  const spec = fullChain(shape[2] === 3);
  const run = () => augment({ x, n: BATCH, shape, targets }, spec, rng);
  for (let i = 0; i < WARM_UP; i++) run();
  const before = process.cpuUsage();
  let images = 0;
  let seconds = 0;
  while (seconds < SECONDS) {
    run();
    images += BATCH;
    const { user, system } = process.cpuUsage(before);
    seconds = (user + system) / 1e6;
  }
  return images / seconds;
}

for (const shape of [
  [8, 8, 1],
  [28, 28, 1],
  [8, 8, 3],
  [32, 32, 3],
]) {
  const rate = Math.round(measure(shape)).toLocaleString("en-US");
  console.log(`${shape.join("×").padEnd(8)} ${rate.padStart(9)} images/s of processor time`);
}
