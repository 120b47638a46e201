import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  PAPER_IDS,
  PAPERS,
  type PaperFigure,
  PRACTICE_IDS,
  PRACTICE_RULES,
} from "batchwise/claims";
import { root, script } from "../scripts.js";
import { pageText } from "./pages.js";

const { speedTable } = await script<{ speedTable(benchmarks: string): string }>(
  "bench/speedTable.mjs",
);
const { checkPlace, writeBenchmark } = await script<{
  checkPlace(name: string, folder?: string): void;
  writeBenchmark(
    name: string,
    report: string,
    options?: { folder?: string; pictures?: Readonly<Record<string, string>> },
  ): void;
}>("bench/writeBenchmark.mjs");
const { structurePicture, libraryFiles } = await script<{
  structurePicture(imports: ReadonlyMap<string, ReadonlySet<string>>): string;
  libraryFiles(): ReadonlyMap<string, string>;
}>("drawStructure.mjs");
const { roomImports } = await script<{
  roomImports(files: ReadonlyMap<string, string>): ReadonlyMap<string, ReadonlySet<string>>;
}>("lint/structure.mjs");

const UNFIT = "\n\nOther programs kept up to 20 % of the cores busy: not fit for comparison.";
const benchmarks = pageText("docs/benchmarks.md");
const rowsOf = (table: string): string[] => table.split("\n").slice(2);

const ANSWER = /<!-- practice -->\n([\s\S]*?)\n<!-- \/practice -->/;

test("README's answer is the practitioner's table, as it is written from the runs", () => {
  const [, table = ""] = ANSWER.exec(pageText("README.md")) ?? [];
  const budgets = rowsOf(table).map((row) => row.split(" | ")[0]?.slice(2));
  assert.deepEqual(
    budgets,
    PRACTICE_IDS.map((id) => PRACTICE_RULES[id].budget),
  );
});

test("docs/papers.md holds every figure in print, as the rules have it", () => {
  const page = pageText("docs/papers.md");
  for (const id of PAPER_IDS)
    for (const { what, published } of Object.values<PaperFigure>(PAPERS[id].figures))
      assert.ok(page.includes(`| ${what} | ${published} |`), `${id}: ${what}: npm run verdicts`);
});

test("every figure with an interval in README stands between marks, where only a run puts it", () => {
  const typed = pageText("README.md").replaceAll(/<!-- (\w+) -->[\s\S]*?<!-- \/\1 -->/g, "");
  assert.deepEqual(typed.match(/−?[\d.]+ (?:\w+ )?\[−?[\d.]+, [^\]]+\]/g) ?? [], []);
});

test("README stays short", () => {
  assert.ok(pageText("README.md").trimEnd().split("\n").length <= 100);
});

test("README's rows on speed are those of the tables", () => {
  const [, said] = /<!-- speed -->\n([\s\S]*?)\n<!-- \/speed -->/.exec(pageText("README.md")) ?? [];
  assert.equal(said, speedTable(benchmarks));
  assert.equal(rowsOf(said).length, 5);
});

test("a table that is not fit for comparison gives no row", () => {
  const fit = benchmarks.replaceAll(/\n\nOther programs kept up to .*/g, "");
  const stamped = (bench: string): string =>
    fit.replace(`\n<!-- /bench:${bench} -->`, `${UNFIT}$&`);
  assert.match(speedTable(fit), /PyTorch \| [\d.]+ µs \| [\d.]+ µs \| [\d.]+ \|/);
  for (const [bench, compared] of [
    ["train", /784-128-10, Adam|256 networks/],
    ["cnn", /CNN/],
    ["linear", /scikit-learn/],
    ["augment", /images\/s/],
  ] as const) {
    assert.notEqual(stamped(bench), fit);
    assert.ok(rowsOf(speedTable(stamped(bench))).length > 0);
    assert.doesNotMatch(speedTable(stamped(bench)), compared);
  }
});

test("a benchmark goes into its place, and into README; without a place it is refused before it is run", () => {
  const folder = mkdtempSync(join(tmpdir(), "batchwise-bench-"));
  try {
    mkdirSync(join(folder, "docs"));
    cpSync(join(root, "README.md"), join(folder, "README.md"));
    // README has five rows: without those of networks there is one for augmentation.
    const stamped = benchmarks
      .replace("\n<!-- /bench:train -->", `${UNFIT}$&`)
      .replace("\n<!-- /bench:cnn -->", `${UNFIT}$&`);
    writeFileSync(join(folder, "docs/benchmarks.md"), stamped);
    const report =
      "| images | moves, images/s | moves, Albumentations |\n|---|---:|---:|\n| 28×28×1 | 7,000 | 3,500 |";
    writeBenchmark("augment", report, { folder, pictures: { "images.svg": "<svg/>" } });
    assert.equal(readFileSync(join(folder, "docs/images.svg"), "utf8"), "<svg/>");
    // A ratio of times: twice as many images a second take half as long.
    const row = "| Albumentations | 3,500 images/s | 7,000 images/s | 0.500 |";
    assert.ok(readFileSync(join(folder, "README.md"), "utf8").includes(row));
    const written = readFileSync(join(folder, "docs/benchmarks.md"), "utf8");
    assert.match(
      written,
      /<!-- bench:augment -->\n\| images.*\n.*\n.*3,500 \|\n<!-- \/bench:augment/,
    );
    const rest = (page: string): string => page.replace(/(?<=:augment -->)[^!]*(?=<!)/, "");
    assert.equal(rest(written), rest(stamped));
    assert.throws(() => checkPlace("leak", folder), /docs\/benchmarks\.md must hold.*bench:leak/);
    // A report that README cannot be written from leaves both files as they were.
    writeFileSync(join(folder, "README.md"), "none");
    assert.throws(() => writeBenchmark("augment", "| 28×28×1 |", { folder }));
    assert.equal(readFileSync(join(folder, "docs/benchmarks.md"), "utf8"), written);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the picture of the rooms is that of the imports", () => {
  const drawn = readFileSync(join(root, "docs/structure.svg"), "utf8");
  assert.equal(
    structurePicture(roomImports(libraryFiles())),
    drawn,
    "node scripts/drawStructure.mjs",
  );
});

test("the picture refuses a room that has no place in it", () => {
  assert.throws(() => structurePicture(new Map([["attic", new Set()]])), /PLACES, got attic/);
});
