import assert from "node:assert/strict";
import { join } from "node:path";
import { suite, test } from "node:test";
import { plainColumn } from "batchwise/dist/data/cells/plainColumn.js";
import { digitsOf, isPlain } from "batchwise/dist/data/cells/plainNumbers.js";
import { fileParts } from "batchwise/dist/data/formats/fileParts.js";
import { parquetNumbers } from "batchwise/dist/data/formats/parquetNumbers.js";
import fc from "fast-check";
import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from "hyparquet";
import { compressors } from "hyparquet-compressors";

const tables = join(process.cwd(), "test/fixtures/tables");
/** More digits than six are not told apart, in numbers below 2^30. */
const MANY = 23;

function spelt(value: number): number {
  if (Number.isInteger(value)) return 0;
  const text = String(value);
  if (text.includes("e")) return -1;
  const digits = text.length - 1 - text.indexOf(".");
  return digits > 6 && Math.abs(value) < 2 ** 30 ? MANY : digits;
}

/** Numbers of few digits, of many, whole, tiny and large ones. */
const numbers = fc.oneof(
  fc
    .tuple(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), fc.integer({ min: 0, max: 9 }))
    .map(([whole, digits]) => whole / 10 ** digits),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -1, max: 1 }),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
);

suite("plain numbers", () => {
  test("have the digits of their shortest spelling", () => {
    for (const value of [0.1, 0.3, 1.005, -2.5, 1e-6, 9e-7, 1e22, 123456.654321, 0.1 + 0.2])
      assert.equal(digitsOf(value), spelt(value), String(value));
    fc.assert(
      fc.property(numbers, (value) => assert.equal(digitsOf(value), spelt(value))),
      { numRuns: 20_000 },
    );
  });

  test("make a column with the most and fewest digits that any has", () => {
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 30 }), (values) => {
        const column = plainColumn(Float64Array.from(values));
        if (!values.every(isPlain)) return assert.equal(column, undefined);
        const all = values.map(spelt).filter((digits) => digits !== 0);
        const counted = all.filter((digits) => digits > 0);
        assert.ok(column?.kind === "number");
        assert.equal(column.fewestDigits, Math.min(99, ...counted));
        // An exponent counts as 99, which is no more than MANY to any reader.
        const most = all.includes(-1) ? 99 : Math.max(0, ...counted);
        assert.equal(Math.min(MANY, column.mostDigits), Math.min(MANY, most));
      }),
      { numRuns: 5000 },
    );
  });

  test("are not those that need a closer look", () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 1.5e300];
    for (const value of odd) assert.equal(plainColumn(Float64Array.of(1, value)), undefined);
  });
});

for (const name of ["houses", "houses.pages", "houses.gzip", "houses.zstd", "houses.brotli", "odd"])
  test(`${name}.parquet: columns of numbers are read at once as they are cell by cell, others not`, async () => {
    const file = await fileParts(join(tables, `${name}.parquet`));
    const metadata = await parquetMetadataAsync(file);
    const rows = await parquetReadObjects({ file, metadata, compressors });
    const read: string[] = [];
    for (const { element } of parquetSchema(metadata).children) {
      const found = await parquetNumbers({ file, metadata, compressors }, element.name);
      if (found === undefined) continue;
      read.push(element.name);
      const cells = rows.map((row) => Number(row[element.name]));
      assert.deepEqual([...found], cells, element.name);
    }
    // Decimals are whole numbers with a divisor in the schema.
    const plain = numbersIn(rows).filter((column) => column !== "cost");
    assert.ok(plain.length >= 4);
    assert.deepEqual(read.sort(), plain.sort());
  });

/** The columns that hold numbers in every row. */
function numbersIn(rows: readonly Record<string, unknown>[]): string[] {
  return Object.keys(rows[0] ?? {}).filter((key) =>
    rows.every((row) => typeof row[key] === "number" || typeof row[key] === "bigint"),
  );
}
