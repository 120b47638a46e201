/** DataFrames as the kernel shows them: every kind of value is told from every other, and numbers are true. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import fc from "fast-check";
import { script } from "../scripts.js";

interface Bundle {
  readonly "text/html": string;
  readonly "text/plain": string;
}
interface Frame {
  readonly values: readonly unknown[];
}
type Constructor = new (data: unknown) => Frame;
const { showTable } = await script<{ showTable: (table: unknown) => Bundle }>(
  "notebook/kernel/output/table.mjs",
);
const { cellText } = await script<{ cellText: (value: unknown) => string }>(
  "notebook/kernel/output/cellText.mjs",
);
const { DataFrame, Series } = createRequire(import.meta.url)("danfojs-node") as Readonly<
  Record<"DataFrame" | "Series", Constructor>
>;

/** The cells of the first column. */
const cells = (bundle: Bundle): string[] =>
  [...bundle["text/html"].matchAll(/<td>(.*?)<\/td>/g)].map(([, text]) => text ?? "");

test("missing values, text that looks like them and numbers are all told apart", () => {
  const values = [Number.NaN, null, undefined, "", " ", "NaN", "null", "undefined", 0, -0, "0", 0n];
  const written = cells(showTable(new Series(values.slice(0, 3)))).concat(values.map(cellText));
  assert.deepEqual(written.slice(0, 6), ["NaN", "null", "undefined", "NaN", "null", "undefined"]);
  const distinct = [...values, true, "true", Number.POSITIVE_INFINITY, "Infinity", [], {}];
  assert.equal(new Set(distinct.map(cellText)).size, distinct.length);
});

test("a frame keeps the digits of its numbers and shows dates, objects and infinities as what they are", () => {
  const frame = new DataFrame({
    a: [1234567.891, new Date(0), { x: [1, { y: 2 }] }, Number.NEGATIVE_INFINITY, [1, "a"]],
  });
  const bundle = showTable(frame);
  const shown = ["1234567.891", "1970-01-01", "{ x: [ 1, { y: 2 } ] }", "-Infinity", "[ 1, 'a' ]"];
  assert.deepEqual(
    cells(bundle),
    shown.map((text) => text.replaceAll("'", "&#39;")),
  );
  for (const text of shown) assert.ok(bundle["text/plain"].includes(text), text);
});

test("a number is written with its own integer part and sign, and within one part in 2e9", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const back = Number(cellText(value));
      assert.equal(Math.trunc(back), Math.trunc(value));
      assert.ok(Math.abs(back - value) <= 5e-10 * Math.abs(value), cellText(value));
      if (Number.isInteger(value)) assert.ok(Object.is(back, value));
    }),
  );
  assert.equal(cellText(0.1 + 0.2), "0.3");
  assert.equal(cellText(1 - 2 ** -53), "0.9999999999999999");
});

test("whatever a cell holds is one line of at most 82 characters", () => {
  const hostile = {
    get shape(): never {
      throw new Error("no");
    },
  };
  assert.equal(cellText(hostile), "[object Object]");
  assert.match(cellText("x".repeat(200)), /^x{79}…$/);
  assert.match(cellText(new Series([1, 2])), /^Series 2 × 1$/);
  assert.match(cellText(new Float32Array([1, 2])), /^Float32Array\(2\) \[ 1, 2 \]$/);
  fc.assert(
    fc.property(
      fc.anything({ withDate: true, withBigInt: true, withTypedArray: true }),
      (value) => {
        const text = cellText(value);
        assert.ok([...text].length <= 82 && !/[\n\r]/.test(text), text);
      },
    ),
  );
});

test("an empty frame, a wide one and one with equal names are shown", () => {
  assert.match(showTable(new DataFrame([]))["text/plain"], /0 rows × 0 columns/);
  const wide = showTable(new DataFrame([Array.from({ length: 50 }, (_, i) => i)]));
  assert.equal(cells(wide).length, 21);
  assert.match(wide["text/plain"], /8 {2}9 {2}… {2}40/);
  assert.match(wide["text/html"], /1 row × 50 columns, columns 1 to 10 and the last 10 shown/);
  const equal = { ...new DataFrame([[1, 2]]), columns: ["a", "a"], index: [0], ndim: 2 };
  const twins = { ...equal, values: [[1, 2]], shape: [1, 2] };
  assert.deepEqual(cells(showTable(twins)), ["1", "2"]);
});
