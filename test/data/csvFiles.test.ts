import assert from "node:assert/strict";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { type CsvOptions, loadCsv, parseCsv } from "batchwise";
import { failsWith, read } from "./csvText.js";

const TOWNS = "town,größe,y\nKöln,1,ja\nŁódź,2,nein\n東京,3,ja\n";
const LATIN = "town,größe,y\nKöln,1,ja\nBrașov,2,nein\n“Orléans”,3 €,ja\n".replace("ș", "s");

async function withFile(
  content: string | Uint8Array,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "batchwise-csv-"));
  try {
    const path = join(folder, "towns.csv");
    writeFileSync(path, content);
    await use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const refuses = (content: string | Uint8Array, message: RegExp, options?: Partial<CsvOptions>) =>
  withFile(content, (path) =>
    assert.rejects(loadCsv(path, { label: "y", ...options }), (error: Error) => {
      assert.equal(error.name, "DataError");
      assert.ok(error.message.startsWith(`${path}: `), error.message);
      assert.match(error.message.slice(path.length + 2), message);
      return true;
    }),
  );

const utf16 = (text: string, big = false): Uint8Array => {
  const bytes = Buffer.from(text, "utf16le");
  return big ? bytes.swap16() : bytes;
};

test("UTF-16 is known by its byte-order mark, or read by option", async () => {
  const expected = parseCsv(TOWNS, { label: "y" });
  for (const big of [false, true]) {
    const name = big ? "utf-16be" : "utf-16le";
    await withFile(utf16(`\ufeff${TOWNS}`, big), async (path) => {
      const csv = await loadCsv(path, { label: "y" });
      assert.deepEqual(csv.data, expected.data);
      assert.deepEqual(csv.features, expected.features);
      assert.deepEqual(csv.notes, [`read as ${name}, by its byte-order mark`]);
      await assert.rejects(loadCsv(path, { label: "y", encoding: "windows-1252" }), {
        message: `${path}: begins with the byte-order mark of ${name}, but encoding is "windows-1252"; leave the option out`,
      });
    });
    await withFile(utf16(TOWNS, big), async (path) => {
      assert.deepEqual((await loadCsv(path, { label: "y", encoding: name })).data, expected.data);
    });
    await refuses(
      utf16(TOWNS, big),
      big ? /it looks like UTF-16; give encoding: "utf-16be"/ : /give encoding: "utf-16le"/,
    );
  }
});

test("windows-1252 is read by option; without it the message names byte, line and option", async () => {
  const bytes = Uint8Array.from(
    LATIN,
    (c) => ({ "“": 0x93, "”": 0x94, "€": 0x80 })[c] ?? c.charCodeAt(0),
  );
  for (const encoding of ["windows-1252", "cp1252", "latin1", "iso-8859-1"])
    await withFile(bytes, async (path) => {
      const { columns } = await loadCsv(path, { label: "y", encoding, categories: ["größe"] });
      assert.deepEqual(columns[0].categories, ["Brasov", "Köln", "“Orléans”"]);
      assert.deepEqual(columns[1].categories, ["1", "2", "3 €"]);
    });
  await refuses(
    bytes,
    /^line 1 is not text in UTF-8: byte 7 is 0xf6; if the file comes from Excel.* encoding: "windows-1252"/,
  );
  const late = Buffer.concat([
    Buffer.from(`a,y\n${"1,0\n2,1\n".repeat(300_000)}`),
    Buffer.from([0xe4]),
  ]);
  await refuses(late, /^line 600002 is not text in UTF-8: byte 2400004 is 0xe4/);
});

test("a character cut by the pieces in which a file is read stays whole", async () => {
  const cells = Array.from({ length: 400_000 }, (_, i) => `${["ä", "東", "😀"][i % 3]}${i % 7}`);
  const text = `a,y\n${cells.map((cell, i) => `${cell},${i % 2}`).join("\n")}\n`;
  for (const pad of ["", "b", "bb", "bbb"])
    await withFile(text.replace("a,y", `${pad}a,y`), async (path) => {
      const { columns, data } = await loadCsv(path, { label: "y" });
      assert.deepEqual(columns[0].categories, [...new Set(cells)].sort());
      assert.equal(data.n, 400_000);
    });
});

test("what is no CSV file is refused by its name", async () => {
  await refuses(gzipSync("a,y\n1,0\n"), /^is compressed by gzip, not CSV text; unpack it first/);
  const signatures: readonly (readonly [string, RegExp])[] = [
    ["PK\x03\x04rest", /zip archive or an Excel workbook \(\.xlsx\).*must end in \.xlsx/],
    ["\xd0\xcf\x11\xe0\xa1\xb1", /old Excel workbook/],
    ["PAR1rest", /Parquet/],
    ["SQLite format 3\0", /SQLite/],
    ["%PDF-1.7", /PDF/],
    ["\x89PNG\r\n", /PNG/],
  ];
  for (const [bytes, message] of signatures) await refuses(Buffer.from(bytes, "latin1"), message);
  await refuses("", /^the file is empty$/);
  await refuses("\ufeff\n \n", /^the file is empty$/);
  await refuses("a,y\n1,0\0\n2,1\n", /^line 2 is not text: byte 7 is 0; the file is damaged/);
  await refuses("<!DOCTYPE html>\n<p>", /^looks like a page in HTML or XML, not like CSV$/);
  await refuses('{"a": 1, "y": 0}\n', /^looks like JSON \(one object.*\.jsonl\), not like CSV$/);
  await refuses("# made today\na,y\n1,0\n", /lines of comments are not read, take them out/);
  await refuses('a,y\n1,0\n2,"x\n3,1\n', /^line 3, column 3: Quoted field unterminated$/);
  await withFile("a,y\n", async (path) => {
    const folder = join(path, "..");
    await assert.rejects(loadCsv(folder, { label: "y" }), {
      message: `${folder}: is a folder, not a file`,
    });
    const none = join(folder, "none.csv");
    await assert.rejects(loadCsv(none, { label: "y" }), {
      message: `${none}: there is no such file`,
    });
  });
});

test("a file larger than the longest string is read in pieces", async () => {
  await withFile("", async (path) => {
    const file = openSync(path, "w");
    writeSync(file, "a,text,y\n");
    const piece = Buffer.from(
      Array.from({ length: 600 }, (_, i) => `${i},${"x".repeat(1 << 16)},${i % 2}\n`).join(""),
    );
    for (let i = 0; i < 14; i++) writeSync(file, piece);
    closeSync(file);
    const { data } = await loadCsv(path, { label: "y", ignore: ["text"] });
    assert.equal(data.n, 14 * 600);
    assert.equal(data.x[14 * 600 - 1], 599);
    assert.ok(14 * piece.length > 2 ** 29);
  });
});

test("the delimiter is found with a note, announced, or given", () => {
  const rows = [
    ["a", "b", "y"],
    ["1", "2", "0"],
    ["3", "4", "1"],
  ];
  const expected = read(rows.join("\n"));
  for (const delimiter of [";", "\t", "|", " "]) {
    const text = rows.map((row) => row.join(delimiter)).join("\n");
    const { data, notes } = read(text);
    assert.deepEqual(data, expected.data);
    assert.match(notes[0], /^the delimiter is taken to be ".+", as the first lines show/);
    assert.deepEqual(read(text, { delimiter }), expected);
  }
  for (const delimiter of ["\x01", "^", "~"])
    assert.deepEqual(
      read(rows.map((row) => row.join(delimiter)).join("\n"), { delimiter }),
      expected,
    );
  const blanks = "  a   b\ty  \n 1 \t 2 0\n\n3 4    1\n";
  assert.deepEqual(read(blanks).data, expected.data);
  for (const first of ["sep=;", '"sep=;"', "SEP=;"]) {
    const csv = read(`${first}\r\n${rows.map((row) => row.join(";")).join("\r\n")}`);
    assert.deepEqual(csv.data, expected.data);
    assert.deepEqual(csv.notes, ['line 1, "sep=;", names the delimiter and is no row']);
    failsWith(
      `${first}\na;y\n1;0\n2;1;1\n`,
      /^h\.csv: line 4: must have 2 cells, as the header has, got 3/,
    );
  }
  for (const delimiter of ["::", "", "5", "x", ".", '"', "ü"])
    assert.throws(() => read("a,y\n", { delimiter }), {
      name: "ArgumentError",
      message: /one character of ASCII/,
    });
});

test("a file without a header is read by option, and its first line is no header in silence", () => {
  const text = "1,2,0\n3,4,1\n5,6,1\n";
  failsWith(
    text,
    /line 1: there is no column "y".*give header: false \(the columns are then c1, c2, …\)/,
  );
  const plain = read(text, { header: false, label: "c3" });
  assert.deepEqual(plain.features, ["c1", "c2"]);
  assert.deepEqual([...plain.data.x], [1, 2, 3, 4, 5, 6]);
  assert.match(plain.notes[0], /the columns are called c1 to c3/);
  const named = read(text, { header: ["a", "b", "y"] });
  assert.deepEqual(named.features, ["a", "b"]);
  assert.deepEqual(named.notes, []);
  assert.match(
    read(`${text}7,8,0\n`, { label: "0" }).notes[0],
    /line 1 holds only numbers and was read as the names/,
  );
  failsWith(text, /line 1: must have 2 cells, as the header has, got 3/, { header: ["a", "y"] });
  failsWith(text, /there is no column "y"/, { header: ["a", "b", "c"] });
  assert.match(
    read("a,b,y\n1,2,0\n3,4,1\n", { header: ["a", "b", "y"] }).notes.join("\n"),
    /line 1 holds no number, unlike the lines below; if it names the columns, leave header out/,
  );
  assert.throws(() => read(text, { header: ["a", "a", "y"] }), {
    message: /header must name each once/,
  });
});

test("line ends of every kind, blanks around quotes, and delimiters at the end of every line", () => {
  const { data } = read('a,b,y\r\n 1 , "x, z" ,0\r2,"x, z",1\n\n3, w ,1\r\n');
  assert.deepEqual([...data.x], [1, 0, 1, 2, 0, 1, 3, 1, 0]);
  for (const header of ["a,y,", "a,y"]) {
    const csv = read(`${header}\n1,0,\n2,1,\n`);
    assert.deepEqual([...csv.data.x], [1, 2]);
    assert.match(csv.notes[0], /every line ends with a delimiter/);
  }
  failsWith("a,y\n1,0,\n2,1,5\n", /line 2: must have 2 cells, as the header has, got 3/);
  failsWith(",a,y\n0,1,0\n1,2,1\n", /line 1: column 1 has no name; leave it out by ignore: \[""\]/);
  assert.deepEqual(read(",a,y\n0,1,0\n1,2,1\n", { ignore: [""] }).features, ["a"]);
});
