import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import fc from "fast-check";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PYTHON = process.env["BATCHWISE_PYTHON"] ?? join(ROOT, ".venv/bin/python");
/** Reads a list of notebook files, writes the list of what nbformat makes of each. */
const NBFORMAT = `
import json, sys, nbformat
texts = json.load(sys.stdin)
print(json.dumps([nbformat.writes(nbformat.reads(t, as_version=4)) + "\\n" for t in texts]))`;

type Clean = (text: string) => string;
let cleanNotebook: Clean;
let installFilter: (root: string) => boolean;
before(async () => {
  const load = async (name: string): Promise<unknown> =>
    await import(pathToFileURL(join(ROOT, "scripts/notebook/source", name)).href);
  ({ cleanNotebook } = (await load("clean.mjs")) as { cleanNotebook: Clean });
  ({ installFilter } = (await load("installFilter.mjs")) as {
    installFilter: typeof installFilter;
  });
});

const kernelspec = { name: "batchwise", display_name: "other", language: "x" };
const source = 'const s = "ü → \u{1F600}";\r\n\f\u2028\n\n';
const example = {
  nbformat_minor: 5,
  nbformat: 4,
  metadata: { kernelspec, widgets: {}, title: "T", language_info: { name: "x", version: "1" } },
  cells: [
    {
      cell_type: "code",
      id: "a",
      execution_count: 3,
      metadata: { tags: ["keep"], execution: { "iopub.status.busy": "x" }, scrolled: true },
      source,
      outputs: [{ output_type: "stream", name: "stdout", text: ["1\n"] }],
    },
    {
      cell_type: "markdown",
      id: "b",
      metadata: { "10": [], "9": {}, "\u{1F600}": 1, "\uFFFF": 2 },
      source: [],
      attachments: { "p.png": { "image/png": "AA==", "image/svg+xml": "<svg>\n</svg>" } },
    },
  ],
};

test("cleaning takes away what a run leaves, and nothing else", () => {
  const cleaned = JSON.parse(cleanNotebook(JSON.stringify(example)));
  const [code, markdown] = cleaned.cells;
  assert.deepEqual([code.outputs, code.execution_count], [[], null]);
  assert.deepEqual(code.metadata, { tags: ["keep"] });
  assert.equal(code.source.join(""), source);
  assert.deepEqual(markdown.metadata, example.cells[1]?.metadata);
  assert.deepEqual(Object.keys(cleaned.metadata), ["kernelspec", "language_info", "title"]);
  assert.equal(cleaned.metadata.kernelspec.display_name, "TypeScript (Batchwise)");
});

test("a cleaned notebook has the bytes that nbformat writes, and cleaning it again changes nothing", () => {
  const text = fc.string({ unit: "grapheme" });
  const lines = fc.string({ unit: fc.constantFrom(...'ab "\\\n\r\t\f\v\x1c\x85\u2028é') });
  const json = fc.jsonValue({ maxDepth: 2, noUnicodeString: false }).filter(hasNoFloats);
  const metadata = fc.dictionary(text, json, { noNullPrototype: true });
  const cell = fc.record({
    cell_type: fc.constantFrom("code", "markdown", "raw"),
    id: fc.uuid(),
    metadata,
    source: fc.oneof(text, lines, fc.array(lines)),
  });
  const notebook = fc.record({
    nbformat: fc.constant(4),
    nbformat_minor: fc.constant(5),
    metadata: fc.constant({ kernelspec }),
    cells: fc.array(cell, { maxLength: 4 }),
  });
  const notebooks = [example, ...fc.sample(notebook, { numRuns: 300, seed: 1 })];
  const cleaned = notebooks.map((nb) => cleanNotebook(JSON.stringify(nb)));
  const input = JSON.stringify(cleaned);
  const theirs: string[] = JSON.parse(
    execFileSync(PYTHON, ["-c", NBFORMAT], { input, encoding: "utf8", maxBuffer: 1 << 28 }),
  );
  for (const [i, ours] of cleaned.entries()) {
    assert.equal(ours, theirs[i]);
    assert.equal(cleanNotebook(ours), ours);
  }
});

/** Numbers with a fraction or an exponent are written differently in Python: notebooks have none. */
function hasNoFloats(value: unknown): boolean {
  return !/\d[.e]|-0/.test(JSON.stringify(value));
}

test("git add cleans a notebook once the filter is installed", () => {
  const clone = mkdtempSync(join(tmpdir(), "batchwise-clone-"));
  const git = (...args: string[]): string =>
    execFileSync("git", ["-C", clone, ...args], { encoding: "utf8" });
  git("init", "--quiet");
  mkdirSync(join(clone, "scripts"));
  cpSync(join(ROOT, "scripts/notebook/source"), join(clone, "scripts/notebook/source"), {
    recursive: true,
  });
  cpSync(join(ROOT, ".gitattributes"), join(clone, ".gitattributes"));
  assert.equal(installFilter(clone), true);
  const config = readFileSync(join(clone, ".git/config"), "utf8");
  assert.equal(installFilter(clone), true);
  assert.equal(readFileSync(join(clone, ".git/config"), "utf8"), config);

  writeFileSync(join(clone, "run.ipynb"), JSON.stringify(example));
  writeFileSync(join(clone, "merge.ipynb"), "<<<<<<< ours\n{}");
  git("add", "run.ipynb", "merge.ipynb");
  assert.equal(git("show", ":run.ipynb"), cleanNotebook(JSON.stringify(example)));
  assert.equal(git("show", ":merge.ipynb"), "<<<<<<< ours\n{}");
  rmSync(clone, { recursive: true });
});

test("without a clone, or without git, there is nothing to install and nothing to say", () => {
  const folder = mkdtempSync(join(tmpdir(), "batchwise-tarball-"));
  const url = pathToFileURL(join(ROOT, "scripts/notebook/source/installFilter.mjs")).href;
  const program = `console.log((await import(${JSON.stringify(url)})).installFilter(process.argv[1]))`;
  for (const PATH of [process.env["PATH"], folder]) {
    const args = ["--input-type=module", "-e", program, folder];
    const run = spawnSync(process.execPath, args, { env: { PATH }, encoding: "utf8" });
    assert.deepEqual([run.stdout, run.stderr, run.status], ["false\n", "", 0]);
  }
  rmSync(folder, { recursive: true });
});
