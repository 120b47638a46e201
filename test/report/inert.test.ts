/** Nothing in a notebook acts on its report: every field, every MIME type, every piece of hostile text. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import type { Page } from "playwright-core";
import { FRAGMENTS, TYPES } from "./fragments.js";
import {
  type Cell,
  code,
  type Notebook,
  notebook,
  prose,
  raw,
  shown,
  stream,
  thrown,
} from "./notebooks.js";
import { makeSite, type Site } from "./site.js";

const END = "The end of it all.";
const sites: Site[] = [];
after(() => Promise.all(sites.map((site) => site.close())));

/** Cells that carry a text in each of their fields. */
const carriers: readonly ((text: string) => Cell)[] = [
  (text) => prose(text),
  (text) => prose(`## Heading ${text}\n\n- item ${text}\n\n| a |\n|--|\n| ${text} |`),
  (text) => prose(`> ${text}\n\n![${text}](x.png "${text}") [${text}](y "${text}") \`${text}\``),
  (text) => ({
    ...prose(`![alt](attachment:${text}) ![alt](attachment:a)`),
    attachments: { [text]: { [text]: text }, a: { "image/png": text, "image/svg+xml": text } },
  }),
  (text) => raw(text),
  (text) => raw(text, "text/html"),
  (text) => raw(text, text),
  (text) => code(text, [stream(text), stream(text, "stderr"), stream(`a\r${text}\b`)]),
  (text) =>
    code("throw 1", [thrown(text, text)], {
      tags: [text],
      batchwise: { seconds: text, failed: text },
    }),
  (text) => code("run", [shown({ "application/vnd.batchwise.run+json": runOf(text) })]),
  (text) => code("type", [shown({ [text]: text }), shown({ [`image/${text}`]: { [text]: text } })]),
  (text) =>
    code("list", [shown({ "text/html": [text, text] }), shown({ "image/png": { a: text } })]),
  ...TYPES.flatMap((type) => [
    (text: string) => code("alone", [shown({ [type]: text })]),
    (text: string) => code("with text", [shown({ [type]: text, "text/plain": text })]),
  ]),
];
const hostileFigure = (text: string): ReturnType<typeof shown> =>
  shown({
    "application/vnd.plotly.v1+json": {
      data: [{ type: "bar", name: text, x: [text], y: [1], hovertemplate: text, text: [text] }],
      layout: {
        title: { text },
        images: [{ source: "https://example.invalid/x.png", sizex: 1, sizey: 1 }],
        annotations: [{ text, x: 0, y: 0 }],
      },
      config: { plotlyServerURL: "https://example.invalid", showSendToCloud: true, editable: true },
    },
    "text/plain": text,
    "image/svg+xml": text,
  });
const runOf = (text: string): object => ({
  profile: text,
  seeds: [text],
  versions: { [text]: text },
});

const carrying = (title: string, cells: readonly Cell[], text: string): Notebook =>
  notebook([prose(`# ${title}\n\n> ${text}`), ...cells, prose(END)], {
    status: "failed",
    profile: text,
    started: text,
    cores: text,
    cells: text,
    error: { cell: text, line: text, ename: text, evalue: text },
  });

const ELEMENTS =
  "script:not([type='application/json']):not(body > script), style:not(head > style):not(svg style), meta:not(head > meta), base, link, iframe, object, embed, form, frame, frameset, template, noscript, textarea, select, button:not(.plot *), dialog, video, audio, canvas:not(.plot *), title:not(head > title), foreignObject";

/** What a page holds that the project did not choose; empty, where all is well. */
const found = (page: Page, text: string): Promise<string[]> =>
  page.evaluate(
    ([forbidden = "", end]) => {
      const all = [...document.querySelectorAll("*")];
      const trouble = [...document.querySelectorAll(forbidden)].map((node) =>
        node.outerHTML.slice(0, 200),
      );
      for (const node of all.filter((each) => !each.closest("svg"))) {
        for (const { name, value } of node.attributes) {
          const href =
            name === "href" && !/^(#|https?:|mailto:|[\w%.~!*'()-]+\.html(#|$)|\.\/)/.test(value);
          const source = name === "src" && !/^(data:image\/|blob:)/.test(value);
          if (/^on|^srcset|^ping|^action/.test(name) || href || source)
            trouble.push(`${name}=${value}`);
        }
        const { position } = getComputedStyle(node);
        const own = node.matches("nav.contents, .seconds, .code, .plot *, .js-plotly-plot *");
        if (!own && position !== "static")
          trouble.push(`${position}: ${node.outerHTML.slice(0, 200)}`);
      }
      const body = [...document.body.children].map(({ localName }) => localName);
      const outside = body.filter((name) => !["nav", "main", "script", "svg"].includes(name)); // plotly measures in an svg
      if (outside.length > 0 || body.filter((name) => name === "main").length !== 1)
        trouble.push(`body: ${body}`);
      const last = [...document.querySelectorAll("main > p")].at(-1);
      last?.scrollIntoView({ block: "center" });
      const box = last?.getBoundingClientRect();
      const top = document.elementFromPoint((box?.x ?? 0) + 20, (box?.y ?? 0) + 8);
      if (end !== undefined && (last?.textContent !== end || top !== last))
        trouble.push(`the end is ${last?.outerHTML}, under ${top?.outerHTML.slice(0, 200)}`);
      if ((globalThis as { owned?: unknown }).owned !== undefined) trouble.push("a script ran");
      return trouble;
    },
    [ELEMENTS, ...(text ? [text] : [])],
  );

/** Opens a page, waits for what might happen by itself, and tries it all. */
async function assertInert(site: Site, name: string, end: string): Promise<void> {
  const { page, requests, complaints } = await site.open(name);
  const went: string[] = [];
  page.on("framenavigated", (frame) => went.push(frame.url()));
  page.on("dialog", (dialog) => {
    went.push(dialog.message());
    return dialog.dismiss();
  });
  await page.waitForTimeout(300);
  assert.deepEqual(await found(page, end), [], name);
  assert.deepEqual(
    { requests, complaints, went },
    { requests: [], complaints: [], went: [] },
    name,
  );
  assert.equal(await page.locator("head meta").count(), 4);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 1280, `${name} is ${width} wide`);
  assert.equal(await page.locator("[data-title*=Share]").count(), 0);
  await page.close();
}

test("every hostile text in every field and of every type does nothing, also to the index", {
  timeout: 600_000,
}, async () => {
  const notebooks = Object.fromEntries(
    FRAGMENTS.map((text, i) => [
      `${String(i).padStart(2, "0")}-x`,
      carrying(
        `Title ${text.replaceAll("\n", " ")}`,
        carriers.map((carry) => carry(text)),
        text,
      ),
    ]),
  );
  const name = `99-<img src=x onerror=owned=1>&"'#?%41 \`$x$`;
  const figures = FRAGMENTS.map((text) => code("figure", [hostileFigure(text)]));
  const site = await makeSite({
    ...notebooks,
    figures: carrying("Figures", figures, "x"),
    [name]: carrying("Name", [], "x"),
  });
  sites.push(site);
  for (const each of [...Object.keys(notebooks), "figures"]) await assertInert(site, each, END);
  await assertInert(site, "index", "");
  const { page } = await site.open("index");
  const list = page.locator(".reports > li");
  assert.equal(await list.count(), FRAGMENTS.length + 2);
  await list.nth(FRAGMENTS.length).locator("h3 a").click();
  assert.equal(await page.locator("h1").textContent(), "Name");
  await page.close();
});

test("mixed hostile texts do nothing either", { timeout: 600_000 }, async () => {
  const text = fc
    .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ unit: "binary", maxLength: 4 })), {
      minLength: 2,
      maxLength: 6,
    })
    .map((parts) => parts.join(""));
  const cells = fc.array(
    fc.tuple(fc.constantFrom(...carriers), text).map(([carry, inner]) => carry(inner)),
    { minLength: 5, maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cells, text), { minLength: 3, maxLength: 6 }),
      async (all) => {
        const notebooks = all.map(([each, inner], i) => [
          `${i}`,
          carrying(inner.replaceAll("\n", " "), each, inner),
        ]);
        const site = await makeSite(Object.fromEntries(notebooks));
        try {
          for (const i of all.keys()) await assertInert(site, `${i}`, END);
          await assertInert(site, "index", "");
        } finally {
          await site.close();
        }
      },
    ),
    { numRuns: 8, endOnFailure: true, includeErrorInReport: true },
  );
});

test("a raw cell is shown as text, and a type that is not known is named", async () => {
  const refresh = FRAGMENTS.find((text) => text.includes("refresh")) ?? "";
  const site = await makeSite({
    raw: notebook([
      prose("# Raw"),
      raw(refresh, "text/html"),
      code("1", [shown({ "application/vnd.example+json": { a: refresh } })]),
      code("2", [shown({ "application/javascript": "globalThis.owned=1" })]),
      code("3", [shown({ "image/png": "<script>", "text/plain": "a picture" })]),
      code("4", [shown({ "application/json": { a: [1, "<b>"] } })]),
      code("5", [shown({ "text/latex": "<b>$a<b$ costs \\$5" })]),
    ]),
  });
  sites.push(site);
  const { page } = await site.open("raw");
  assert.equal(await page.locator("main > pre").textContent(), refresh);
  assert.deepEqual(await page.locator(".note").allTextContents(), [
    "Output of type application/vnd.example+json, not shown.",
    "Output of type application/javascript, not shown.",
  ]);
  const outputs = await page.locator(".cell pre.output").allTextContents();
  assert.deepEqual(outputs, ["a picture", '{\n  "a": [\n    1,\n    "<b>"\n  ]\n}']);
  assert.match((await page.locator(".cell .prose").textContent()) ?? "", /^<b>a<b.*costs \\\$5/s);
  assert.equal(await page.locator(".cell .prose math").count(), 1);
});
