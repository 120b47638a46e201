import assert from "node:assert/strict";
import { test } from "node:test";
import { differenceOf, meansBy } from "batchwise";
import { differencesFrom, gapsBy } from "batchwise/rows";

test("gaps pair two rows of each group, and differences compare them with a base", () => {
  const rows = [0, 1, 2].flatMap((seed) =>
    ["plain", "more"].flatMap((training) =>
      [8, 64].map((batch) => ({
        seed,
        training,
        batch,
        accuracy: 90 + seed - batch / 64 + (training === "more" ? batch / 32 : 0),
      })),
    ),
  );
  const gaps = gapsBy(rows, {
    by: ["training", "seed"],
    a: { batch: 8 },
    b: { batch: 64 },
    value: "accuracy",
  });
  assert.deepEqual(
    gaps.map(({ gap }) => gap),
    [0.875, -0.875, 0.875, -0.875, 0.875, -0.875],
  );
  assert.ok(gaps.every(({ overlap }) => overlap === 0));
  const [change, ...rest] = differencesFrom(gaps, {
    base: "plain",
    by: [],
    column: "training",
    value: "gap",
  });
  assert.deepEqual(rest, []);
  assert.deepEqual([change["training"], change.estimate], ["more", -1.75]);
  const ends = { a: { batch: 8 }, b: { batch: 64 }, value: "accuracy" } as const;
  assert.deepEqual(gapsBy(rows, { ...ends, by: ["batch", "training", "seed"] }), []);
  // Each seed has a plain and another row on either side: which of them would be the pair?
  assert.throws(() => differenceOf(rows, ends), /one row for each value of "seed"/);
  assert.throws(() => gapsBy(rows, { ...ends, by: ["seed"] }), /one row of a group, got 2/);
});

test("gaps keep the overlap of their rows, so that what is computed of them is widened", () => {
  const rows = [0, 1, 2].flatMap((seed) =>
    [8, 64].map((batch) => ({ seed, batch, accuracy: 90 + batch * seed, overlap: 0.25 })),
  );
  const ends = { a: { batch: 64 }, b: { batch: 8 }, value: "accuracy" } as const;
  const gaps = gapsBy(rows, { by: ["seed"], ...ends });
  assert.deepEqual(gaps[2], { seed: 2, gap: 112, overlap: 0.25 });
  const [mean] = meansBy(gaps, { by: [], value: "gap" });
  const { low, high } = differenceOf(rows, ends);
  assert.deepEqual([mean.low, mean.high, mean.overlap], [low, high, 0.25]);
});
