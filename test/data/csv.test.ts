import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type CsvOptions, DataError, loadCsv, parseCsv, Rng } from "batchwise";
import { checkDataset } from "batchwise/data";
import { array, assert as checkProperty, constantFrom, property, record, string } from "fast-check";
import { mutations, onlyDataErrors } from "./mutations.js";

const HOUSES = `size,town,"built, year",sold
50,Ulm,1990,yes
70.5,"Bad ""Tölz""",,no

-1e2,Ulm,2001,yes
80,"New
York",1970,no
`;

const failsWith = (text: string, options: CsvOptions, message: RegExp | string): void =>
  assert.throws(() => parseCsv(text, options, "h.csv"), { name: "DataError", message });

test("numbers, categories and labels by name; a category becomes one feature each", () => {
  const { data, columns, features, dropped } = parseCsv(HOUSES, { label: "sold", missing: "mean" });
  assert.deepEqual(features, [
    "size",
    'town=Bad "Tölz"',
    "town=New\nYork",
    "town=Ulm",
    "built, year",
  ]);
  assert.deepEqual(data.classes, ["no", "yes"]);
  assert.deepEqual([...data.y], [1, 0, 1, 0]);
  const mean = (1990 + 2001 + 1970) / 3;
  const rows = [50, 0, 0, 1, 1990, 70.5, 1, 0, 0, mean, -100, 0, 0, 1, 2001, 80, 0, 1, 0, 1970];
  assert.deepEqual(data.x, Float32Array.from(rows));
  assert.deepEqual(data.shape, [5]);
  assert.equal(checkDataset("test", data), data);
  assert.deepEqual(
    columns.map(({ name, kind, missing }) => [name, kind, missing]),
    [
      ["size", "number", 0],
      ["town", "category", 0],
      ["built, year", "number", 1],
    ],
  );
  assert.deepEqual(dropped, []);
});

test("each policy for missing cells does what it says, and the default is an error with its place", () => {
  failsWith(
    HOUSES,
    { label: "sold" },
    /^h\.csv: line 3, column "built, year": the cell is missing/,
  );
  const without = parseCsv(HOUSES, { label: "sold", missing: "drop" });
  assert.deepEqual(without.dropped, [3]);
  assert.equal(without.data.n, 3);
  assert.equal(without.columns[2].missing, 1);
  assert.deepEqual(without.columns[1].categories, ["New\nYork", "Ulm"]);
  const own = parseCsv(HOUSES, { label: "sold", missingIn: { "built, year": "category" } });
  assert.deepEqual(own.features.slice(-2), ["built, year", "built, year=missing"]);
  const at = own.features.length - 2;
  assert.deepEqual([...own.data.x.slice(0, at + 2)].slice(at), [1990, 0]);
  assert.deepEqual([...own.data.x.slice(at + 2, 2 * (at + 2))].slice(at), [0, 1]);
  failsWith(
    "a,b,y\n,1,0\n2,3,0\n2,,1\n",
    { label: "y", missingIn: { a: "drop" } },
    /^h\.csv: line 4, column "b": the cell is missing/,
  );
  const words = "a,y\nred,0\n,1\n?,1\n";
  const marks = ["", "?"];
  const category = parseCsv(words, { label: "y", missing: "category", missingMarks: marks });
  assert.deepEqual(category.features, ["a=missing", "a=red"]);
  assert.deepEqual([...category.data.x], [0, 1, 1, 0, 1, 0]);
  failsWith(
    words,
    { label: "y", missing: "mean" },
    /line 3, column "a": a missing category cannot be a mean/,
  );
  failsWith(
    "a,y\n1,0\n2,\n",
    { label: "y", missing: "mean" },
    'h.csv: line 3, column "y": the label is missing',
  );
  assert.deepEqual(parseCsv("a,y\n1,0\n2,\n3,1\n", { label: "y", missing: "drop" }).dropped, [3]);
});

test("a column's type is decided over all rows, not the first ones", () => {
  const ones = Array.from({ length: 500 }, (_, i) => `1,${i % 2}`).join("\n");
  const { data, columns } = parseCsv(`a,y\n${ones}\n.5,1\n`, { label: "y" });
  assert.equal(columns[0].kind, "number");
  assert.equal(data.x[500], 0.5);
  assert.equal(parseCsv(`a,y\n${ones}\nx,1\n`, { label: "y" }).columns[0].kind, "category");
  const many = Array.from({ length: 500 }, (_, i) => `${i},${i % 2}`).join("\n");
  failsWith(
    `a,y\n${many}\nten,1\n`,
    { label: "y" },
    'h.csv: column "a" looks like numbers, but it is not a number column because of "ten" in line 502; ' +
      "mend the cell, name it in missingMarks if it means a missing one, or say how numbers are written by " +
      "decimal and thousands, or name the column in categories to read its 501 different cells as categories",
  );
  failsWith(
    `y,a\n${many}\n`,
    { label: "y" },
    /the label "y" must have from 2 to maxCategories = 100 classes, got 500/,
  );
});

test("options choose columns: categories that are numbers, columns left out, another delimiter", () => {
  const { features, data } = parseCsv("id;floor;y\n7;2;10\n8;10;9\n", {
    label: "y",
    categories: ["floor"],
    ignore: ["id"],
    delimiter: ";",
  });
  assert.deepEqual(features, ["floor=2", "floor=10"]);
  assert.deepEqual(data.classes, ["9", "10"]);
  assert.deepEqual([...data.y], [1, 0]);
});

test("errors name line and column", () => {
  const label: CsvOptions = { label: "y" };
  failsWith(
    "a,y\n1,0\n2,1,3\n",
    label,
    "h.csv: line 3: must have 2 cells, as the header has, got 3",
  );
  failsWith(
    'a,y\n"1\n2",0\n3\n',
    label,
    "h.csv: line 4: must have 2 cells, as the header has, got 1",
  );
  failsWith('a,y\n1,0\n2,"x\n', label, /^h\.csv: line 3, column \d: Quoted field unterminated$/);
  failsWith(
    'a,y\n1,0\n"x"2,1\n',
    label,
    /^h\.csv: line 3, column \d: Trailing quote on quoted field is malformed$/,
  );
  failsWith(
    "a,y\n1e39,0\n2,1\n",
    label,
    'h.csv: line 2, column "a": must be a number of at most 3.4e38, got 1e39',
  );
  failsWith("a,a,y\n", label, 'h.csv: line 1: two columns are called "a"');
  failsWith("a,,y\n", label, "h.csv: line 1: column 2 has no name");
  failsWith("a;b\n1;2\n", label, 'h.csv: line 1: there is no column "y"; the columns are "a;b"');
  failsWith("a,y\n1,0\n", { label: "y", ignore: ["b"] }, /there is no column "b"/);
  failsWith("", label, "h.csv: the file is empty");
  failsWith("a,y\n", label, "h.csv: holds no row that can be used");
  failsWith("y\n1\n2\n", label, "h.csv: there is no column but the label");
  failsWith(
    "a,b,y\n1,,0\n2,,1\n",
    { label: "y", missing: "mean" },
    'h.csv: column "b" holds no value; ignore it',
  );
  failsWith(
    "a,y\n1,0\n2,0\n",
    label,
    /the label "y" must have from 2 to maxCategories = 100 classes, got 1/,
  );
});

test("wrong options are refused before the text is looked at", () => {
  const bad: readonly (readonly [Record<string, unknown>, RegExp])[] = [
    [{ missing: "zero" }, /missing must be one of "error", "drop", "mean", "category", got "zero"/],
    [{ missingIn: { a: "x" } }, /missingIn\.a must be one of/],
    [{ delimiter: "" }, /delimiter must be one character/],
    [{ maxCategories: 0 }, /maxCategories must be a positive integer/],
    [{ ignore: "a" }, /ignore must be an array of strings/],
  ];
  for (const [options, message] of bad)
    assert.throws(() => parseCsv("", { label: "y", ...options } as CsvOptions), {
      name: "ArgumentError",
      message,
    });
});

test("loadCsv reads a file with any line ends and a byte-order mark; other encodings are refused", async () => {
  const folder = mkdtempSync(join(tmpdir(), "batchwise-csv-"));
  try {
    const path = join(folder, "houses.csv");
    const expected = parseCsv(HOUSES, { label: "sold", missing: "mean" });
    for (const end of ["\n", "\r\n", "\r"]) {
      writeFileSync(path, `\ufeff${HOUSES.replaceAll("\n", end)}`);
      assert.deepEqual(await loadCsv(path, { label: "sold", missing: "mean" }), expected);
    }
    writeFileSync(path, Uint8Array.of(97, 44, 121, 10, 0xe4, 44, 49));
    await assert.rejects(loadCsv(path, { label: "y" }), {
      name: "DataError",
      message:
        `${path}: line 2 is not text in UTF-8: byte 4 is 0xe4; if the file comes from Excel or Windows, ` +
        'give encoding: "windows-1252", else its own (such as "latin1" or "utf-16le")',
    });
    await assert.rejects(loadCsv(join(folder, "none.csv"), { label: "y" }), DataError);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("whatever is written in quotes is read back, and lines are counted through it", async () => {
  const cell = string({ unit: constantFrom('"', ",", "\n", "a", "ß", " ", "1", "=") });
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  await checkProperty(
    property(array(record({ a: cell, y: constantFrom("p", "q") }), { minLength: 1 }), (rows) => {
      const text = ["a,y", ...rows.map(({ a, y }) => `${quoted(`c${a}c`)},${y}`)].join("\n");
      const all = `${text}\nc,p\nc,q\nlast\n`;
      const line = 4 + rows.reduce((lines, { a }) => lines + a.split("\n").length, 0);
      failsWith(all, { label: "y" }, new RegExp(`^h.csv: line ${line}: must have 2 cells`));
      const { data, columns } = parseCsv(all.replace("last\n", ""), {
        label: "y",
        maxCategories: 1000,
      });
      const read = Array.from({ length: rows.length }, (_, i) => {
        const width = columns[0].categories.length;
        return columns[0].categories[data.x.subarray(i * width, (i + 1) * width).indexOf(1)];
      });
      assert.deepEqual(
        read,
        rows.map(({ a }) => `c${a}c`),
      );
    }),
    { seed: 1 },
  );
});

test("10,000 mutated files fail only with a DataError", () => {
  const good = new TextEncoder().encode(HOUSES);
  const decoder = new TextDecoder();
  let refused = 0;
  for (const [i, bytes] of mutations(good, Rng.fromSeed(1), 10_000).entries()) {
    const missing = (["error", "drop", "mean", "category"] as const)[i % 4];
    refused += onlyDataErrors(() => {
      checkDataset("test", parseCsv(decoder.decode(bytes), { label: "sold", missing }).data);
    });
  }
  assert.ok(refused > 2000 && refused < 9500, `${refused} of 10,000 were refused`);
});
