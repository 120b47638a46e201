/** A table's numbers keep their integer part, and no two columns are taken for one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { table } from "batchwise";
import { DISPLAY } from "batchwise/plot";
import fc from "fast-check";

const cell = (value: unknown): string => {
  const text = String(table([{ value }])[DISPLAY]()["text/plain"]);
  return text.split("\n").slice(1).join("\n").trim();
};

test("no rounding changes the integer part of a number, or makes of 0.99996 a 1", () => {
  assert.deepEqual([1234567.891, 1234.56, 0.99996, 0.123456, 12.3456, 1.5e-7].map(cell), [
    "1234567.9",
    "1234.6",
    "0.99996",
    "0.1235",
    "12.35",
    "1.500e−7",
  ]);
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const back = Number(cell(value).replaceAll("−", "-"));
      assert.equal(Math.trunc(back) + 0, Math.trunc(value) + 0);
      assert.ok(Math.abs(back - value) <= 5e-4 * Math.abs(value));
    }),
  );
});

test("dates and objects are written as what they hold", () => {
  assert.equal(cell(new Date(0)), "1970-01-01T00:00:00.000Z");
  assert.equal(cell({ a: [1] }), "{ a: [ 1 ] }");
  assert.equal(cell(Number.NaN), "NaN");
  assert.equal(cell(12n), "12");
});

test("columns of one name are both shown, and refused where one of them is asked for", () => {
  const twins = { columns: ["a", "a"], values: [[1, 2]] };
  assert.equal(String(table(twins)[DISPLAY]()["text/plain"]), "a  a\n1  2");
  assert.throws(() => table(twins, { columns: ["a"] }), /must name one column each.*got "a"/);
});
