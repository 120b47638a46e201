import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Rng } from "batchwise";
import sharp from "sharp";
import { root } from "../scripts.js";

const folder = mkdtempSync(join(tmpdir(), "advise-inputs-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const tables = join(root, "test/fixtures/tables");

let runs = 0;

/** The command on a file: what it says, and the advice that it leaves. */
function advised(name: string, file: string, ...args: readonly string[]) {
  const out = join(folder, String(runs++));
  const all = [file, "--steps", "12", "--model", "linear", "--out", out, ...args];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "scripts/advise.mjs"), ...all],
    { cwd: root, encoding: "utf8" },
  );
  const text = (): string => readFileSync(join(out, name, "advice.json"), "utf8");
  return { stdout, stderr, status, advice: status === 0 ? JSON.parse(text()) : undefined };
}

test("Parquet with a split of its own: its parts are counted, its test part is sealed", () => {
  const options = ["--label", "sold", "--missing", "mean", "--ignore", "owner"];
  const { stdout, stderr, advice } = advised("houses", join(tables, "houses.parquet"), ...options);
  assert.match(stdout, /60 examples, 12 features, 2 classes of "sold"/, stderr);
  assert.match(stdout, /Read as classification, because the label holds words: 2 different ones/);
  assert.match(stdout, /Given: 36 examples to train, 12 to validate, 12 to test, which are sealed/);
  assert.match(
    advice.notes.join("\n"),
    /a given split: 36 examples to train are divided.*12 given ones validate every training, and 12 are sealed, the given test part/,
  );
  // Of 12 examples an accuracy is so many twelfths.
  const share = (12 * advice.test.value) / 100;
  assert.ok(Math.abs(share - Math.round(share)) < 1e-9, `${advice.test.value}`);
});

test("groups are counted, and refused where the split tears them or they are too few", () => {
  const file = join(tables, "houses.jsonl");
  const options = ["--label", "sold", "--missing", "mean", "--group", "owner"];
  const torn = advised("houses", file, ...options);
  assert.equal(torn.status, 1);
  assert.match(
    torn.stderr,
    /each group must lie in one part of the given split, but \d+ of 12 groups/,
  );
  const { stdout, stderr, advice } = advised("houses", file, ...options, "--ignore", "split");
  assert.match(stdout, /12 groups, none of which is divided/, stderr);
  assert.match(advice.notes.join("\n"), /12 groups stay whole in every division/);
  const few = advised("houses", file, ...options.slice(0, 5), "town", "--ignore", "split");
  assert.match(few.stderr, /groups must be at least 5 besides those of the test part/);
});

test("a number to foretell: the reason, and what --problem makes of it", () => {
  const file = join(root, "data/examples/diabetes.csv");
  const options = ["--label", "progression"];
  const { stdout, stderr, advice } = advised("diabetes", file, ...options);
  assert.match(stdout, /442 examples, 10 features, "progression" to be foretold/, stderr);
  assert.match(stdout, /Read as regression, because 214 of 442 label values differ/);
  assert.deepEqual([advice.problem, advice.metric], ["regression", "rmse"]);
  const classes = advised("diabetes", file, ...options, "--problem", "classification");
  assert.match(
    classes.stderr,
    /must have from 2 to maxCategories = 100 classes, got 214.*problem: "regression"/,
  );
});

test("IDX and a folder of pictures need no label", async () => {
  const digits = advised("images", join(root, "data/digits/images.idx3-ubyte"));
  assert.match(digits.stdout, /1797 examples, pictures of 8 × 8 × 1, 10 classes\./, digits.stderr);
  const path = join(folder, "shapes");
  const rng = Rng.fromSeed(1);
  for (const label of ["dark", "light"]) mkdirSync(join(path, label), { recursive: true });
  for (let i = 0; i < 40; i++) {
    const label = i % 2 ? "dark" : "light";
    const side = 3 + (i % 3);
    const pixels = Uint8Array.from(
      { length: side * side },
      () => rng.integer(128) + 128 * (1 - (i % 2)),
    );
    const raw = { width: side, height: side, channels: 1 } as const;
    const png = await sharp(pixels, { raw }).toColourspace("b-w").png().toBuffer();
    writeFileSync(join(path, label, `${i}.png`), png);
  }
  const mixed = advised("shapes", path);
  assert.match(mixed.stderr, /pictures must be of one size, got 4 × 4 .*--image-size 32/);
  const resized = advised("shapes", path, "--image-size", "4");
  assert.match(resized.stdout, /40 examples, pictures of 4 × 4 × 1, 2 classes\./, resized.stderr);
  assert.equal(resized.advice.problem, "classification");
  assert.match(advised("shapes", path, "--label", "y").stderr, /label is for tables/);
});

test("what is no table, picture or IDX file is refused by name", () => {
  const refused = (file: string, message: RegExp, ...more: readonly string[]): void =>
    assert.match(advised("x", file, ...more).stderr, message);
  refused("none.parquet", /none\.parquet: there is no such file/, "--label", "y");
  refused("package.json", /must be a table .*; write one object on each line/, "--label", "y");
  refused(
    join(tables, "houses.xlsx"),
    /there is no sheet "othr"; "other"/,
    "--label",
    "a",
    "--sheet",
    "othr",
  );
  refused(join(tables, "houses.parquet"), /--label must name the column that is to be foretold/);
});
