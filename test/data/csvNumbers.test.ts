import assert from "node:assert/strict";
import { test } from "node:test";
import type { CsvOptions } from "batchwise";
import { column, failsWith, read, times } from "./csvText.js";

test("one number spelt in several ways is one class, one category and one number", () => {
  const spelt = ["1", "1.0", "0", "0.0", "01", "+1", "1e0", " 1", "-0"];
  const labels = read(["a,y", ...spelt.map((y, i) => `${i},${y}`)].join("\n"));
  assert.deepEqual(labels.data.classes, ["0", "1"]);
  assert.deepEqual([...labels.data.y], [1, 1, 0, 0, 1, 1, 1, 1, 0]);
  assert.match(
    labels.notes.join("\n"),
    /column "y": "1", "1\.0", "01", "\+1", "1e0" are one number/,
  );
  assert.equal(labels.label.categories, labels.data.classes);
  const categories = read(column(["2", "2.0", "+2", "10", "1e1"]), { categories: ["a"] });
  assert.deepEqual(categories.features, ["a=2", "a=10"]);
  const numbers = read(column(["1", "1.0", "01", "1e0"]));
  assert.deepEqual([...numbers.data.x], [1, 1, 1, 1]);
  assert.match(
    numbers.notes.join(),
    /"01" is read as 1; if these are codes, name the column in categories/,
  );
});

test("codes with leading zeros stay apart where they are declared categories, and large ids always", () => {
  const { features, notes } = read(column(["01234", "1234", "99999"]), { categories: ["a"] });
  assert.deepEqual(features, ["a=01234", "a=1234", "a=99999"]);
  assert.match(notes.join(), /"01234" and "1234" are one number, but are kept apart as codes/);
  const ids = ["12345678901234567890", "12345678901234567891"];
  const labels = read(["a,y", ...ids.map((y, i) => `${i},${y}`)].join("\n"));
  assert.deepEqual(labels.data.classes, ids);
});

test("words that differ only by case, blanks or quotes are told", () => {
  const { features, notes } = read(column(["True", "true", "No", '"no "', "yes"]));
  assert.deepEqual(features, ["a=No", "a=True", "a=no", "a=true", "a=yes"]);
  assert.match(notes.join("\n"), /"True", "true" differ only by case/);
  assert.match(notes.join("\n"), /"No", "no" differ only by case/);
});

test("the usual marks of missing cells are missing among numbers, and words among words", () => {
  for (const mark of ["NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?", "-", "--", ".", ""]) {
    const text = times(40, (i) => (i === 20 ? mark : i));
    const { columns, features } = read(text, { missing: "mean" });
    assert.deepEqual(features, ["a"]);
    assert.equal(columns[0].missing, 1);
    assert.deepEqual(columns[0].missingMarks, { [mark]: 1 });
    assert.deepEqual(
      columns[0].notes,
      mark === "" ? [] : [`${JSON.stringify(mark)} is taken for missing in 1 cell`],
    );
    failsWith(text, /^h\.csv: line 22, column "a": the cell is missing/);
    assert.deepEqual(read(text, { missing: "drop" }).dropped, [22]);
  }
  const words = read(column(["red", "NA", "blue", ""]), { missing: "category" });
  assert.deepEqual(words.features, ["a=missing", "a=NA", "a=blue", "a=red"]);
  assert.match(
    words.notes.join(),
    /"NA" \(1 cell\) is read as a category; if it means a missing cell/,
  );
  const own = read(column(["red", "NA", "blue", "", "red", "red"]), {
    missing: "drop",
    missingMarks: ["NA"],
  });
  assert.deepEqual(own.dropped, [3, 5]);
  failsWith(
    times(40, (i) => (i === 20 ? "NA" : i)),
    /"NA" in line 22/,
    { missingMarks: ["?"] },
  );
  const labels = read("a,y\n1,0\n2,NA\n3,1\n", { missing: "drop" });
  assert.deepEqual(labels.data.classes, ["0", "1"]);
  failsWith("a,y\n1,0\n2,NA\n3,1\n", /line 3, column "y": the label is missing/);
  failsWith(column(["NA", "?"]), /column "a" holds no value; ignore it/, { missing: "mean" });
});

test("a column of numbers with another word is refused, or a few categories with a note", () => {
  failsWith(
    times(40, (i) => (i === 20 ? "unknown" : i)),
    /^h\.csv: column "a" looks like numbers, .* because of "unknown" in line 22; mend the cell, name it in missingMarks/,
  );
  for (const word of ["inf", "-Infinity", "∞"])
    failsWith(column([1, 2, word, 3]), /because of ".*" in line 4; infinite values cannot be used/);
  const few = read(column([1, 2, "many", 1]));
  assert.deepEqual(few.features, ["a=1", "a=2", "a=many"]);
  assert.match(
    few.notes[0],
    /^column "a": mostly numbers, but read as categories because of "many" in line 4/,
  );
  const asked = read(
    times(40, (i) => (i === 20 ? "unknown" : i)),
    { categories: ["a"] },
  );
  assert.equal(asked.features.length, 40);
  assert.equal(
    read(
      times(40, (i) => (i === 20 ? "unknown" : i)),
      { missing: "drop", missingMarks: ["unknown"] },
    ).data.n,
    39,
  );
  for (const cell of [(i: number) => `${i} kg`, (i: number) => `0x${i}`])
    failsWith(times(40, cell), /column "a" holds numbers with a unit, such as ".*" in line 2/);
  assert.match(read(column(["2020-01-05", "2020-01-06"])).notes[0], /holds dates or times/);
  // A word far behind the first rows, and one number column beside it.
  const far = Array.from({ length: 60_000 }, (_, i) => `${i},${i % 3},${i % 2}`).join("\n");
  failsWith(`a,b,y\n${far}\nlast,1,1\n`, /because of "last" in line 60002/);
  const late = read(`b,a,y\n${far.replace(/^(\d+),(\d),/gm, "$1,$2,")}\n7,last,1\n`);
  assert.deepEqual(late.features, ["b", "a=0", "a=1", "a=2", "a=last"]);
  assert.deepEqual([...late.data.x.slice(-10)], [59_999, 0, 0, 1, 0, 7, 0, 0, 0, 1]);
});

test("decimal and thousands marks are found, with a note, or asked for", () => {
  const cases: readonly (readonly [string, readonly number[], RegExp, Partial<CsvOptions>?])[] = [
    [column(["0,5", "1,25"], ";"), [0.5, 1.25], /decimal comma: "0,5" is read as 0\.5/],
    [column(["1.234,5", "2,5"], ";"), [1234.5, 2.5], /thousands: "1\.234,5" is read as 1234\.5/],
    [column(['"1,234.5"', "7"]), [1234.5, 7], /thousands: "1,234\.5" is read as 1234\.5/],
    [column(['"1,234,567"', "7"]), [1_234_567, 7], /"1,234,567" is read as 1234567/],
    [
      column(["1 234", "2\u00a0345", "3\u202f456", "4\u2009567"]),
      [1234, 2345, 3456, 4567],
      /thousands/,
    ],
    [column(["1'234", "2’345", "1_000"].slice(0, 2)), [1234, 2345], /"1'234" is read as 1234/],
    [column(["5%", "7.5 %"]), [5, 7.5], /without the sign "%": "5%" is read as 5/],
    [column(["$5.50", "-$7", "$ 1"]), [5.5, -7, 1], /without the sign "\$"/],
    [column(["3 €", "4 €"]), [3, 4], /without the sign "€"/],
    [column(['"(1,234)"', "(7)", "8.5"]), [-1234, -7, 8.5], /minus: "\(1,234\)" is read as -1234/],
    [column(["−5", "7"]), [-5, 7], /minus: "−5" is read as -5/],
    [column(["1,100", "2,2"], ";"), [1.1, 2.2], /decimal comma/],
    [column(["1.100", "2.2"], ";"), [1100, 2.2], /point/, { decimal: "." }],
  ];
  for (const [text, values, note, options] of cases.slice(0, -1)) {
    const csv = read(text, options);
    assert.deepEqual(csv.columns[0].kind, "number", text);
    assert.deepEqual(csv.data.x, Float32Array.from(values), text);
    assert.match(csv.columns[0].notes.join("\n"), note);
  }
  const both = column(['"1,100"', '"2,200"']);
  failsWith(
    both,
    /^h\.csv: column "a": "1,100" in line 2 may be 1100 or 1\.1; say which by decimal/,
  );
  assert.deepEqual([...read(both, { decimal: "." }).data.x], [1100, 2200]);
  assert.deepEqual([...read(both, { thousands: "," }).data.x], [1100, 2200]);
  assert.deepEqual(read(both, { decimal: "," }).data.x, Float32Array.of(1.1, 2.2));
  // Other columns of the file settle it.
  assert.equal(read('a,b,y\n"1,100",.5,1\n"2,200",1,0\n').data.x[0], 1100);
  assert.equal(read("a;b;y\n1,100;0,5;1\n2,200;1,5;0\n").data.x[0], Math.fround(1.1));
  const german = read("a;b;y\n1.100;0,5;1\n2.200;1,5;0\n");
  assert.deepEqual([...german.data.x], [1100, 0.5, 2200, 1.5]);
  assert.match(
    read("a;y\n1.100;1\n2.200;0\n").notes.join(),
    /if the points divide thousands, give thousands: "\."/,
  );
  assert.deepEqual(german.columns[0].format, { decimal: ",", thousands: "." });
  failsWith(
    column(Array.from({ length: 30 }, (_, i) => `${"$€"[i % 2]}${i}`)),
    /column "a" looks like numbers, but it is not/,
  );
  failsWith(
    column(
      Array.from({ length: 30 }, (_, i) => (i === 9 ? "1,5" : `${i}.5`)),
      ";",
    ),
    /because of "1,5" in line 11/,
  );
});

test("a label of real values is refused, as are labels that hardly occur twice", () => {
  const real = ["a,y", ...Array.from({ length: 40 }, (_, i) => `${i},${i / 4}`)].join("\n");
  failsWith(
    real,
    /^h\.csv: the label "y" must be classes, but holds real values, such as "0\.25" in line 3; give problem: "regression"/,
  );
  assert.equal(read(real, { categories: ["y"] }).data.classes.length, 40);
  failsWith("a;y\n1;0,5\n2;1,5\n", /holds real values, such as "0,5"/);
  const ids = ["a,y", ...Array.from({ length: 40 }, (_, i) => `${i},${i}`)].join("\n");
  failsWith(ids, /must have classes of at least two rows on average, got 40 in 40 rows/);
  assert.deepEqual(read("a,y\n1,0.0\n2,1.0\n").data.classes, ["0.0", "1.0"]);
});

test("a feature's name stands for one feature", () => {
  failsWith("a,a=x,y\nx,1,0\nz,2,1\n", /features 1 and 3 would both be called "a=x"/);
  failsWith("a,y\nmissing,1\n,0\nred,1\n", /both be called "a=missing"/, { missing: "category" });
  const options: readonly (readonly [object, RegExp])[] = [
    [{ ignore: ["y"] }, /ignore must not hold the label "y"/],
    [{ ignore: ["a", "a"] }, /ignore must name each once, got "a"/],
    [{ ignore: ["a"], categories: ["a"] }, /must not be in both categories and ignore/],
    [{ ignored: ["a"] }, /options must be among label, problem,.* got "ignored"/],
    [{ decimal: ",", thousands: "," }, /thousands must differ from decimal/],
    [{ header: [] }, /header must be true, false or the names/],
    [{ encoding: "utf-99" }, /encoding must be "utf-8"/],
  ];
  for (const [wrong, message] of options)
    assert.throws(() => read("a,y\n1,0\n2,1\n", wrong), { name: "ArgumentError", message });
});
