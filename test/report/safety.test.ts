/** Text from data never becomes markup in a report. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HOSTILE, hostile } from "./hostile.js";
import { code, notebook, prose } from "./notebooks.js";
import { makeSite, type Site } from "./site.js";

let site: Site;
const count = (text: string, part: string): number => text.split(part).length - 1;

before(
  async () => {
    site = await makeSite({ hostile: hostile(), plain: notebook([prose("# Plain"), code("1")]) });
  },
  { timeout: 120_000 },
);
after(() => site?.close());

test("a page of hostile data draws its figure, asks for nothing and is no wider than a phone", async () => {
  const { page, requests, complaints } = await site.open("hostile", {
    viewport: { width: 390, height: 844 },
  });
  assert.deepEqual({ requests, complaints }, { requests: [], complaints: [] });
  assert.ok((await page.locator(".barlayer path").count()) > 0);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  await page.close();
});

test("text from data becomes no element and no script; a link in a cell's HTML only leads where it says", async () => {
  const { page } = await site.open("hostile");
  await page.locator(".hoverlayer").first().waitFor({ state: "attached" });
  assert.equal(await page.evaluate(() => (globalThis as { owned?: unknown }).owned), undefined);
  const main = page.locator("main");
  const elements = await main
    .locator("b, iframe, form, style:not(svg style), [onerror], [onload], script:not([type])")
    .evaluateAll((found) => found.map((element) => element.outerHTML));
  assert.deepEqual(elements, []);
  assert.equal(await page.locator("img:not([src^='data:image/png'])").count(), 0);
  const links = await main
    .locator("a")
    .evaluateAll((all) =>
      all.map((link) => [link.getAttribute("href") ?? "", (link as HTMLAnchorElement).rel]),
    );
  assert.deepEqual(
    links.filter(([href]) => !/^(#|index\.html$)/.test(href ?? "")),
    [["https://example.invalid", "noopener noreferrer"]],
  );
  const drawn = await page.evaluate(() =>
    [...document.querySelectorAll("main svg *")]
      .map((node) => node.getAttribute("href") ?? node.getAttribute("xlink:href") ?? "")
      .filter((href) => /^(https?|javascript):/.test(href)),
  );
  assert.deepEqual(drawn, []);
  const text = (await main.textContent()) ?? "";
  assert.ok(count(text, HOSTILE) >= 4, "the text itself is shown as it is");
  const title = (await page.locator("h1").textContent()) ?? "";
  assert.ok(title.includes(HOSTILE));
  await page.close();
});

test("the policy stops a script that got in all the same", async () => {
  const { page, complaints } = await site.open("plain");
  await page.evaluate(() => {
    const element = document.createElement("script");
    element.textContent = "globalThis.owned = true";
    document.body.append(element);
    document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='globalThis.owned = true'>");
  });
  await page.waitForTimeout(100);
  assert.equal(await page.evaluate(() => (globalThis as { owned?: unknown }).owned), undefined);
  assert.ok(complaints.some((text) => /Content Security Policy/.test(text)));
  await page.close();
});
