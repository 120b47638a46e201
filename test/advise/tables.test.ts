import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, type Dataset, Rng } from "batchwise";
import { type Advice, adviceText, advise } from "batchwise/advise";
import { asyncProperty, assert as checkProperty, constantFrom, integer, record } from "fast-check";

const ROW_NUMBER = (_: Rng, i: number): number => i;

/** Features as tables have them: noise, whole numbers, rare ones, constants, row numbers, huge and tiny values. */
const KINDS: readonly ((rng: Rng, i: number) => number)[] = [
  (rng) => rng.normal(),
  (rng) => rng.integer(5),
  (rng) => (rng.uniform() < 0.05 ? 1 : 0),
  () => 7,
  ROW_NUMBER,
  (rng) => 1e12 * rng.normal(),
  (rng) => 1e-12 * rng.normal(),
];

const tables = record({
  seed: integer({ min: 0, max: 1e6 }),
  n: integer({ min: 30, max: 90 }),
  features: integer({ min: 1, max: 6 }),
  classes: integer({ min: 2, max: 5 }),
  /** Share of the examples that repeat the one before. */
  repeated: constantFrom(0, 0.3),
  /** Part of the examples in the first class. */
  dominant: constantFrom(0, 0.9, 0.97),
  signal: constantFrom(0, 2),
  prepare: constantFrom("standardized", "centred", "raw"),
  optimizer: constantFrom("adam", "sgd", "momentum"),
  current: constantFrom(1, 32, 500),
});

function kindsOf(rng: Rng, features: number): (typeof KINDS)[number][] {
  const draws = rng.fork("kinds");
  return Array.from({ length: features }, () => KINDS[draws.integer(KINDS.length)]);
}

function tableOf(
  shape: Pick<
    {
      seed: number;
      n: number;
      features: number;
      classes: number;
      repeated: number;
      dominant: number;
      signal: number;
    },
    "seed" | "n" | "features" | "classes" | "repeated" | "dominant" | "signal"
  >,
): Dataset {
  const { seed, n, features, classes, repeated, dominant, signal } = shape;
  const rng = Rng.fromSeed(seed);
  const kinds = kindsOf(rng, features);
  const y = Int32Array.from({ length: n }, (_, i) =>
    i < 2 ? i : rng.uniform() < dominant ? 0 : rng.integer(classes),
  );
  const x = new Float32Array(n * features);
  for (let i = 0; i < n; i++) {
    const same = i > 0 && rng.uniform() < repeated;
    for (const [f, kind] of kinds.entries())
      x[i * features + f] = same
        ? x[(i - 1) * features + f]
        : kind(rng, i) + (f === 0 ? signal * y[i] : 0);
  }
  return {
    x,
    y,
    n,
    shape: [features],
    classes: Array.from({ length: classes }, (_, c) => `c${c}`),
  };
}

/** The advice, or nothing where batch norm cannot do with the size in use, which is said before any work. */
async function advised(
  data: Dataset,
  options: Parameters<typeof advise>[1],
): Promise<Advice | undefined> {
  try {
    return await advise(data, options);
  } catch (error) {
    if (error instanceof ArgumentError && /batch norm group/.test(error.message)) return undefined;
    throw error;
  }
}

test("any table gets an answer that is plain JSON and can be read", async () => {
  await checkProperty(
    asyncProperty(tables, async ({ prepare, optimizer, current, seed, ...shape }) => {
      const data = tableOf({ ...shape, seed });
      const advice = await advised(data, {
        model: seed % 2 ? { kind: "linear" } : { kind: "mlp", hidden: [3], batchNorm: {} },
        budget: { steps: 12 },
        prepare,
        optimizer,
        current,
        seed: seed % 3,
      });
      if (advice === undefined) return;
      const back: Advice = JSON.parse(JSON.stringify(advice));
      assert.deepEqual(back, advice); // NaN and the infinities would come back as null.
      for (const [f, kind] of kindsOf(Rng.fromSeed(seed), shape.features).entries())
        if (kind === ROW_NUMBER && f > 0 && shape.repeated === 0)
          assert.match(advice.notes.join("\n"), new RegExp(`"feature ${f + 1}" looks like an id`));
      assert.ok(advice.batchSize >= 1 && advice.batchSize <= data.n);
      assert.ok(advice.learningRate > 0);
      assert.doesNotMatch(adviceText(advice), /NaN|undefined|Infinity|\[object/);
    }),
    { numRuns: 12, seed: 5 },
  );
});
