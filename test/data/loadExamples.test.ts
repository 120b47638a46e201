import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { checkDataset, type ExampleOptions, type Examples, loadExamples } from "batchwise/data";

const tables = join(process.cwd(), "test/fixtures/tables");
const folder = mkdtempSync(join(tmpdir(), "examples-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const table = (name: string, options: ExampleOptions): Promise<Examples> =>
  loadExamples(join(tables, name), options);

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function refuses(path: string, options: ExampleOptions, message: RegExp): Promise<void> {
  await assert.rejects(loadExamples(path, options), (error: Error) => {
    assert.match(error.name, /^(DataError|ArgumentError)$/, error.stack);
    assert.match(error.message, message);
    return true;
  });
}

const OTHERS = [
  ..."houses.jsonl,houses.xlsx,houses.parquet".split(","),
  ..."houses.zstd.parquet,houses.gzip.parquet,houses.brotli.parquet".split(","),
  "houses.pages.parquet",
];

test("one table in every format gives the same examples, features, decisions and notes", async () => {
  const asked: readonly ExampleOptions[] = [
    { label: "price", group: "owner", missing: "mean" },
    { label: "sold", missing: "drop", ignore: ["split"] },
    { label: "rooms", missing: "category", categories: ["rooms", "built", "split"] },
    { label: "rooms", missing: "category", problem: "regression", missingMarks: ["Ulm", "1905"] },
  ];
  for (const options of asked) {
    const { dropped, ...first } = await table("houses.csv", options);
    checkDataset("test", first.data, { target: true });
    for (const name of OTHERS) {
      const sheet = name.endsWith(".xlsx") ? { sheet: "houses" } : {};
      const { dropped: others, ...other } = await table(name, { ...options, ...sheet });
      assert.deepEqual(other, first, name);
      // Rows of a file without a header line are counted from 1, those of one with it from 2.
      const later = name.endsWith(".xlsx") ? 0 : 1;
      assert.deepEqual(
        others,
        dropped.map((row) => row - later),
        name,
      );
    }
  }
});

test("values come in as they are written: far ones centred, texts as categories, absent ones filled", async () => {
  const { data, features } = await table("houses.parquet", { label: "sold", missing: "mean" });
  assert.deepEqual(data.classes, ["no", "yes"]);
  const lines = readFileSync(join(tables, "houses.csv"), "utf8").trim().split("\n");
  const parcels = lines.slice(1).map((line) => Number(/,(4\d{9}),/.exec(line)?.[1]));
  const f = features?.indexOf("parcel") ?? -1;
  const width = data.shape[0];
  for (const [i, parcel] of parcels.entries())
    assert.equal(data.x[i * width + f] + (data.scaling?.mean[f] ?? 0), parcel);
});

test("the target is standardised in float64, and comes back to the last bit of float32", async () => {
  const { data } = await table("houses.csv", { label: "price", missing: "mean" });
  const { target } = data;
  assert.ok(target);
  assert.equal(data.y.length + data.classes.length, 0);
  const mean = target.values.reduce((sum, value) => sum + value, 0) / data.n;
  const square = target.values.reduce((sum, value) => sum + value ** 2, 0) / data.n;
  assert.ok(Math.abs(mean) < 1e-6 && Math.abs(square - 1) < 1e-6);
  assert.ok(Math.abs(target.values[0] * target.scale + target.mean - 303.42) < 1e-4);
  const far = Array.from({ length: 40 }, (_, i) => `${i},${1e15 + i * 0.125}`);
  const path = file("far.csv", ["a,y", ...far].join("\n"));
  const { target: away } = (await loadExamples(path, { label: "y" })).data;
  assert.equal(away?.mean, 1e15 + 39 * 0.0625);
  assert.equal(new Set(away?.values).size, 40);
});

test("classes or a real value: found by the label, and the reason has its numbers", async () => {
  const reason = async (
    cells: readonly unknown[],
    options: ExampleOptions = {},
  ): Promise<string> => {
    const text = ["a,y", ...cells.map((cell, i) => `${i},${cell}`)].join("\n");
    return (await loadExamples(file("reason.csv", text), { label: "y", ...options })).reason;
  };
  const rows = (n: number, cell: (i: number) => unknown): unknown[] =>
    Array.from({ length: n }, (_, i) => cell(i));
  assert.equal(
    await reason(rows(1000, (i) => i % 812)),
    "regression, because 812 of 1,000 label values differ",
  );
  assert.equal(
    await reason(rows(60, (i) => ["low", "high"][i % 2])),
    "classification, because the label holds words: 2 different ones in 60 rows",
  );
  assert.equal(
    await reason(rows(60, (i) => i % 3)),
    "classification, because the label holds 3 different whole numbers in 60 rows",
  );
  assert.equal(
    await reason(rows(60, (i) => (i % 5) / 2)),
    'regression, because the label\'s 5 different values in 60 rows are not all whole numbers, such as "0.5"',
  );
  assert.equal(
    await reason(rows(16, (i) => i)),
    "regression, because 16 of 16 label values differ",
  );
  assert.equal(
    await reason(
      rows(60, (i) => i % 30),
      { problem: "classification" },
    ),
    "classification, as asked for",
  );
  assert.equal(
    await reason(
      rows(60, (i) => i % 30),
      { categories: ["y"] },
    ),
    "classification, because the label is named in categories",
  );
  await assert.rejects(
    reason(rows(60, () => 3)),
    /must have from 2 to maxCategories = 100 classes, got 1/,
  );
  await assert.rejects(
    reason(
      rows(60, () => 3),
      { problem: "regression" },
    ),
    /column "y": the label is 3 in all rows; there is nothing to foretell/,
  );
  await assert.rejects(
    reason(
      rows(60, (i) => (i === 7 ? "many" : i)),
      { problem: "regression" },
    ),
    /"many" in line 9/,
  );
  await assert.rejects(
    reason(rows(60, (i) => (i === 7 ? "many" : i))),
    /column "y" looks like numbers, but it is not a number column because of "many" in line 9/,
  );
});

test("a split column is found by its name and words, or named; other words are counted and refused", async () => {
  const found = await table("houses.jsonl", { label: "sold", missing: "mean" });
  assert.deepEqual(found.split?.slice(0, 5), ["train", "train", "train", "valid", "test"]);
  assert.equal(found.split?.length, found.data.n);
  assert.ok(!found.features?.some((name) => name.startsWith("split")));
  assert.match(found.notes.join("\n"), /column "split" says which rows train, validate and test/);
  const rows = (words: readonly string[]): string =>
    ["a,split,y", ...words.map((word, i) => `${i},${word},${"uv"[i % 2]}`)].join("\n");
  const named = file("named.csv", rows(["TRAIN", "dev", "test", "Validation", "train", "val"]));
  const { split, notes } = await loadExamples(named, { label: "y", split: "split" });
  assert.deepEqual(split, ["train", "valid", "test", "valid", "train", "valid"]);
  assert.deepEqual(notes, []);
  const halves = file("halves.csv", rows(["train", "test", "train", "test"]));
  assert.deepEqual((await loadExamples(halves, { label: "y" })).split?.slice(0, 2), [
    "train",
    "test",
  ]);
  const odd = file("odd.csv", rows(["train", "hold", "hold", "test", "", "train"]));
  await refuses(
    odd,
    { label: "y", split: "split" },
    /"split" must hold .* only, got "hold" \(2\), "" \(1\)$/,
  );
  const feature = await loadExamples(odd, { label: "y", missing: "category" });
  assert.equal(feature.split, undefined);
  assert.ok(feature.features?.includes("split=hold"));
  await refuses(
    odd,
    { label: "y", split: "y" },
    /label, split and group must be different columns/,
  );
  await refuses(
    odd,
    { label: "y", split: "splits" },
    /there is no column "splits"; "split" is nearest/,
  );
});

test("groups come out with the rows that stay, and must be there", async () => {
  const path = file("groups.csv", "a,who,y\n1,u,0\n,u,1\n3,v,0\n4,7,1\n");
  const { groups, features, data } = await loadExamples(path, {
    label: "y",
    group: "who",
    missing: "drop",
  });
  assert.deepEqual([groups, features, data.n], [["u", "v", "7"], ["a"], 3]);
  const hole = file("hole.csv", "a,who,y\n1,u,0\n2,,1\n3,v,0\n4,v,1\n");
  await refuses(
    hole,
    { label: "y", group: "who" },
    /hole\.csv: line 3, column "who": the group is missing/,
  );
});

test("a file of another kind, missing, empty or with another content is refused with what to do", async () => {
  const label = "y";
  await refuses(join(folder, "none.csv"), { label }, /none\.csv: there is no such file$/);
  await refuses(
    file("a.json", "[]"),
    { label },
    /must be a table \(\.csv, .*; write one object on each line, as \.jsonl/,
  );
  await refuses(file("a.xls", "x"), { label }, /save it as \.xlsx/);
  await refuses(file("a.csv", "a,y\n1,2\n"), {}, /label must name the column/);
  for (const kind of ["csv", "jsonl", "parquet", "xlsx"]) {
    await refuses(
      file(`empty.${kind}`, ""),
      { label },
      new RegExp(`empty\\.${kind}: .*(empty|not a good)`),
    );
    await refuses(
      file(`wrong.${kind}`, "\x89PNG\r\n\x1a\n----------"),
      { label },
      new RegExp(`wrong\\.${kind}: .*(PNG|good|workbook)`),
    );
  }
  const parquet = readFileSync(join(tables, "houses.parquet"));
  await refuses(
    file("a.csv", parquet),
    { label },
    /is Parquet, not CSV text; its name must end in \.parquet/,
  );
  await refuses(
    file("cut.parquet", parquet.subarray(0, 5000)),
    { label },
    /not a good Parquet file/,
  );
  const damaged = Buffer.from(parquet).fill(0, 100, 3000);
  await refuses(file("damaged.parquet", damaged), { label: "sold" }, /not a good Parquet file/);
  const workbook = readFileSync(join(tables, "houses.xlsx"));
  await refuses(file("cut.xlsx", workbook.subarray(0, 5000)), { label }, /not a good workbook/);
  await refuses(
    file("old.xlsx", Buffer.from([0xd0, 0xcf, 0x11, 0xe0])),
    { label },
    /old Excel workbook/,
  );
  const jsonl = join(tables, "houses.jsonl");
  await refuses(jsonl, { label: "sold", sheet: 1 }, /sheet is for Excel/);
  await refuses(jsonl, { label: "sold", delimiter: ";" }, /delimiter is for files of text/);
  await refuses(jsonl, { label: "sold", header: false }, /header is for text and Excel/);
  await refuses(jsonl, { label: "sold", imageSize: 8 }, /imageSize is for folders of pictures/);
  await refuses(jsonl, { label: "Sould" }, /there is no column "Sould"; "sold" is nearest to it/);
});
