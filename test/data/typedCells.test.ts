import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { parseCsv, Rng } from "batchwise";
import { type ExampleOptions, type Examples, loadExamples } from "batchwise/data";
import fc from "fast-check";

const tables = join(process.cwd(), "test/fixtures/tables");
const folder = mkdtempSync(join(tmpdir(), "cells-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function lines(name: string, rows: readonly unknown[]): string {
  const path = join(folder, name);
  const text = rows.map((row) => (typeof row === "string" ? row : JSON.stringify(row)));
  writeFileSync(path, text.join("\n"));
  return path;
}

const read = (
  name: string,
  rows: readonly unknown[],
  options: ExampleOptions = {},
): Promise<Examples> => loadExamples(lines(name, rows), { label: "y", ...options });

const odd = (ignore: readonly string[], options: ExampleOptions = {}): Promise<Examples> =>
  loadExamples(join(tables, "odd.parquet"), {
    label: "y",
    ignore,
    missing: "category",
    ...options,
  });

test("JSON lines may be ragged: a name that a line lacks is a missing cell, with its place", async () => {
  const rows = [{ a: 1, y: "u" }, "", { y: "v", b: 2, a: 3 }, { a: 4, b: 5, y: "u" }];
  await assert.rejects(read("a.jsonl", rows), /a\.jsonl: line 1, column "b": the cell is missing/);
  const { data, features, dropped } = await read("a.ndjson", rows, { missing: "drop" });
  assert.deepEqual([features, [...data.x], dropped], [["a", "b"], [3, 2, 4, 5], [1]]);
});

test("JSON lines that are none are refused with the line", async () => {
  const refused = async (rows: readonly unknown[], message: RegExp): Promise<void> => {
    await assert.rejects(read("b.jsonl", rows), { name: "DataError", message });
  };
  const good = { a: 1, y: "u" };
  await refused([good, "{'a': 1}"], /b\.jsonl: line 2: is not JSON \(.*got "\{'a': 1\}"$/);
  await refused([good, [1, "v"]], /line 2: must be an object such as .* got "\[1,\\"v\\"\]"/);
  await refused(["[", '{"a": 1}', "]"], /line 1 begins a structure that goes on over more lines/);
  await refused(
    [{ ...good, a: { b: 1 } }],
    /line 1, column "a": must be one value, got a structure/,
  );
  await refused(
    [good, { ...good, a: [1, 2] }],
    /line 2, column "a": must be one value, got a list/,
  );
  const { features } = await read("c.jsonl", [good, { a: [1], b: 1, y: "v" }, { b: 2, y: "u" }], {
    ignore: ["a"],
    missing: "mean",
  });
  assert.deepEqual(features, ["b"]);
});

test("whole numbers that JSON would round keep their digits", async () => {
  const rows = ["12345678901234567890", "12345678901234567891"].map(
    (id, i) => `{"id": ${id}, "y": "${"uv"[i]}"}`,
  );
  await assert.rejects(
    read("d.jsonl", rows),
    /column "id": "12345678901234567890" in line 1 has more digits than a number can hold/,
  );
  const { features } = await read("d.jsonl", rows, { categories: ["id"] });
  assert.deepEqual(features, ["id=12345678901234567890", "id=12345678901234567891"]);
});

test("Parquet's dates, decimals, truth values, nulls and NaN are read as text would be, others refused", async () => {
  const { data, features, notes } = await odd(["list", "pair", "wide", "big", "bytes"]);
  assert.deepEqual(features, [
    ..."day=missing,day=2024-01-05,time=2024-01-05 06:07:08,time=2024-01-06,cost".split(","),
    ..."ok=missing,ok=false,ok=true,float,float=missing,x".split(","),
  ]);
  const costs = [0, 1, 2, 3].map((row) => data.x[row * data.shape[0] + 4]);
  assert.deepEqual(costs, [...Float32Array.of(1.1, 0.3, 2, -4.45)]);
  assert.match(notes.join("\n"), /column "float": "NaN" is taken for missing in 1 cell/);
  assert.match(
    notes.join("\n"),
    /column "day": holds dates or times, such as "2024-01-05" in row 1/,
  );
  await assert.rejects(odd([]), /row 1, column "list": must be one value, got a list/);
  await assert.rejects(odd(["list"]), /row 1, column "pair": must be one value, got a structure/);
  await assert.rejects(
    odd(["list", "pair", "wide"]),
    /"1152921504606846977" in row 1 has more digits/,
  );
  await assert.rejects(
    odd(["list", "pair", "big"]),
    /"Infinity" in row 2; infinite values cannot be used/,
  );
});

test("Excel: merged cells, formulas without a value and errors are missing, and it says so", async () => {
  const book = (options: ExampleOptions): Promise<Examples> =>
    loadExamples(join(tables, "odd.xlsx"), { label: "kind", ...options });
  const also = /in a workbook a formula that was saved without its value looks empty too/;
  await assert.rejects(book({}), /row 3, column "place": the cell is missing.*merged cells/);
  await assert.rejects(
    book({ missing: "category" }),
    /column "sum" holds no value; ignore it; in a w/,
  );
  await assert.rejects(book({ ignore: ["sum", "place"] }), also);
  const { data, features } = await book({ ignore: ["sum", "place", "day"], missing: "mean" });
  assert.deepEqual(features, ["share"]);
  assert.equal(data.x[2], Math.fround((0 + 0.125 + 0.375 + 0.5 + 0.625) / 5));
});

test("Excel: a sheet by name or number, the nearest where there is none, and no header", async () => {
  const book = (options: ExampleOptions): Promise<Examples> =>
    loadExamples(join(tables, "houses.xlsx"), { label: "kind", ...options });
  for (const sheet of ["other", 2, "2"])
    assert.deepEqual((await book({ sheet })).data.classes, ["x", "y"]);
  await assert.rejects(
    book({ sheet: "Othr" }),
    /no sheet "Othr"; "other" is nearest to it; the sheets are/,
  );
  await assert.rejects(book({ sheet: 3 }), /there is no sheet 3.*the sheets are "houses", "other"/);
  const { notes } = await book({ label: "sold", missing: "mean" });
  assert.match(
    notes[0],
    /read from the sheet "houses", the first of 2; option sheet names another/,
  );
  const bare = await book({ sheet: 2, header: ["one", "two"], label: "two" });
  assert.deepEqual(bare.features?.slice(0, 2), ["one=0.5", "one=1.5"]);
  await assert.rejects(
    book({ sheet: 2, header: ["one"], label: "one" }),
    /name all 2 columns, got 1/,
  );
});

test("random cells: typed rows give what their CSV gives, or the same refusal", async () => {
  const cell = fc.oneof(
    fc.integer(),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.constantFrom(
      null,
      "",
      "NA",
      "red",
      " blue ",
      "3.5",
      "1,5",
      "007",
      'a "b"',
      "x\r\ny",
      1e-7,
      2 ** 60,
    ),
    fc.boolean(),
    fc.string({ maxLength: 5 }),
  );
  const kinds = fc.array(fc.tuple(cell, cell, fc.boolean()), { minLength: 4, maxLength: 25 });
  const outcome = async (task: () => Promise<Examples> | Examples): Promise<unknown> => {
    try {
      const { data, features, problem, reason, notes } = await task();
      return { data, features, problem, reason, notes };
    } catch (error) {
      assert.ok(error instanceof Error && error.name === "DataError", String(error));
      return "refused";
    }
  };
  const text = (value: unknown): string =>
    value === null ? "" : `"${String(value).replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(kinds, fc.constantFrom("mean", "drop", "category"), async (rows, missing) => {
      const rng = Rng.fromSeed(rows.length);
      const options = { label: "y", missing } as const;
      const objects = rows.map(([a, b, c]) => ({ a, b, c, y: "uv"[rng.integer(2)] }));
      const csv = ["a,b,c,y", ...objects.map((row) => Object.values(row).map(text).join(","))];
      const wanted = await outcome(() =>
        parseCsv(csv.join("\n"), { ...options, problem: "auto", delimiter: "," }),
      );
      const found = await outcome(() => loadExamples(lines("random.jsonl", objects), options));
      const plain = (value: unknown): string =>
        JSON.stringify(value).replaceAll(/ in line \d+/g, "");
      assert.equal(
        plain(found).replaceAll(/\(line \d+\)/g, ""),
        plain(wanted).replaceAll(/\(line \d+\)/g, ""),
      );
    }),
    { numRuns: 150, seed: 3 },
  );
});
