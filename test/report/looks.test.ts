/** How a report looks: one left edge, folded cells with a name, times in the margin, and an index in order. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { script } from "../scripts.js";
import { essay } from "./essay.js";
import { code, figure, notebook, prose, shown, stream, thrown } from "./notebooks.js";
import { makeSite, type Site } from "./site.js";

const { writeIndex } = await script<{
  writeIndex: (options: {
    out: string;
    source: string;
    answer?: string;
    ledger?: string;
  }) => Promise<string>;
}>("notebook/page/index.mjs");

const long = (first: string): string =>
  `${first}\n${[...Array(13).keys()].map((i) => `const a${i} = ${i};`).join("\n")}`;
const wide = `<table><caption>Wide</caption><thead><tr>${"<th>a column</th>".repeat(12)}</tr></thead><tbody><tr>${"<td>1234567 %</td>".repeat(12)}</tr></tbody></table>`;
const names: Readonly<Record<string, string>> = {
  "// Each size gets the rate\n// that suits it. Then they race.":
    "Each size gets the rate that suits it",
  "const a = 1; // beside\n/* What is\n * measured: */": "What is measured",
  "const text = `\n// no comment\n`;": "code",
  [`import {\n${"  name,\n".repeat(12)}} from "batchwise";`]: "imports",
  "// 0.5 is <b>bold</b>": "0.5 is <b>bold</b>",
};
const timed = (seconds: number): Readonly<Record<string, unknown>> => ({ batchwise: { seconds } });
let site: Site;
before(
  async () => {
    site = await makeSite({
      "01-essay": essay(),
      "02-cells": notebook([
        prose("# Cells\n\n> Answer.\n\n## One\n\nText.\n\n```ts\nconst fenced = 1;\n```"),
        code("const short = 1;", [stream("printed\n"), stream("warned\n", "stderr")], timed(1.24)),
        code("quick()", [shown({ "text/html": wide })], timed(0.04)),
        code("throw", [thrown("Error", "meant")], { tags: ["raises-exception"], ...timed(0.1) }),
        code("wrong", [thrown("Error", "not meant")], { batchwise: { seconds: 75, failed: true } }),
        code("words", [
          shown({ "text/markdown": "Read it." }),
          shown({ "text/html": '<div class="batchwise-progress">█ 3 of 3</div>' }),
        ]),
        code("picture", [figure([{ type: "scatter", y: [1e6, 2e6] }])]),
        ...Object.keys(names).map((source, i) =>
          code(source.startsWith("import") ? source : long(source), [], timed(i)),
        ),
      ]),
    });
  },
  { timeout: 120_000 },
);
after(() => site?.close());

/** The left ends of what a reader's eye goes down along, in pixels: of the text itself where a panel surrounds it. */
const leftEnds = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(() => {
    const boxes = [
      ...["h1", "h2", "h3", "main > p", ".answer", ".run", "main > ul", "main > .listing"],
      ...[".table", "caption", "td:first-child:not(.number)", "figure.plot", ".main-svg"],
      ...[".output.prose", "details > summary", ".batchwise-progress"],
    ];
    const texts = [".code .listing", "pre.output", ".output.expected", ".output.error"];
    const ends: [string, number][] = boxes.flatMap((selector) =>
      [...document.querySelectorAll(selector)]
        .filter((node) => node.getClientRects().length > 0)
        .map((node, i): [string, number] => [
          `${selector} ${i}`,
          node.getBoundingClientRect().left,
        ]),
    );
    for (const selector of texts)
      for (const [i, node] of [...document.querySelectorAll(selector)].entries()) {
        const text = document.createRange();
        text.selectNodeContents(node);
        const lefts = [...text.getClientRects()].map(({ left }) => left);
        if (lefts.length > 0) ends.push([`${selector} ${i}, text`, Math.min(...lefts)]);
      }
    return Object.fromEntries(ends);
  });

for (const width of [1280, 390]) {
  test(`text, code, tables and figures begin at one left edge, ${width} px`, async () => {
    for (const name of ["01-essay", "02-cells"]) {
      const { page } = await site.open(name, { viewport: { width, height: 900 } });
      const ends = await leftEnds(page);
      const kinds = new Set(Object.keys(ends).map((key) => key.replace(/ \d+(, text)?$/, "")));
      for (const kind of ["h2", "main > p", ".table", "figure.plot", ".code .listing"])
        assert.ok(kinds.has(kind), `${name} has ${kind}`);
      const edge = ends["h1 0"] ?? 0;
      const away = Object.entries(ends).filter(([, left]) => Math.abs(left - edge) > 1);
      assert.deepEqual(away, [], `${name}: all at ${edge}`);
      const reach = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(reach <= width, `${name} scrolls to the side: ${reach}`);
      await page.close();
    }
  });
}

test("a folded cell is named by its first comment, or by what it is", async () => {
  const { page } = await site.open("02-cells");
  const summaries = await page.locator(".code summary").allTextContents();
  assert.deepEqual(
    summaries.map((text) => text.replace(/, \d+ lines$/, "")),
    Object.values(names),
  );
  assert.match(summaries[2] ?? "", /^code, 16 lines$/);
  assert.equal(await page.locator(".code summary b").count(), 0);
  await page.close();
});

test("times stand in the margin, on a phone within the panel, in print nowhere", async () => {
  const { page } = await site.open("02-cells");
  const times = page.locator(".seconds");
  assert.deepEqual(await times.allTextContents(), [
    ...["1.2 s", "0.1 s", "75 s"],
    ...["1.0 s", "2.0 s", "3.0 s", "4.0 s"],
  ]);
  const beside = (): Promise<boolean[]> =>
    times.evaluateAll((nodes) =>
      nodes.map((node) => {
        const own = node.getBoundingClientRect();
        const panel = node.parentElement?.getBoundingClientRect();
        return own.left >= (panel?.right ?? 0) && own.right <= innerWidth;
      }),
    );
  assert.deepEqual(new Set(await beside()), new Set([true]));
  await page.setViewportSize({ width: 390, height: 844 });
  assert.deepEqual(new Set(await beside()), new Set([false]));
  const covered = await page.locator(".code").evaluateAll(
    (panels) =>
      panels.filter((panel) => {
        const time = panel.querySelector(".seconds")?.getBoundingClientRect();
        const words = document.createRange();
        words.selectNodeContents(panel.querySelector("summary, .listing") ?? panel);
        return [...words.getClientRects()].some(
          (line) =>
            time && line.right > time.left && line.bottom > time.top && line.top < time.bottom,
        );
      }).length,
  );
  assert.equal(covered, 0);
  await page.emulateMedia({ media: "print" });
  assert.deepEqual(
    new Set(await times.evaluateAll((nodes) => nodes.map((node) => node.getClientRects().length))),
    new Set([0]),
  );
  await page.close();
});

test("all text of a report and of the index has a contrast of 4.5 or more, in the light and in the dark", async () => {
  for (const name of ["01-essay", "02-cells", "index"])
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await site.open(name, { colorScheme });
      const faint = await page.evaluate(() => {
        const parse = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
        const light = (rgb: readonly number[]): number => {
          const [r = 0, g = 0, b = 0] = rgb.map((v) =>
            v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4,
          );
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = (node: Element | null): number[] => {
          for (let at = node; at; at = at.parentElement) {
            const [r = 0, g = 0, b = 0, a = 1] = parse(getComputedStyle(at).backgroundColor);
            if (a > 0) return [r, g, b];
          }
          return [255, 255, 255];
        };
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const found = [];
        for (let text = texts.nextNode(); text; text = texts.nextNode()) {
          const owner = text.parentElement;
          if (!text.textContent?.trim() || !owner || owner.getClientRects().length === 0) continue;
          if (owner.closest("svg, script, style, .anchor")) continue;
          const [a, b] = [light(parse(getComputedStyle(owner).color)), light(ground(owner))];
          const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (contrast < 4.5) found.push([text.textContent.slice(0, 30), contrast]);
        }
        return found;
      });
      assert.deepEqual(faint, [], `${name}, ${colorScheme}`);
      await page.close();
    }
});

test("the index shows an answer only where there is one, then the notebooks, then the ledger", async () => {
  const source = pathToFileURL(site.file("notebooks/x")).pathname.replace("/x.html", "");
  const out = source.replace("/notebooks", "");
  const page = await site.browser.newPage();
  const parts = async (): Promise<string[]> => {
    await page.goto(pathToFileURL(site.file("index")).href);
    return await page.locator("main h1, main h2").allTextContents();
  };
  const ledger = "<section><h2>Ledger</h2></section>";
  await writeIndex({ out, source, ledger });
  assert.deepEqual(await parts(), ["Batchwise", "Notebooks", "Ledger"]);
  await writeIndex({ out, source, answer: "<p>Halve it.</p>", ledger });
  assert.deepEqual(await parts(), [
    "Batchwise",
    "Which batch size should I use?",
    "Notebooks",
    "Ledger",
  ]);
  assert.equal(await page.getByText("Halve it.").isVisible(), true);
  const rows = await page.locator(".reports li").allInnerTexts();
  assert.match(rows[0] ?? "", /^SGD, mini-batch and full batch\n[\s\S]*quick, a preview · 42 s$/);
  assert.match(readFileSync(site.file("index"), "utf8"), /default-src 'none'/);
  await page.close();
});
