/** A report's figure shows the picture of the point under the pointer, and nothing else becomes of what it brings. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Row, scatterChart } from "batchwise";
import type { Page } from "playwright-core";
import { code, figure, notebook, prose } from "./notebooks.js";
import { makeSite, type Site } from "./site.js";

const rows = [
  { x: 0, y: 0, digit: "0", image: 0 },
  { x: 1, y: 1, digit: "1", image: 1 },
];
const of = { x: Float32Array.from([0, 1, 1, 0, 1, 0, 0, 0]), shape: [2, 2] };
const options = { title: "Points", x: "x", y: "y", label: "digit" };
const whole = scatterChart<Row>(rows, { ...options, pictures: { of, column: "image" } });
const short = { pictures: { rows: 1e9, columns: 2, pixels: ["0f", "<img>"] } };
let site: Site;
before(
  async () => {
    const shown = (layout: typeof whole.layout) => code("figure", [figure(whole.data, layout)]);
    site = await makeSite({
      "01-map": notebook([prose("# Map"), shown(whole.layout)]),
      "02-hostile": notebook([prose("# Map"), shown({ ...whole.layout, meta: short })]),
    });
  },
  { timeout: 120_000 },
);
after(() => site?.close());

/** Moves the pointer to the point's glyph. */
async function pointAt(page: Page, glyph: string): Promise<void> {
  await page.locator(".textpoint text", { hasText: glyph }).hover({ force: true });
  await page.waitForTimeout(200);
}

const picture = (page: Page) => page.locator(".hover-picture");

test("the picture is that of the point, and goes with the pointer", async () => {
  const { page, complaints, requests } = await site.open("01-map");
  assert.equal(await picture(page).isVisible(), false);
  for (const [glyph, grey] of [
    ["0", [255, 0, 0, 255]],
    ["1", [0, 255, 255, 255]],
  ] as const) {
    await pointAt(page, glyph);
    assert.equal(await picture(page).isVisible(), true);
    const pixels = await picture(page).evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const copy = new OffscreenCanvas(width, height).getContext("2d");
      copy?.drawImage(canvas as HTMLCanvasElement, 0, 0);
      return [...(copy?.getImageData(0, 0, width, height).data ?? [])];
    });
    assert.deepEqual(
      pixels.filter((_, i) => i % 4 === 0),
      grey,
    );
  }
  await page.mouse.move(2, 2);
  await page.waitForTimeout(300);
  assert.equal(await picture(page).isVisible(), false);
  assert.deepEqual([complaints, requests], [[], []]);
});

test("pictures that are none are not drawn, and nobody complains", async () => {
  const { page, complaints, requests } = await site.open("02-hostile");
  await pointAt(page, "0");
  assert.equal(await picture(page).isVisible(), false);
  assert.deepEqual([complaints, requests], [[], []]);
});
