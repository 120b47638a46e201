/** Prose appears as in JupyterLab, with everything it shows inside the report. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { code, notebook, prose, shown } from "./notebooks.js";
import { makeSite, type Site } from "./site.js";

/** One red pixel. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
const GIF = "R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";
const WEBP =
  "UklGRjwAAABXRUJQVlA4IDAAAADQAQCdASoBAAEAAUAmJaACdLoB+AADsAD+8ut//NgVzXPv9//S4P0uD9Lg/9KQAAA=";
const svg = (attributes: string): string =>
  `<svg ${attributes} width="20" height="10" viewBox="0 0 20 10"><linearGradient id="g"><stop stop-color="red"/></linearGradient><rect width="20" height="10" fill="url(#g)"/></svg>`;

const text = prose(`# Prose

Press <kbd>Ctrl</kbd>+<kbd>C</kbd>, H<sub>2</sub>O, <mark>**bold** and marked</mark>, <b>never *closed*

<details><summary>More</summary>

**Inside** with $a_1 * b_2 * c < d$ and a list:

- [x] done
- [ ] ~~open~~

</details>

<div class="alert alert-info">

Note *this*.

</div>

| a | b |
|--:|---|
| 1 | $|x|$ |
| 22 | \`p|q\` | cut |

Term
: no definition

See [the second](02-second.ipynb#The-Last-Part), [its part](#The-Last-Part), [data](data/x.csv),
[web](https://example.org/a), www.example.org and <span id="mine">here</span>: [there](#mine).

## The Last Part

\`\`\`mermaid
graph <b>
\`\`\`
`);
const images = prose(`## Images

![docs](../docs/red.png) ![beside](red%20dot.png "Title") <img src="../docs/red.png" width="7" alt="html">
![attached](attachment:dot%20one.png) ![vector](../docs/drawn.svg)

![gone](../docs/gone.png) ![lost](attachment:none.png) ![text](data/x.csv) ![outside](../../../../etc/hostname) ![web](https://example.invalid/x.png)`);
const allowed = shown({
  "text/html": `<a href="https://example.org/b?x=1&amp;y=2">link</a> <img alt="inline" src="data:image/gif;base64,${GIF}">
<progress value="3" max="10"></progress> <meter value="0.5"></meter> ${svg("")} <custom-tag>kept text</custom-tag>`,
});

let site: Site;
before(
  async () => {
    const attached = { ...images, attachments: { "dot one.png": { "image/png": PNG } } };
    const outputs = [
      shown({ "image/gif": GIF }),
      shown({ "image/webp": WEBP }),
      shown({ "image/svg+xml": svg("") }),
      shown({ "image/svg+xml": svg('xmlns="http://www.w3.org/2000/svg"') }),
      allowed,
    ];
    const pixel = Buffer.from(PNG, "base64");
    site = await makeSite(
      {
        "01-first": notebook([text, attached, code("pictures", outputs)]),
        "03-loose": notebook([
          prose("# Loose"),
          prose(`<main>\nloose words ${"x".repeat(300)} <b>bold</b>\n</main>`),
          prose("<kbd class=x>\nan element alone\n</kbd>"),
          prose("<div>a block</div> after a block"),
        ]),
        "02-second": notebook([prose("# Second"), prose("## The Last Part")]),
      },
      {
        "../docs/red.png": pixel,
        "../docs/drawn.svg": svg(""),
        "red dot.png": pixel,
        "data/x.csv": "a,b\n",
      },
    );
  },
  { timeout: 120_000 },
);
after(() => site?.close());

async function opened(run: (page: Page) => Promise<void>): Promise<void> {
  const { page, requests, complaints } = await site.open("01-first");
  await run(page);
  assert.deepEqual({ requests, complaints }, { requests: [], complaints: [] });
  await page.close();
}
const texts = (page: Page, selector: string): Promise<string[]> =>
  page.locator(`main ${selector}`).allTextContents();

test("tags in a line hold what they hold in JupyterLab, and end with their paragraph's cell", () =>
  opened(async (page) => {
    assert.deepEqual(await texts(page, "kbd"), ["Ctrl", "C"]);
    assert.deepEqual(await texts(page, "mark strong"), ["bold"]);
    assert.deepEqual(await texts(page, "b em"), ["closed"]);
    assert.deepEqual(await texts(page, "sub"), ["2"]);
    assert.equal(await page.locator("main section b, main h2 b").count(), 0);
  }));

test("details with a blank line are folded, with Markdown inside", () =>
  opened(async (page) => {
    const details = page.locator("main details:not(.contents-short)");
    assert.equal(await details.count(), 1);
    assert.equal(await details.locator("strong").isVisible(), false);
    await details.locator("summary").click();
    assert.equal(await details.locator("strong").isVisible(), true);
    assert.equal(await details.locator("math msub").count(), 2);
    assert.equal(await details.locator("em").count(), 0);
    assert.equal(await details.locator("input[type=checkbox][disabled]").count(), 2);
    assert.deepEqual(await details.locator("del").allTextContents(), ["open"]);
    assert.deepEqual(await texts(page, ".alert em"), ["this"]);
  }));

test("a table keeps its formulas and cuts what has no column; a definition list is none", () =>
  opened(async (page) => {
    const table = page.locator("main .table").first();
    assert.equal(await table.locator("math").count(), 1);
    assert.deepEqual(await table.locator("th").allTextContents(), ["a", "b"]);
    assert.equal(await table.locator("tbody tr").nth(1).locator("td").count(), 2);
    assert.equal(await page.locator("main dl:not(.run)").count(), 0);
    assert.ok((await texts(page, "pre")).some((listing) => listing.includes("graph <b>")));
  }));

test("links lead to reports, to headings as Lab names them, to files, and outside in a window of their own", () =>
  opened(async (page) => {
    const links = await page.locator("main p a").evaluateAll((found) =>
      found.map((link) => {
        const { textContent, target, rel } = link as HTMLAnchorElement;
        return [textContent, link.getAttribute("href"), target, rel];
      }),
    );
    const outside = ["_blank", "noopener noreferrer"];
    assert.deepEqual(links, [
      ["the second", "02-second.html#the-last-part", "", ""],
      ["its part", "#the-last-part", "", ""],
      ["data", "notebooks/data/x.csv", "", ""],
      ["web", "https://example.org/a", ...outside],
      ["www.example.org", "http://www.example.org", ...outside],
      ["there", "#mine", "", ""],
    ]);
    assert.equal(await page.locator("#mine, h2#the-last-part").count(), 2);
  }));

test("images of the project, of attachments and in HTML are inside the report; the others say why not", () =>
  opened(async (page) => {
    for (const alt of ["docs", "beside", "html", "attached", "vector", "inline"]) {
      const image = page.locator(`main img[alt=${alt}]`);
      assert.match(
        (await image.getAttribute("src")) ?? "",
        /^data:image\/(png|gif|svg\+xml);/,
        alt,
      );
      const width = await image.evaluate((element) => (element as HTMLImageElement).naturalWidth);
      assert.ok(width > 0, alt);
    }
    assert.equal(await page.locator("main img[alt=html]").getAttribute("width"), "7");
    const missing = await texts(page, ".missing");
    const whys = [
      "no such file",
      "no such attachment",
      "no PNG",
      "outside the project",
      "elsewhere",
    ];
    assert.deepEqual(
      ["gone", "lost", "text", "outside", "web"].filter((alt, i) => {
        const said = missing[i] ?? "";
        return !(said.startsWith(alt) && said.includes(whys[i] ?? "?"));
      }),
      [],
      missing.join("; "),
    );
    assert.equal(site.problems.length, 5);
    const gone =
      "01-first.ipynb, text cell 2: the image ../docs/gone.png is not shown: there is no such file";
    assert.equal(site.problems[0], gone);
  }));

test("what is allowed in a cell's HTML is shown, in GIF, WebP and SVG without a namespace too", () =>
  opened(async (page) => {
    const cell = page.locator("section.cell");
    const pictures = cell.locator("img");
    assert.equal(await pictures.count(), 6);
    for (const picture of await pictures.all()) {
      await picture.evaluate((element) => (element as HTMLImageElement).decode());
    }
    const size = await cell
      .locator(".html img")
      .last()
      .evaluate((element) => (element as HTMLImageElement).naturalWidth);
    assert.equal(size, 20);
    const link = cell.locator("a");
    assert.equal(await link.getAttribute("href"), "https://example.org/b?x=1&y=2");
    assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
    assert.equal(await cell.locator("progress[value='3'][max='10'], meter").count(), 2);
    assert.match((await cell.locator(".html").textContent()) ?? "", /kept text/);
    assert.doesNotMatch((await cell.locator(".html").textContent()) ?? "", /<|custom-tag/);
  }));

test("words that stand in no paragraph keep to the text's column", async () => {
  const { page } = await site.open("03-loose");
  const column = await page
    .locator("main > header")
    .evaluate((e) => e.getBoundingClientRect().left);
  for (const text of ["loose words", "an element alone", "after a block"]) {
    const block = page.locator("main > div", { hasText: text }).last();
    assert.equal(await block.evaluate((e) => e.getBoundingClientRect().left), column, text);
  }
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 1280);
  await page.close();
});
