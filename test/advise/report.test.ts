/** The advisor's page in a real browser over file://, with hostile names in every place that data reach. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Advice, Plan } from "batchwise/advise";
import { essay } from "../report/essay.js";
import { FRAGMENTS } from "../report/fragments.js";
import { HOSTILE } from "../report/hostile.js";
import { makeSite, type Site } from "../report/site.js";
import { script } from "../scripts.js";
import { advices, plan, settled } from "./advices.js";

const { writeAdviceReport } = await script<{
  writeAdviceReport(
    file: string,
    subject: {
      advice: Advice;
      plan: Plan;
      name: string;
      about: Record<string, string>;
      repeat: string;
    },
  ): Promise<void>;
}>("advise/adviceReport.mjs");
const { repeatCommand } = await script<{
  repeatCommand(args: readonly string[], folder: string): string;
}>("advise/repeatCommand.mjs");

const regression = advices["regression"] ?? settled;
const hostile: Advice = {
  ...regression,
  label: { name: HOSTILE, deviation: 250 },
  notes: [HOSTILE, ...FRAGMENTS],
  optimizer: HOSTILE,
  command: HOSTILE,
};
let site: Site;
before(
  async () => {
    site = await makeSite({ "01-essay": essay() });
    const { request } = plan;
    for (const [name, advice] of Object.entries({ ...advices, hostile })) {
      const named = name === "hostile" ? HOSTILE : "mine.csv";
      await writeAdviceReport(site.file(name), {
        advice,
        plan: {
          ...plan,
          request: { ...request, subject: { ...request.subject, prepare: named } },
        },
        ...{ name: named, about: { Data: named }, repeat: repeatCommand([named], named) },
      });
    }
  },
  { timeout: 240_000 },
);
after(() => site?.close());

test("the page has the head, the styles and the scripts of the notebooks' reports", () => {
  const parts = (name: string): string[][] => {
    const source = site.source(name);
    const all = (pattern: RegExp): string[] => [...source.matchAll(pattern)].map(([text]) => text);
    return [
      all(/<meta [^>]*>/g),
      all(/<style>[\s\S]*?<\/style>/g).slice(0, 1),
      all(/<script>[\s\S]*?<\/script>/g),
    ];
  };
  assert.deepEqual(parts("settled"), parts("01-essay"));
});

test("every kind of answer: drawn, offline, without a complaint, and no wider than a phone", async () => {
  for (const name of Object.keys(advices)) {
    const { page, requests, complaints } = await site.open(name, {
      viewport: { width: 390, height: 844 },
    });
    assert.deepEqual({ name, requests, complaints }, { name, requests: [], complaints: [] });
    assert.equal(await page.locator("figure.plot.undrawn").count(), 0);
    assert.ok((await page.locator("figure.plot.drawn").count()) > 0, name);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 390, `${name}: ${width}`);
    assert.doesNotMatch(await page.locator("main").innerText(), /NaN|undefined|Infinity/);
    await page.close();
  }
});

test("hostile names stand as they are written, and do nothing", async () => {
  const { page, requests, complaints } = await site.open("hostile");
  assert.deepEqual({ requests, complaints }, { requests: [], complaints: [] });
  assert.equal(await page.evaluate(() => (globalThis as { owned?: unknown }).owned), undefined);
  const acting = await page
    .locator("main")
    .locator("b, iframe, form, base, meta, object, style:not(svg style), [onerror], [onload]")
    .evaluateAll((found) => found.map((element) => element.outerHTML));
  assert.deepEqual(acting, []);
  const addresses = await page
    .locator("[src], [href]")
    .evaluateAll((all) =>
      all.map((one) => one.getAttribute("src") ?? one.getAttribute("href") ?? ""),
    );
  assert.deepEqual(
    addresses.filter((address) => !/^(data:image\/png;|#)/.test(address)),
    [],
  );
  assert.equal(await page.locator("h1").innerText(), `Advice on ${HOSTILE}`);
  assert.equal(await page.title(), `Advice on ${HOSTILE} · Batchwise`);
  const notes = page.locator("h2#notes + ul > li");
  assert.equal(await notes.count(), FRAGMENTS.length + 1);
  assert.equal(await page.locator("main > h2").count(), 7, "nothing ended the page early");
  await page.close();
});

test("the page's numbers are those of advice.json", async () => {
  const { page } = await site.open("settled");
  const text = await page.locator("main").innerText();
  const { batchSize, learningRate, trainings } = JSON.parse(JSON.stringify(settled)) as Advice;
  assert.ok(text.includes(`Use batch size ${batchSize} with learning rate ${learningRate}`));
  const first = page.locator("tr.chosen td");
  assert.equal(await first.nth(0).innerText(), String(batchSize));
  assert.equal(await first.nth(1).innerText(), String(learningRate));
  assert.ok(text.includes(`used were ${trainings} and 5.4 s`), text);
  assert.ok(text.includes(`batch_size=${batchSize}`));
  await page.close();
});

test("on a phone each size is read from top to bottom, with the names of the columns", async () => {
  const { page } = await site.open("settled", { viewport: { width: 390, height: 844 } });
  const cell = page.locator(".stacks td").nth(1);
  assert.equal(await page.locator(".stacks thead").isVisible(), false);
  assert.equal(
    await cell.evaluate((node) => getComputedStyle(node, "::before").content),
    '"learning rate"',
  );
  await page.close();
});

test("print and pages without scripts show pictures; a click marks lines as a whole", async () => {
  const { page } = await site.open("settled");
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".plot > img").first().isVisible(), true);
  assert.equal(await page.locator(".plot-live").first().isVisible(), false);
  assert.equal(
    await page
      .locator(".copy")
      .first()
      .evaluate((node) => getComputedStyle(node).userSelect),
    "all",
  );
  await page.close();
  const still = await site.browser.newPage({ javaScriptEnabled: false });
  await still.goto(pathToFileURL(site.file("settled")).href);
  const pictures = still.locator(".plot > img");
  assert.equal(await pictures.count(), 5);
  for (const picture of await pictures.all()) assert.equal(await picture.isVisible(), true);
  await still.close();
});

test("no address of elsewhere stands in what the page itself adds", () => {
  const body = readFileSync(site.file("settled"), "utf8").replace(
    /<script>[\s\S]*?<\/script>/g,
    "",
  );
  assert.doesNotMatch(body, /https?:|url\(/);
});

test("the command that repeats a plan: without what the plan decides, as a shell reads it", () => {
  assert.equal(
    repeatCommand(
      ["my data.csv", "--label", "it's", "--budget", "60s", "--out=here", "--steps", "9"],
      "advice/my data",
    ),
    `npm run advise -- 'my data.csv' --label 'it'\\''s' --plan 'advice/my data/plan.json' --out 'advice/my data/again'`,
  );
});
