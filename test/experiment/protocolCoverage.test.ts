import assert from "node:assert/strict";
import { test } from "node:test";
import { pairedDifference, Rng } from "batchwise";

// A world in which the whole protocol can be judged: two ways to learn two normal classes, each with a strength
// that every repeat tunes on its own valid part. The truth is their difference in test accuracy over new data.
const FEATURES = 12;
const SHIFTS = Array.from({ length: FEATURES }, (_, j) => (j < 3 ? 0.5 : 0));
const STRENGTHS = [0, 0.05, 0.1, 0.2, 0.4];
const [TRAIN, VALID, TEST] = [160, 40, 40];

interface Example {
  readonly x: readonly number[];
  readonly y: 1 | -1;
}

function draw(rng: Rng, n: number): Example[] {
  return Array.from({ length: n }, (_, i) => {
    const y = i % 2 === 0 ? 1 : -1;
    return { x: SHIFTS.map((shift) => y * shift + rng.normal()), y };
  });
}

/** A way to learn: which share of the training examples it uses, and from which feature on. */
interface Learner {
  readonly share: number;
  readonly from: number;
}

/** The difference of the class means, coordinates within `strength` of 0 left out. */
function learn(examples: readonly Example[], from: number, strength: number): number[] {
  const means = SHIFTS.map(
    (_, j) => examples.reduce((sum, { x, y }) => sum + y * x[j], 0) / examples.length,
  );
  return means.map((value, j) => (j >= from && Math.abs(value) > strength ? value : 0));
}

function accuracyOf(weights: readonly number[], examples: readonly Example[]): number {
  const right = examples.filter(
    ({ x, y }) => y * weights.reduce((sum, w, j) => sum + w * x[j], 0) > 0,
  );
  return (100 * right.length) / examples.length;
}

/** Test accuracy of a learner whose strength `valid` chose. */
function tunedAccuracy(
  { share, from }: Learner,
  train: readonly Example[],
  valid: readonly Example[],
  test: readonly Example[],
): number {
  const used = train.slice(0, share * train.length);
  const models = STRENGTHS.map((strength) => learn(used, from, strength));
  const scores = models.map((model) => accuracyOf(model, valid));
  return accuracyOf(models[scores.indexOf(Math.max(...scores))], test);
}

/** The difference of the two learners in each of `repeats`, on divisions of one data set or on data of their own. */
function repeatsOf(
  pair: readonly [Learner, Learner],
  rng: Rng,
  repeats: number,
  fresh: boolean,
): [a: number[], b: number[]] {
  const sides: [number[], number[]] = [[], []];
  const n = TRAIN + VALID + TEST;
  const data = draw(rng.fork("data"), n);
  for (let repeat = 0; repeat < repeats; repeat++) {
    const rows = fresh ? draw(rng.fork("fresh").fork(repeat), n) : [...data];
    rng.fork("order").fork(repeat).shuffle(rows);
    const parts = [
      rows.slice(0, TRAIN),
      rows.slice(TRAIN, TRAIN + VALID),
      rows.slice(TRAIN + VALID),
    ];
    const [train, valid, test] = parts;
    sides[0].push(tunedAccuracy(pair[0], train, valid, test));
    sides[1].push(tunedAccuracy(pair[1], train, valid, test));
  }
  return sides;
}

const all: Learner = { share: 1, from: 0 };
/** Learners whose difference varies from model to model, and such whose models differ on the same examples. */
const PAIRS: Readonly<Record<string, readonly [Learner, Learner]>> = {
  "fewer examples": [all, { share: 0.25, from: 0 }],
  "fewer features": [all, { share: 1, from: 1 }],
};
const WORLDS = 300;

for (const [name, pair] of Object.entries(PAIRS)) {
  // The truth, by repeats on data of their own: its standard error is below .06 points.
  const [a, b] = repeatsOf(pair, Rng.fromSeed(77), 10_000, true);
  const truth = pairedDifference(a, b).estimate;
  const coverage = (repeats: number, fresh: boolean, overlap: number): number => {
    const root = Rng.fromSeed(5).fork(repeats);
    const held = Array.from({ length: WORLDS }, (_, world) => {
      const sides = repeatsOf(pair, root.fork(world), repeats, fresh);
      const { low, high } = pairedDifference(sides[0], sides[1], { overlap });
      return low <= truth && truth <= high;
    });
    return held.filter(Boolean).length / WORLDS;
  };

  for (const repeats of [5, 20])
    test(`intervals of the whole protocol, tuning included, hold the truth: ${name}, ${repeats} repeats`, () => {
      const fresh = coverage(repeats, true, 0);
      assert.ok(fresh >= 0.92 && fresh <= 0.98, `data of their own: ${fresh}`);
      // Nadeau & Bengio's correction is cautious: it takes repeats to be as alike as their parts may make them.
      const divisions = coverage(repeats, false, TEST / TRAIN);
      assert.ok(divisions >= 0.93, `divisions of one data set: ${divisions}`);
    });
}

test("without the correction, intervals over many divisions of one data set miss the truth too often", () => {
  const [a, b] = repeatsOf(PAIRS["fewer features"], Rng.fromSeed(77), 10_000, true);
  const truth = pairedDifference(a, b).estimate;
  const held = Array.from({ length: WORLDS }, (_, world) => {
    const root = Rng.fromSeed(5).fork(20).fork(world);
    const { low, high } = pairedDifference(...repeatsOf(PAIRS["fewer features"], root, 20, false));
    return low <= truth && truth <= high;
  });
  const share = held.filter(Boolean).length / WORLDS;
  assert.ok(share < 0.85, `${share}`);
});
