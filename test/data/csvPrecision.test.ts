import assert from "node:assert/strict";
import { test } from "node:test";
import { type CsvData, pipeline, Rng, selectByVariance, split, standardize } from "batchwise";
import { withProbes } from "batchwise/data";
import { heldOut } from "batchwise/dist/study/features/heldOut.js";
import {
  array,
  assert as checkProperty,
  constantFrom,
  double,
  integer,
  property,
  tuple,
} from "fast-check";
import { column, failsWith, read, times } from "./csvText.js";

const original = ({ data }: CsvData): number[] => {
  const [mean, scale] = [data.scaling?.mean[0] ?? 0, data.scaling?.scale[0] ?? 1];
  return Array.from(data.x, (x) => x * scale + mean);
};

test("values that float32 cannot tell apart are centred, and the data say how", () => {
  const columns: Readonly<Record<string, (i: number) => number | string>> = {
    "Unix seconds": (i) => 1_700_000_000 + i,
    "Unix milliseconds": (i) => 1_700_000_000_123 + i,
    "large ids": (i) => 12_345_678_901_234 + 7919 * i,
    "small steps at 1e9": (i) => 1e9 + i / 1000,
    "tiny steps at 0.1": (i) => (0.1 + i * 1e-9).toFixed(12),
    "cents beyond 2^24": (i) => 16_777_217 + i,
    "below float32's range": (i) => `${i + 1}e-42`,
    "a zero among seconds": (i) => (i === 7 ? 0 : 1_700_000_000 + i),
  };
  for (const [name, cell] of Object.entries(columns)) {
    const csv = read(times(200, cell));
    assert.equal(new Set(csv.data.x).size, 200, name);
    const { precision, notes } = csv.columns[0];
    assert.ok(precision !== undefined && precision.centre !== 0, name);
    assert.deepEqual(csv.data.scaling, { mean: [precision.centre], scale: [precision.scale] });
    assert.match(notes[0], /^held as \(value − .*float32 cannot hold its values apart/, name);
    assert.ok(csv.notes.includes(`column "a": ${notes[0]}`));
    if (precision.held === "exact")
      assert.deepEqual(
        original(csv),
        Array.from({ length: 200 }, (_, i) => Number(cell(i))),
      );
  }
});

test("ordinary columns are held as they are", () => {
  for (const cell of [
    (i: number) => i,
    (i: number) => 1900 + i,
    (i: number) => 36.5 + i / 10,
    (i: number) => Math.sin(i),
    () => 0.1,
    (i: number) => 80000 + i,
  ]) {
    const { data, columns } = read(times(100, cell));
    assert.equal(data.scaling, undefined);
    assert.deepEqual(
      data.x,
      Float32Array.from({ length: 100 }, (_, i) => cell(i)),
    );
    assert.deepEqual(columns[0].notes, []);
  }
});

test("where centring does not help, a note names two values that become one", () => {
  const { columns } = read(times(200, (i) => (i % 2 ? i : 1e12 + i)));
  assert.match(
    columns[0].notes.join(),
    /1000000000000 \(line 2\) and 1000000000002 \(line 4\) are held as one/,
  );
  const rounded = read(times(50, (i) => 16_777_217 + i ** 5 * 997));
  assert.match(
    rounded.columns[0].notes.join(),
    /whole numbers of more than 24 bits are rounded, by up to \d+/,
  );
  failsWith(
    times(50, (i) => `1234567890123456${100 + i}`),
    /^h\.csv: column "a": "1234567890123456100" in line 2 has more digits than a number can hold; leave/,
  );
});

test("missing cells of a centred column get the mean, or the centre", () => {
  const cells = [1_700_000_000, "", 1_700_000_001, 1_700_000_005];
  const mean = read(column(cells), { missing: "mean" });
  assert.equal(original(mean)[1], 1_700_000_002);
  const marked = read(column(cells), { missing: "category" });
  assert.deepEqual([...marked.data.x], [-1, 0, 0, 1, 0, 0, 4, 0]);
  assert.deepEqual(marked.data.scaling, { mean: [1_700_000_001, 0], scale: [1, 1] });
});

test("standardising after centring gives what float64 gives, and the way back", () => {
  const cell = (i: number): number => 1_700_000_000_000 + 37 * i * i;
  const { data } = read(
    [`c,a,y`, ...Array.from({ length: 100 }, (_, i) => `1,${cell(i)},${i % 2}`)].join("\n"),
  );
  const chosen = selectByVariance().fit(data).transform(data);
  const { scaling: wide } = withProbes(chosen, { copies: 1, rng: Rng.fromSeed(0) });
  assert.deepEqual(wide, { mean: [data.scaling?.mean[1], data.scaling?.mean[1]], scale: [1, 1] });
  assert.deepEqual(heldOut(split(chosen, { seed: 0 })).scaling, chosen.scaling);
  const { x, scaling } = pipeline(selectByVariance(), standardize()).fit(data).transform(data);
  assert.equal(chosen.scaling?.mean[0], data.scaling?.mean[1]);
  const values = Array.from({ length: 100 }, (_, i) => cell(i) - cell(0));
  const mean = values.reduce((sum, v) => sum + v / 100, 0);
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2 / 100, 0));
  assert.ok(scaling !== undefined);
  values.forEach((value, i) => {
    assert.ok(Math.abs(x[i] - (value - mean) / deviation) < 1e-6);
    assert.ok(Math.abs(x[i] * scaling.scale[0] + scaling.mean[0] - cell(i)) < 1e-6 * deviation);
  });
});

test("different numbers stay different, or a note says which do not; the way back is exact to float32", async () => {
  const offset = constantFrom(0, 1, -0.1, 1e3, 1e9, -1.7e9, 1.7e12, 4e15, 1e30, 1e-30);
  const step = constantFrom(1, 1e-9, 1e-3, 60, 86_400, 1e6, 1e-40);
  const cells = array(integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 60 });
  const any = array(double({ min: -3e38, max: 3e38, noNaN: true }), {
    minLength: 2,
    maxLength: 20,
  });
  const check = (values: readonly number[]): void => {
    const csv = read(column(values), { categories: [] });
    const [{ notes, precision }] = csv.columns;
    assert.ok(precision !== undefined);
    const merged = notes.some((note) => note.includes("are held as one"));
    const apart = new Set(csv.data.x).size === new Set(values.map((value) => value + 0)).size;
    assert.equal(apart, !merged, `${values}`);
    const spread = Math.max(...values) - Math.min(...values);
    const largest = Math.max(...values.map(Math.abs));
    original(csv).forEach((value, i) => {
      const bound = precision.held === "exact" ? 0 : 2 ** -17 * spread + 2 ** -53 * largest;
      assert.ok(
        Math.abs(value - values[i]) <= bound || largest === spread + largest,
        `${values[i]} as ${value}`,
      );
    });
  };
  await checkProperty(
    property(tuple(offset, step, cells), ([start, size, ks]) =>
      check(ks.map((k) => start + k * size)),
    ),
    { seed: 1, numRuns: 500 },
  );
  await checkProperty(property(any, check), { seed: 1, numRuns: 300 });
});
