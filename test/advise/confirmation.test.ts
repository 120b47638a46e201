import assert from "node:assert/strict";
import { test } from "node:test";
import { Rng } from "batchwise";
import { advise } from "batchwise/advise";
import { pureNoise } from "batchwise/data";
import { proportion } from "batchwise/stats";
import { type Simulated, simulatedConfirmation } from "./simulatedConfirmation.js";

const REPEATS = 500;
const MARGIN = 0.5;
const looks = [6, 12];
/** As the advisor's divisions have it: six eighths train, one tests. */
const overlap = 1 / 6;

/** Shares of repeats, with their intervals of level 99.9 %. */
async function sharesOf(simulated: Pick<Simulated, "ahead" | "sd"> & Partial<Simulated>) {
  let [held, claimed, wrong, settled] = [0, 0, 0, 0];
  const given = { overlap, margin: MARGIN, looks, ...simulated };
  const truth = (size: number): number => [0, ...given.ahead][Math.log2(size / 8) / 2];
  for (let seed = 0; seed < REPEATS; seed++) {
    const found = await simulatedConfirmation(given, seed);
    const contrasts = found.contrasts.map((one) => ({
      ...one,
      truth: truth(one.against) - truth(one.batchSize),
    }));
    if (contrasts.every((one) => one.low <= one.truth && one.truth <= one.high)) held++;
    const better = contrasts.some(
      ({ low, high, estimate, truth: ahead }) =>
        (low > 0 && estimate >= MARGIN && ahead <= 0) ||
        (high < 0 && estimate <= -MARGIN && ahead >= 0),
    );
    if (better) claimed++;
    if (found.settled) settled++;
    if (found.settled && truth(found.batchSize) > MARGIN) wrong++;
  }
  const share = (count: number) => proportion(count, REPEATS, { level: 0.999 });
  return {
    held: share(held),
    claimed: share(claimed),
    wrong: share(wrong),
    settled: share(settled),
  };
}

const cases: readonly (Pick<Simulated, "ahead" | "sd"> & Partial<Simulated>)[] = [
  { ahead: [0, 0], sd: 1 },
  { ahead: [0], sd: 2, examples: 180 },
  { ahead: [MARGIN / 2], sd: 0.8 },
  { ahead: [MARGIN, MARGIN / 2], sd: 1 },
  { ahead: [2 * MARGIN], sd: 0.8, examples: 180 },
  { ahead: [0], sd: 1, overlap: 1 / 3, looks: [5, 10] },
];

for (const simulated of cases)
  test(`${JSON.stringify(simulated)}: intervals hold the truth, all of a call, in 92 to 98 % of calls`, async () => {
    const { held, claimed, wrong } = await sharesOf(simulated);
    // What 99.9 % of samples of a share within the range would show.
    assert.ok(held.high >= 0.92 && held.low <= 0.98, `held ${held.estimate}`);
    assert.ok(claimed.low <= 0.05 && claimed.estimate <= 0.06, `claimed ${claimed.estimate}`);
    assert.ok(wrong.estimate <= 0.025, `wrong ${wrong.estimate}`);
  });

test("intervals that leave the overlap out hold the truth too seldom", async () => {
  const { held } = await sharesOf({ ahead: [0], sd: 1 });
  const simulated = { ahead: [0], sd: 1, overlap, margin: MARGIN, looks };
  let narrow = 0;
  for (let seed = 0; seed < REPEATS; seed++) {
    const { contrasts } = await simulatedConfirmation(simulated, seed);
    const [{ estimate, high, pairs }] = contrasts;
    const half = (high - estimate) * Math.sqrt(1 / pairs / (1 / pairs + overlap));
    if (Math.abs(estimate) <= half) narrow++;
  }
  assert.ok(proportion(narrow, REPEATS, { level: 0.999 }).high < 0.92, `${narrow} of ${REPEATS}`);
  assert.ok(held.estimate > 0.92);
});

test("half as many pairs settle as much: looks after 6 and 12 against 8, 14 and 20 pairs", async () => {
  const simulated = { ahead: [MARGIN / 2], sd: 0.5 };
  const long = await sharesOf({ ...simulated, looks: [8, 14, 20] });
  const short = await sharesOf(simulated);
  assert.ok(short.settled.high >= long.settled.estimate, `${short.settled.estimate}`);
});

test("a difference of six margins is found, and the better size is the answer", async () => {
  const { settled, wrong } = await sharesOf({ ahead: [6 * MARGIN], sd: 0.8 });
  assert.ok(settled.estimate > 0.95 && wrong.estimate === 0, `${settled.estimate}`);
});

test("on pure noise at most one call of twenty says that a size is better", async () => {
  const calls = 24;
  let claims = 0;
  for (let seed = 0; seed < calls; seed++) {
    const data = pureNoise({ n: 100, features: 4, rng: Rng.fromSeed(seed) });
    const budget = { steps: 20 };
    const { contrasts, margin } = await advise(data, { model: { kind: "linear" }, budget, seed });
    if (
      contrasts.some(
        ({ low, high, estimate }) => (low > 0 || high < 0) && Math.abs(estimate) >= margin,
      )
    )
      claims++;
  }
  assert.ok(proportion(claims, calls).low <= 0.05, `${claims} of ${calls}`);
});
