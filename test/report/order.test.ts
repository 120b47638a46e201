/** What cells put out stands in the report in the order in which it was made. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { root, script } from "../scripts.js";
import { code, notebook, prose, shown, stream, write } from "./notebooks.js";

const { makeReports } = await script<{ makeReports: (options: object) => Promise<unknown> }>(
  "report/makeReports.mjs",
);
const { exportReports } = await script<{
  exportReports: (files: readonly string[], options: object) => Promise<string[]>;
}>("notebook/page/export.mjs");

const folder = mkdtempSync(path.join(os.tmpdir(), "batchwise-order-"));
const source = path.join(folder, "notebooks");
const out = path.join(folder, "reports");
/** A report's outputs, by cell: their text, those of stderr marked. */
function outputs(name: string): string[][] {
  const page = readFileSync(path.join(out, `${name}.html`), "utf8");
  return page
    .split('<section class="cell')
    .slice(1)
    .map((cell) =>
      [...cell.matchAll(/<(pre|div) class="output([^"]*)">([\s\S]*?)<\/\1>/g)].map(
        ([, , kind, text = ""]) => `${kind?.includes("stderr") ? "!" : ""}${text}`,
      ),
    );
}

const ran = notebook([
  prose("# Order"),
  code("console.error(1); console.log(2); console.error(3); console.log(4);"),
  code(
    'import * as tslab from "tslab";\nconsole.log("a"); tslab.display.html("<p>b</p>"); console.log("c"); console.error("d");',
  ),
  code(
    'const place = tslab.newDisplay();\nconsole.log("e"); console.log("f"); console.error("g"); console.log("h"); place.html("<p>old</p>"); console.log("i");',
  ),
  code('place.html("<p>new</p>"); console.log("j");'),
  code(
    'process.stdout.write("10 %\\r"); process.stdout.write("100 %\\r"); process.stdout.write("ok\\n"); console.error("k");',
  ),
]);
const made = notebook([
  prose("# Made"),
  code("1", [
    stream("1\n", "stderr"),
    stream("2\n"),
    stream("2b\n"),
    shown({ "text/html": "<p>3</p>" }),
    stream("4\n"),
    stream("5\n", "stderr"),
    stream("6\n", "stderr"),
    shown({ "text/plain": "7" }),
    stream("8\n"),
  ]),
  code("2", [
    stream("epoch 1\repoch "),
    stream("2\r"),
    stream("done\n"),
    stream("long line\rshort\u001b[K\nab\b\bX\nwindows\r\nend"),
  ]),
  code("3", [stream("\u001b[31mred\u001b[0m text\r\u001b[32mg\u001b[0m\n")]),
]);

before(
  async () => {
    mkdirSync(source);
    const file = write(source, "ran.ipynb", ran);
    const options = { root, source, out, profile: "quick", jobs: 1, timeout: 120 };
    await makeReports({ ...options, notebooks: [path.basename(file)] });
    await exportReports([write(folder, "made.ipynb", made)], { root, out, images: folder });
  },
  { timeout: 180_000 },
);
after(() => rmSync(folder, { recursive: true, force: true }));

test("text against text, and text against what is displayed, in a notebook that ran", () => {
  const [first, second] = outputs("ran");
  assert.deepEqual(first, ["!1\n", "2\n", "!3\n", "4\n"]);
  assert.deepEqual(second, ["a\n", "<p>b</p>", "c\n", "!d\n"]);
});

test("a display that a later cell updates keeps its place, and no other output changes", () => {
  const [, , third, fourth] = outputs("ran");
  assert.deepEqual(third, ["e\nf\n", "!g\n", "h\n", "<p>new</p>", "i\n"]);
  assert.equal(fourth?.at(-1), "j\n");
});

test("only neighbours of one stream are joined", () => {
  const joined = ["!1\n", "2\n2b\n", "<p>3</p>", "4\n", "!5\n6\n", "7", "8\n"];
  assert.deepEqual(outputs("made")[0], joined);
});

test("what follows a carriage return or a backspace is written over the line", () => {
  assert.deepEqual(outputs("ran")[4], ["ok0 %\n", "!k\n"]);
  assert.deepEqual(outputs("made")[1], ["doneh 2\nshort\nXb\nwindows\nend"]);
  const coloured = '<span class="ansi-green-fg">g</span><span class="ansi-red-fg">ed</span> text\n';
  assert.deepEqual(outputs("made")[2], [coloured]);
});
