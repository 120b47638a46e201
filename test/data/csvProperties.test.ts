import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type CsvData, type CsvOptions, loadCsv, parseCsv } from "batchwise";
import fc from "fast-check";

interface Written {
  readonly text: string;
  readonly options: CsvOptions;
  readonly expected: readonly (readonly (number | string | undefined)[])[];
}

const NUMBERS = fc.oneof(
  fc.integer({ min: -1e6, max: 1e6 }),
  fc.double({ min: -1e3, max: 1e3, noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: 1_700_000_000, max: 1_700_000_999 }),
);
const WORDS = fc.constantFrom(
  "red",
  "blue ß",
  "東, 京",
  'the "quote"',
  "two\nlines",
  "a;b|c",
  "x\ty",
);

/** A random table as text in a random format, and the values that it holds; undefined for a missing one. */
const TABLES: fc.Arbitrary<Written> = fc
  .record({
    kinds: fc.array(fc.constantFrom("number", "word"), { minLength: 1, maxLength: 4 }),
    n: fc.integer({ min: 2, max: 30 }),
    seed: fc.array(fc.tuple(NUMBERS, WORDS, fc.integer({ min: 0, max: 9 })), {
      minLength: 40,
      maxLength: 40,
    }),
    mark: fc.constantFrom("", "NA", "?", "-"),
    delimiter: fc.constantFrom(",", ";", "\t", "|", " "),
    decimal: fc.constantFrom(".", ","),
    ends: fc.constantFrom("\n", "\r\n", "\r"),
    quoted: fc.boolean(),
  })
  .map(({ kinds, n, seed, mark, delimiter, decimal, ends, quoted }) => {
    const decimalMark = decimal as "." | ",";
    const expected = kinds.map((kind, column) =>
      Array.from({ length: n }, (_, row) => {
        const [number, word, luck] = seed[(7 * column + row) % seed.length];
        if (luck === 0 && row > 0) return undefined;
        return kind === "number" ? number : word;
      }),
    );
    const cell = (value: number | string | undefined, kind: string): string => {
      const plain =
        value === undefined
          ? kind === "number"
            ? mark
            : ""
          : typeof value === "number"
            ? String(value).replace(".", decimal)
            : value;
      const needs =
        plain === "" || [",", ";", "\t", "|", " ", '"', "\n"].some((mark) => plain.includes(mark));
      return quoted || needs ? `"${plain.replaceAll('"', '""')}"` : plain;
    };
    const header = [...kinds.map((_, i) => `c${i}`), "y"].join(delimiter);
    const rows = Array.from({ length: n }, (_, row) =>
      [...kinds.map((kind, column) => cell(expected[column][row], kind)), row % 2 ? "p" : "q"].join(
        delimiter,
      ),
    );
    return {
      text: [header, ...rows, ""].join("\n").replaceAll("\n", ends),
      options: { label: "y", delimiter, decimal: decimalMark, missing: "category" },
      expected,
    };
  });

/** The values that a data set holds, column by column. */
function valuesOf({ data, columns }: CsvData): (number | string | undefined)[][] {
  const width = data.shape[0];
  const { mean, scale } = data.scaling ?? {};
  let offset = 0;
  return columns.map(({ kind, features, categories }) => {
    const start = offset;
    offset += features.length;
    return Array.from({ length: data.n }, (_, row) => {
      const cells = data.x.subarray(row * width + start, row * width + offset);
      if (kind === "category") return categories[cells.indexOf(1)] || undefined;
      if (cells[1] === 1) return undefined;
      return cells[0] * (scale?.[start] ?? 1) + (mean?.[start] ?? 0);
    });
  });
}

function compare(csv: CsvData, expected: Written["expected"]): void {
  const found = valuesOf(csv);
  for (const [column, values] of expected.entries()) {
    const numbers = values.filter((value) => typeof value === "number");
    const { precision } = csv.columns[column];
    const spread = Math.max(...numbers) - Math.min(...numbers);
    const largest = Math.max(...numbers.map(Math.abs));
    for (const [row, value] of values.entries()) {
      const read = found[column][row];
      if (typeof value !== "number") assert.equal(read, value);
      else {
        const bound =
          precision?.held === "exact"
            ? 0
            : Math.min(largest * 2 ** -23, spread * 2 ** -17 || largest * 2 ** -23);
        assert.ok(
          typeof read === "number" && Math.abs(read - value) <= bound,
          `${value} read as ${read}`,
        );
      }
    }
  }
}

test("what is written into a table of any format is read back", () => {
  fc.assert(
    fc.property(TABLES, ({ text, options, expected }) => {
      compare(parseCsv(text, options), expected);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test("the same from files in every encoding that holds it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "batchwise-csv-"));
  const path = join(folder, "table.csv");
  const encoders: Readonly<Record<string, (text: string) => Uint8Array>> = {
    "utf-8": (text) => Buffer.from(text),
    "utf-16le": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
    "utf-16be": (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
    "windows-1252": (text) => Buffer.from(text.replaceAll(/[東京]/g, "Z"), "latin1"),
  };
  try {
    await fc.assert(
      fc.asyncProperty(
        TABLES,
        fc.constantFrom(...Object.keys(encoders)),
        async ({ text, options, expected }, encoding) => {
          writeFileSync(path, encoders[encoding](text));
          const replaced = expected.map((values) =>
            values.map((value) =>
              typeof value === "string" && encoding === "windows-1252"
                ? value.replaceAll(/[東京]/g, "Z")
                : value,
            ),
          );
          compare(
            await loadCsv(path, encoding === "windows-1252" ? { ...options, encoding } : options),
            replaced,
          );
        },
      ),
      { seed: 2, numRuns: 200 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("whatever the options and the text, there is a data set or a DataError", () => {
  const unit = fc.constantFrom(
    ..."0123456789.,;|\t\n\"'-+eE%$€() NA?y∞−",
    "\r\n",
    "null",
    "sep=;\n",
    "inf",
    "1.234,5",
    "a",
  );
  const options = fc.record(
    {
      missing: fc.constantFrom("error", "drop", "mean", "category"),
      delimiter: fc.constantFrom(",", ";", " ", "\t"),
      decimal: fc.constantFrom(".", ","),
      thousands: fc.constantFrom("", " ", "'"),
      header: fc.constantFrom(true, false, ["a", "y"]),
      categories: fc.constant(["a"]),
      missingMarks: fc.constant(["?"]),
    },
    { requiredKeys: [] },
  );
  const rows = fc.array(
    fc.tuple(fc.string({ unit, maxLength: 4 }), fc.constantFrom("0", "1", "x", "")),
    { maxLength: 12 },
  );
  let accepted = 0;
  fc.assert(
    fc.property(
      rows,
      fc.boolean(),
      fc.string({ unit, maxLength: 30 }),
      options,
      (cells, regular, noise, chosen) => {
        const text = regular ? `a,y\n${cells.map((row) => row.join(",")).join("\n")}` : noise;
        try {
          const { data, notes } = parseCsv(text, { label: "y", ...chosen } as CsvOptions);
          assert.ok(data.x.every(Number.isFinite) && Array.isArray(notes));
          accepted++;
        } catch (error) {
          if ((error as Error).name !== "DataError") throw error;
        }
      },
    ),
    { seed: 3, numRuns: 10_000 },
  );
  assert.ok(accepted > 100, `${accepted}`);
});
