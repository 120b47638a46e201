/** The index opens with which batch size to use, and ends with the papers; `npm run verdicts` writes both. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { PAPER_TYPE, PRACTICE_TYPE, recordPaper, recordPractice } from "batchwise/claims";
import { DISPLAY } from "batchwise/plot";
import type { Browser } from "playwright-core";
import { script } from "../scripts.js";
import { FRAGMENTS } from "./fragments.js";
import { code, type Notebook, notebook, shown, write } from "./notebooks.js";

const { answersHtml } = await script<{
  answersHtml: (
    folder: string,
    onProblem?: (text: string) => void,
  ) => Promise<{ answer: string; papers: string }>;
}>("notebook/page/answers.mjs");
const { writeIndex } = await script<{
  writeIndex: (options: {
    out: string;
    source: string;
    answer: string;
    ledger: string;
  }) => Promise<string>;
}>("notebook/page/index.mjs");
const { launchBrowser } = await script<{ launchBrowser: () => Promise<Browser> }>("browser.mjs");
const { writeAnswers } = await script<{
  writeAnswers: (root: string, options?: { check?: boolean; source?: string }) => Promise<string[]>;
}>("verdicts/writeAnswers.mjs");

const found = (estimate: number) =>
  ({ estimate, low: estimate - 0.1, high: estimate + 0.1, level: 0.95, n: 20 }) as const;
const place = { notebook: "01-sgd", anchor: "Result" };
const ran = (profile: string): Notebook => {
  const seconds = recordPractice("seconds", {
    ...place,
    findings: [8, 32].map((batchSize) => ({
      task: "digits",
      batchSize,
      seconds: found(batchSize),
    })),
  });
  const paper = recordPaper("mnist1d", { ...place, ours: { logistic: found(32) } });
  return notebook([code("a", [shown(seconds[DISPLAY]())]), code("b", [shown(paper[DISPLAY]())])], {
    profile,
  });
};

/** A project whose reports hold this notebook. */
function project(t: TestContext, content: object): { root: string; executed: string } {
  const root = mkdtempSync(path.join(os.tmpdir(), "batchwise-answers-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const executed = path.join(root, "reports", "notebooks");
  for (const folder of [executed, path.join(root, "docs")]) mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(executed, "01-sgd.ipynb"), JSON.stringify(content));
  writeFileSync(path.join(root, "README.md"), "# A\n\n<!-- practice -->\n<!-- /practice -->\n");
  writeFileSync(path.join(root, "docs/papers.md"), "<!-- papers -->\n<!-- /papers -->\n");
  return { root, executed };
}

test("the answer has every row, the least time in a picture, and three checks", async (t) => {
  const { executed } = project(t, ran("standard"));
  const { answer, papers } = await answersHtml(executed);
  assert.equal(answer.match(/<tr id="practice-/g)?.length, 6);
  assert.equal(answer.match(/Not yet measured: notebook/g)?.length, 5);
  assert.match(answer, /here 8 on digits\./);
  assert.match(answer, /<figcaption><strong>digits<\/strong><br>8 is fastest: 8\.00 s/);
  assert.equal(answer.match(/<ol class="checks">(<li>.*?<\/li>){3}<\/ol>/g)?.length, 1);
  assert.match(
    papers,
    /32\.00 % \[31\.90, 32\.10\], n = 20<\/td><td><span class="verdict agrees">/,
  );
  assert.doesNotMatch(answer + papers, /preview/i);
});

test("rows of quick runs are called a preview", async (t) => {
  const { executed } = project(t, ran("quick"));
  const { answer, papers } = await answersHtml(executed);
  for (const part of [answer, papers]) {
    assert.match(part, /Rows marked <em>preview<\/em> come from runs in profile <code>quick/);
    assert.equal(part.match(/<span class="verdict preview">/g)?.length, 1);
  }
});

for (const width of [1280, 390])
  test(`the index opens with it, light and dark, and fits ${width} px`, async (t) => {
    const { executed } = project(t, ran("quick"));
    const out = path.dirname(executed);
    writeFileSync(path.join(out, "01-sgd.html"), "");
    const { answer, papers } = await answersHtml(executed);
    const file = await writeIndex({ out, source: executed, answer, ledger: papers });
    const browser = await launchBrowser();
    t.after(() => browser.close());
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      await page.goto(pathToFileURL(file).href);
      assert.equal(
        await page.locator("h2").first().textContent(),
        "Which batch size should I use?",
      );
      const picture = page.locator(".times svg");
      const box = await picture.boundingBox();
      assert.ok((box?.width ?? 0) > 200 && (box?.width ?? 0) <= width, JSON.stringify(box));
      const [ink, paper] = await picture
        .locator(".least circle")
        .evaluate((node) => [
          getComputedStyle(node).fill,
          getComputedStyle(document.body).backgroundColor,
        ]);
      assert.notEqual(ink, paper);
      assert.notEqual(ink, "rgb(0, 0, 0)");
      const reach = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(reach <= width, `scrolls to the side: ${reach}`);
      assert.deepEqual(complaints, []);
    }
  });

test("what is no answer is a problem with the notebook's name, never markup", async (t) => {
  const hostile = FRAGMENTS.flatMap((text) => [
    text,
    { id: text },
    { id: "seconds", findings: text },
  ]);
  const cell = code("x", [shown({ [PRACTICE_TYPE]: hostile, [PAPER_TYPE]: hostile })]);
  const { executed } = project(t, notebook([cell]));
  const problems: string[] = [];
  const { answer, papers } = await answersHtml(executed, (text) => problems.push(text));
  assert.equal(problems.length, 2 * hostile.length);
  assert.match(problems[0] ?? "", /^01-sgd\.ipynb: a recorded answer does not count: read/);
  await assert.rejects(answersHtml(executed), /does not count/);
  write(executed, "01-sgd.ipynb", notebook([]));
  assert.deepEqual(await answersHtml(executed), { answer, papers });
});

test("a row that is recorded twice counts once", async (t) => {
  const { cells, metadata } = ran("standard");
  const { executed } = project(t, { cells: [...cells, ...cells], metadata });
  const problems: string[] = [];
  await answersHtml(executed, (text) => problems.push(text));
  assert.equal(problems.filter((text) => text.includes("recorded twice")).length, 2);
});

test("README and docs/papers.md hold the tables between their marks", async (t) => {
  const { root } = project(t, ran("standard"));
  assert.deepEqual(await writeAnswers(root, { check: true }), ["README.md", "docs/papers.md"]);
  assert.doesNotMatch(readFileSync(path.join(root, "README.md"), "utf8"), /Seconds/);
  assert.deepEqual(await writeAnswers(root, { source: "Run today." }), [
    "README.md",
    "docs/papers.md",
  ]);
  const text = readFileSync(path.join(root, "README.md"), "utf8");
  assert.match(text, /<!-- practice -->\n\| What is scarce .*\n.*\n\| Epochs \| Not yet measured/);
  assert.match(
    text,
    /\| Seconds \| .* \| digits: 8 takes 8\.00 s \[7\.90, 8\.10\], n = 20 \(holds\) \[notebook 01\]\(notebooks\/01-sgd\.ipynb\) \|\n/,
  );
  assert.match(
    readFileSync(path.join(root, "docs/papers.md"), "utf8"),
    /^<!-- papers -->\nRun today\.\n\n\| Paper /,
  );
  assert.deepEqual(await writeAnswers(root, { source: "Run today." }), []);
  writeFileSync(path.join(root, "README.md"), "no marks");
  await assert.rejects(writeAnswers(root), /README\.md must hold <!-- practice -->/);
});
