/** The report in a real browser over file://: drawn, self-contained, and readable everywhere. */
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { essay } from "./essay.js";
import { code, figure, notebook, prose, stream, thrown } from "./notebooks.js";
import { makeSite, type Seen, type Site } from "./site.js";

const failure = {
  cell: 2,
  line: "let <b>bold",
  ename: "TypeError",
  evalue: "x <i>is</i> no function",
};
const notebooks = {
  "01-essay": essay(),
  "02-plain": notebook([
    prose("# Plain\n\n> No figure, `$no` maths."),
    code("1 + 1", [stream("2\n")]),
  ]),
  "03-failed": notebook(
    [
      prose("# Failed\n\n> It fails."),
      code("1;"),
      code("let <b>bold", [thrown("TypeError", "x <i>is</i> no function")], {
        batchwise: { seconds: 0.1, failed: true },
      }),
      code("2;"),
    ],
    { status: "failed", error: failure },
  ),
  "04-bad-figure": notebook([
    prose("# Bad"),
    code("fine", [figure([{ type: "scatter", y: [1, 2] }])]),
    code("bad", [figure(3 as unknown as unknown[])]),
  ]),
};
let site: Site;
const source = (name: string): string => site.source(name);
const opened = new Map<string, Promise<Seen>>();
/** Without options, the same page for all tests. */
function open(name: string, options?: BrowserContextOptions): Promise<Seen> {
  if (options) return site.open(name, options);
  const seen = opened.get(name) ?? site.open(name);
  opened.set(name, seen);
  return seen;
}
const count = (text: string, part: string): number => text.split(part).length - 1;

before(
  async () => {
    site = await makeSite(notebooks);
  },
  { timeout: 120_000 },
);
after(() => site?.close());

test("every figure is drawn, nothing is asked of anywhere, and nothing is complained of", async () => {
  for (const name of ["01-essay", "02-plain", "03-failed", "index"]) {
    const { page, requests, complaints } = await open(name);
    assert.deepEqual({ name, requests, complaints }, { name, requests: [], complaints: [] });
    const figures = page.locator("figure.plot");
    for (let i = 0; i < (await figures.count()); i++) {
      const drawn = figures
        .nth(i)
        .locator(".main-svg :is(.scatterlayer, .heatmaplayer, .barlayer)");
      assert.ok((await drawn.locator("path, image").count()) > 0, `${name}, figure ${i + 1}`);
    }
  }
});

test("a report that asks for something outside is seen by these tests", async () => {
  const { page, requests, complaints } = await open("02-plain", {});
  await page.evaluate(() => {
    const image = document.createElement("img");
    image.src = "https://example.invalid/x.png";
    document.body.append(image);
  });
  await page.waitForTimeout(100);
  assert.equal(requests.length + complaints.length > 0, true);
});

test("plotly.js stands in a report once, and only where there are figures", () => {
  assert.equal(count(source("01-essay"), "plotly.js v4"), 1);
  assert.equal(count(source("02-plain"), "plotly.js v4"), 0);
  assert.ok(source("02-plain").length < 100_000);
});

test("maths is MathML with its style sheet, code keeps its dollars, and no page without maths carries it", async () => {
  const { page } = await open("01-essay");
  assert.equal(await page.locator("math[display=block] mfrac").count(), 3);
  assert.equal(await page.locator("math").count(), 5);
  assert.equal(await page.locator("tex-inline, tex-block, merror").count(), 0);
  assert.equal(await page.getByText("$HOME/data", { exact: true }).count(), 1);
  assert.match(source("01-essay"), /tml-prime/);
  assert.doesNotMatch(source("02-plain"), /tml-prime|<math|<!--maths/);
});

test("the opening holds title, answer and the facts of the run", async () => {
  const { page } = await open("01-essay");
  assert.equal(await page.locator("h1").textContent(), "SGD, mini-batch and full batch");
  assert.match(
    (await page.locator(".answer").textContent()) ?? "",
    /^\s*On the 8×8 digits a batch of 32/,
  );
  const facts = await page.locator(".run div").allTextContents();
  for (const fact of [
    "Profilequick, a preview",
    "Seeds0–9",
    "Duration42 s",
    "Cores2",
    "Node20.20.2",
  ]) {
    assert.ok(facts.includes(fact), `${fact} among ${facts}`);
  }
  assert.deepEqual(await page.locator(".contents ol a").allTextContents(), [
    "Question",
    "Data",
    "Method",
    "Run",
    "Result",
    "Limits",
    "Summary",
  ]);
  assert.equal(await page.locator("main blockquote").count(), 0);
});

test("a failed run says so at the top, with cell, line and error, and marks the cell", async () => {
  const { page } = await open("03-failed");
  const banner = (await page.locator("[role=alert]").textContent()) ?? "";
  for (const part of ["failed in cell 2 of 3", failure.line, `TypeError: ${failure.evalue}`]) {
    assert.ok(banner.includes(part), `${part} in ${banner}`);
  }
  assert.match((await page.locator("#failed").textContent()) ?? "", /let <b>bold/);
  const { page: list } = await open("index");
  assert.match((await list.locator(".reports").textContent()) ?? "", /failed at cell 2 of 3/);
});

test("no page is wider than a phone", async () => {
  for (const name of ["01-essay", "03-failed", "index"]) {
    const { page } = await open(name, { viewport: { width: 390, height: 844 } });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `${name}: ${width}`);
  }
});

/** Contrast of an element's text against the page, WCAG 2.2. */
const contrasts = (page: Page, selectors: readonly string[]): Promise<Record<string, number>> =>
  page.evaluate((wanted) => {
    const light = (colour: string): number => {
      const [r, g, b] = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((text) => {
        const value = Number(text) / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = light(getComputedStyle(document.body).backgroundColor);
    return Object.fromEntries(
      wanted.map((selector) => {
        const element = document.querySelector(selector);
        if (!element) return [selector, 0];
        const style = getComputedStyle(element);
        const ink = light(
          element instanceof SVGElement && style.fill !== "none"
            ? style.fill
            : element.matches("path")
              ? style.stroke
              : style.color,
        );
        return [selector, (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)];
      }),
    );
  }, selectors);

test("text and figures stand out of the page, in the light and in the dark", async () => {
  const text = [
    "main > p",
    "h2",
    ".run dt",
    ".code .k",
    ".code .s2",
    ".code .c1",
    "td",
    ".gtitle",
    ".xtick text",
    ".xtitle",
  ];
  for (const colorScheme of ["light", "dark"] as const) {
    const { page } = await open("01-essay", { colorScheme });
    for (const [selector, contrast] of Object.entries(await contrasts(page, text))) {
      assert.ok(contrast >= 4.5, `${colorScheme} ${selector}: ${contrast.toFixed(2)}`);
    }
    // The last figure's marks are #222222: in the dark they are lightened.
    const marks = await contrasts(page, [".points path.point"]);
    assert.ok(marks[".points path.point"] >= 3, `${colorScheme} ${JSON.stringify(marks)}`);
  }
});

test("print shows pictures, all code, and no scroll boxes", async () => {
  const { page } = await open("01-essay");
  assert.equal(await page.locator(".code details[open]").count(), 0);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".plot > img").first().isVisible(), true);
  assert.equal(await page.locator(".plot-live").first().isVisible(), false);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator(".code details:not([open])").count(), 0);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await page.locator(".code details[open]").count(), 0);
});

test("without scripts each figure's picture stands in its place", async () => {
  const page = await site.browser.newPage({ javaScriptEnabled: false });
  await page.goto(pathToFileURL(site.file("01-essay")).href);
  const pictures = page.locator(".plot > img");
  assert.equal(await pictures.count(), 3);
  for (const picture of await pictures.all()) assert.equal(await picture.isVisible(), true);
});

test("a table aligns its numbers to the right and words to the left", async () => {
  const { page } = await open("01-essay");
  const align = (selector: string): Promise<string> =>
    page
      .locator(selector)
      .first()
      .evaluate((node) => getComputedStyle(node).textAlign);
  assert.equal(await align("tbody td:nth-child(3)"), "right");
  assert.equal(await align("caption"), "left");
});

test("a figure that cannot be drawn is told with notebook and cell, and the others are drawn", () => {
  assert.deepEqual(
    site.pictureFailures.map(({ notebook: file, cell }) => [path.basename(file), cell]),
    [["04-bad-figure.ipynb", 2]],
  );
  assert.match(source("04-bad-figure"), /data:image\/png/);
});
