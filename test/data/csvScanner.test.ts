import assert from "node:assert/strict";
import { test } from "node:test";
import { NumberScanner } from "batchwise/dist/data/cells/numberScanner.js";
import { RecordScanner } from "batchwise/dist/data/csv/recordScanner.js";
import fc from "fast-check";
import Papa from "papaparse";

/** Records of cells, by the bytes' scanner, in pieces of `size` bytes. */
function scan(
  text: string,
  delimiter: string,
  size: number,
): { cells: string[][]; lines: number[] } {
  const cells: string[][] = [];
  const lines: number[] = [];
  let record: string[] = [];
  const scanner = new RecordScanner("h.csv", delimiter, ".", {
    numeric: new Uint8Array(0),
    begin: () => {
      record = [];
    },
    number: () => assert.fail("no column is numeric"),
    text: (column, bytes, from, to) => {
      record[column] = Buffer.from(bytes.slice(from, to)).toString();
    },
    end: (_, line) => {
      cells.push(record);
      lines.push(line);
      return false;
    },
  });
  const all = Buffer.from(`${text}\n`);
  let kept = Buffer.alloc(0);
  for (let at = 0; at < all.length; at += size) {
    const piece = Buffer.concat([kept, all.subarray(at, at + size)]);
    const last = at + size >= all.length;
    const read = scanner.scan(Buffer.concat([piece, Buffer.of(10)]), piece.length, last);
    kept = piece.subarray(read);
  }
  return { cells, lines };
}

test("cells and lines are those that papaparse finds, in pieces of any size", () => {
  const unit = fc.constantFrom('"', ",", ";", "\n", "\r\n", "\r", "a", "ß", " ", "1", "");
  const text = fc.oneof(
    fc.array(unit, { maxLength: 40 }).map((units) => units.join("")),
    fc
      .array(fc.array(fc.string({ unit, maxLength: 6 }), { minLength: 1, maxLength: 4 }), {
        maxLength: 6,
      })
      .map((rows) => Papa.unparse(rows, { quotes: true, delimiter: ",", newline: "\n" })),
  );
  let compared = 0;
  fc.assert(
    fc.property(
      text,
      fc.constantFrom(",", ";"),
      fc.integer({ min: 1, max: 50 }),
      (csv, delimiter, size) => {
        // Blanks before a quote: a cell in quotes here, a cell that holds quotes there.
        fc.pre(!/(^|[,;\r\n]) +"|" +$/.test(csv));
        const clean = csv.replaceAll(/\r\n?/g, "\n");
        const { data, errors } = Papa.parse<string[]>(clean, { delimiter, newline: "\n" });
        const ours = (() => {
          try {
            return scan(csv, delimiter, size);
          } catch (error) {
            assert.equal((error as Error).name, "DataError");
            return undefined;
          }
        })();
        const faulty = errors.some(({ type }) => type === "Quotes");
        assert.equal(ours === undefined, faulty);
        if (ours === undefined) return;
        const rows = data
          .map((cells) => cells.map((cell) => cell.trim()))
          .filter((cells, i) => cells.length > 1 || cells[0] !== "" || data[i][0].includes("\n"));
        const notEmpty = ours.cells.filter((cells) => cells.length > 1 || cells[0] !== "");
        assert.deepEqual(
          notEmpty,
          rows.filter((cells) => cells.length > 1 || cells[0] !== ""),
        );
        compared++;
      },
    ),
    { seed: 1, numRuns: 5000 },
  );
  assert.ok(compared > 1000);
});

test("a number read from bytes is Number(text) to the last bit, or left to a closer look", () => {
  const scanner = new NumberScanner(".");
  const digits = (max: number) =>
    fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: max });
  const spelt = fc
    .tuple(
      fc.constantFrom("", "-", "+"),
      digits(20),
      fc.constantFrom("", "."),
      digits(25),
      fc.option(fc.integer({ min: -340, max: 340 })),
    )
    .map(
      ([sign, whole, point, fraction, power]) =>
        `${sign}${whole}${point}${point && fraction}${power === null ? "" : `e${power}`}`,
    );
  const text = fc.oneof(
    spelt,
    fc.double().map(String),
    fc.float().map(String),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value.toFixed(12)),
    // Near the middle of two float64 values.
    fc
      .bigInt({ min: 2n ** 53n, max: 2n ** 60n })
      .map((k) => `${k / 1000n}.${String(k % 1000n).padStart(3, "0")}`),
  );
  let read = 0;
  fc.assert(
    fc.property(text, fc.constantFrom(",", "\n", " ", '"', "x"), (number, after) => {
      const bytes = Buffer.from(`${number}${after}\n`);
      const value = scanner.read(bytes, 0);
      if (Number.isNaN(value)) {
        const isPlain = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(number);
        const special = /^[-+]?0\d/.test(number) || /^[-+]?\d{16,}(?!\.)/.test(number);
        assert.ok(!isPlain || special || Math.abs(Number(number)) > 3.4e38, number);
      } else if (scanner.next === bytes.length - 2) {
        assert.ok(Object.is(value, Number(number)), `${number}: ${value}`);
        read++;
      }
    }),
    { seed: 1, numRuns: 60_000 },
  );
  assert.ok(read > 30_000);
});
