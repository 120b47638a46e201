/** More figures in WebGL than a browser has contexts for: each is seen where it stands, live or as its picture. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { code, figure, notebook, prose } from "./notebooks.js";
import { makeSite, type Site } from "./site.js";

const grid = [...Array(8).keys()];
const z = grid.map((i) => grid.map((j) => Math.sin(i / 2) * Math.cos(j / 2)));
/** Small, for where there is no graphics card the processor draws. */
const SMALL = { width: 300, height: 180, margin: { l: 0, r: 0, t: 0, b: 0 } };
const VIEW = { viewport: { width: 420, height: 700 } };
const surface = (layout: object = {}): ReturnType<typeof figure> =>
  figure([{ type: "surface", z, showscale: false }], { ...SMALL, ...layout });
const points = { x: grid, y: grid.map((v) => v % 3), z: grid.map((v) => v % 5) };
const mesh = {
  ...{ x: [0, 1, 0, 0], y: [0, 0, 1, 0], z: [0, 0, 0, 1] },
  ...{ i: [0, 0, 0, 1], j: [1, 2, 3, 2], k: [2, 3, 1, 3] },
};
const kinds = {
  scatter3d: { ...points, mode: "markers" },
  mesh3d: { ...mesh, color: "#c33" },
  scattergl: { x: points.x, y: points.z, mode: "markers", marker: { size: 12, color: "#c33" } },
  scatterpolargl: {
    r: [1, 2, 3],
    theta: [10, 120, 240],
    mode: "markers",
    marker: { size: 20, color: "#c33" },
  },
  splom: {
    dimensions: [{ values: points.x }, { values: points.z }],
    marker: { size: 9, color: "#c33" },
  },
  parcoords: { dimensions: [{ values: points.x }, { values: points.z }], line: { color: "#c33" } },
};
const twenty = Array.from({ length: 20 }, (_, i) => code(`surface(${i})`, [surface()]));
let site: Site;
before(
  async () => {
    site = await makeSite({
      "01-twenty": notebook([prose("# Twenty"), ...twenty]),
      "02-small": notebook([
        prose("# Small"),
        ...twenty.map(() => code("surface", [surface({ height: 60 })])),
      ]),
      "03-kinds": notebook([
        prose("# Kinds"),
        ...Object.entries(kinds).map(([type, trace]) =>
          code(type, [figure([{ type, ...trace }], SMALL)]),
        ),
        ...twenty.slice(0, 8),
      ]),
      "04-many-scenes": notebook([
        prose("# Scenes"),
        code("scenes", [
          figure(
            [...Array(20).keys()].map((i) => ({
              ...{ type: "surface", z, showscale: false, scene: `scene${i ? i + 1 : ""}` },
            })),
            {
              ...SMALL,
              ...Object.fromEntries(
                grid.concat(grid).map((_, i) => [
                  `scene${i ? i + 1 : ""}`,
                  {
                    domain: {
                      x: [(i % 6) / 6, (i % 6) / 6 + 0.16],
                      y: [Math.floor(i / 6) / 4, Math.floor(i / 6) / 4 + 0.24],
                    },
                  },
                ]),
              ),
            },
          ),
        ]),
      ]),
    });
  },
  { timeout: 600_000 },
);
after(() => site?.close());

/** How many pixels of what the reader sees in the figure's place have a colour of their own. */
async function coloured(page: Page, place: Locator): Promise<number> {
  const png = (await place.screenshot()).toString("base64");
  return await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0);
    const { data: pixels } = context?.getImageData(0, 0, image.width, image.height) ?? { data: [] };
    let count = 0;
    for (let i = 0; i < pixels.length; i += 4) {
      const [r = 0, g = 0, b = 0] = [pixels[i], pixels[i + 1], pixels[i + 2]];
      if (Math.max(r, g, b) - Math.min(r, g, b) > 60) count++;
    }
    return count;
  }, png);
}

/** Scrolls to the figure, and waits until it is drawn there. */
async function look(place: Locator): Promise<void> {
  await place.scrollIntoViewIfNeeded();
  await place.locator(".plot-container").waitFor({ timeout: 60_000 });
  await place.page().waitForTimeout(500);
}

const contexts = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelectorAll(".plot-container .gl-container canvas").length);

test("twenty surfaces: each is seen when the reader comes to it, down the page and up again", {
  timeout: 600_000,
}, async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    const { page, requests, complaints } = await site.open("01-twenty", { ...VIEW, colorScheme });
    const places = await page.locator("figure.plot").all();
    assert.equal(places.length, 20);
    if (colorScheme === "dark") places.reverse();
    for (const [i, place] of places.entries()) {
      await look(place);
      const seen = await coloured(page, place);
      assert.ok(seen > 1000, `${colorScheme}, figure ${i}: ${seen}`);
      assert.ok((await contexts(page)) <= 10);
    }
    for (const [i, place] of [...places.entries()].filter((_, at) => at % 5 === 0)) {
      const seen = await coloured(page, place); // which scrolls there, and does not wait
      assert.ok(seen > 1000, `${colorScheme}, figure ${i} again: ${seen}`);
    }
    const lost = complaints.filter(
      (text) => /context|webgl/i.test(text) && !/GPU stall/.test(text),
    );
    assert.deepEqual([lost, requests], [[], []]);
    await page.close();
  }
});

test("what the reader turned stays turned when the figure comes back", {
  timeout: 600_000,
}, async () => {
  const { page } = await site.open("01-twenty", VIEW);
  const places = await page.locator("figure.plot").all();
  const [first] = places;
  assert.ok(first);
  await look(first);
  await first
    .locator(".plot-live")
    .evaluate((node) =>
      (
        globalThis as unknown as { Plotly: { relayout(node: Element, to: object): Promise<void> } }
      ).Plotly.relayout(node, { "scene.camera.eye": { x: 0.1, y: 0.2, z: 2.5 } }),
    );
  for (const place of places) await look(place);
  await first.scrollIntoViewIfNeeded();
  await look(first);
  const eye = await first
    .locator(".plot-live")
    .evaluate(
      (node) =>
        (node as unknown as { layout: { scene: { camera: { eye: object } } } }).layout.scene.camera
          .eye,
    );
  assert.deepEqual(eye, { x: 0.1, y: 0.2, z: 2.5 });
  await page.close();
});

test("twenty on one screen: those beyond the contexts are pictures, and a click brings one back", {
  timeout: 600_000,
}, async () => {
  const { page } = await site.open("02-small", { viewport: { width: 420, height: 3000 } });
  await page.waitForTimeout(1000);
  const places = await page.locator("figure.plot").all();
  for (const [i, place] of places.entries()) {
    const seen = await coloured(page, place);
    assert.ok(seen > 50, `figure ${i}: ${seen}`);
  }
  assert.ok((await contexts(page)) <= 10);
  const still = page.locator(".figure-still");
  const stills = await still.count();
  assert.ok(stills >= 8);
  // Nothing goes on by itself.
  const live = (): Promise<string> =>
    page.evaluate(() =>
      [...document.querySelectorAll("figure.plot")]
        .map((place) => (place.querySelector(".plot-container") ? 1 : 0))
        .join(""),
    );
  const settled = await live();
  await page.waitForTimeout(2000);
  assert.equal(await live(), settled);
  const [sleeping] = await page.locator("figure.plot:has(.figure-still)").all();
  assert.ok(sleeping);
  const id = await sleeping.getAttribute("id");
  await sleeping.locator(".figure-still").click();
  await page.locator(`#${id} .plot-container canvas`).waitFor({ timeout: 30_000 });
  await page.waitForTimeout(1000);
  assert.equal(await page.locator(`#${id} .figure-still`).count(), 0);
  assert.ok((await coloured(page, page.locator(`#${id}`))) > 50);
  assert.equal(await still.count(), stills);
  await page.close();
});

test("every kind of WebGL figure is seen before and after the others have been", {
  timeout: 600_000,
}, async () => {
  const { page } = await site.open("03-kinds", VIEW);
  const places = await page.locator("figure.plot").all();
  const names = [...Object.keys(kinds), ...grid.map((i) => `surface ${i}`)];
  for (const i of [...places.keys(), ...places.keys()]) {
    const place = places[i];
    assert.ok(place);
    await place.scrollIntoViewIfNeeded();
    await page.waitForTimeout(2000);
    const seen = await coloured(page, place);
    assert.ok(seen > 200, `${names[i]}: ${seen}`);
  }
  await page.close();
});

test("a figure of more scenes than there are contexts shows its picture", {
  timeout: 600_000,
}, async () => {
  const { page } = await site.open("04-many-scenes", VIEW);
  const place = page.locator("figure.plot");
  await place.locator(".figure-still").waitFor({ timeout: 60_000 });
  const all = await coloured(page, place);
  assert.ok(all > 1000, `${all}`);
  for (const [i, part] of ["left top", "right bottom"].entries()) {
    const box = await place.boundingBox();
    assert.ok(box);
    const shot = await page.screenshot({
      clip: {
        x: box.x + (i * box.width) / 2,
        y: box.y,
        width: box.width / 2,
        height: box.height / 2,
      },
    });
    assert.ok(shot.length > 2000, part);
  }
  await page.close();
});

test("a context that the browser takes away leaves the figure's picture", {
  timeout: 600_000,
}, async () => {
  const { page } = await site.open("01-twenty", VIEW);
  const place = page.locator("figure.plot").first();
  await look(place);
  await place.locator("canvas").evaluate((canvas) => {
    const given = (canvas as HTMLCanvasElement).getContext("webgl");
    given?.getExtension("WEBGL_lose_context")?.loseContext();
  });
  await place.locator(".figure-still").waitFor({ timeout: 30_000 });
  assert.ok((await coloured(page, place)) > 1000);
  await page.close();
});

test("print shows the pictures, whatever is live", { timeout: 600_000 }, async () => {
  const { page } = await site.open("01-twenty", VIEW);
  await look(page.locator("figure.plot").last());
  await page.emulateMedia({ media: "print" });
  for (const place of await page.locator("figure.plot").all()) {
    assert.equal(await place.locator(":scope > img").isVisible(), true);
    assert.equal(await place.locator(".plot-live").isVisible(), false);
  }
  await page.close();
});

test("the kinds of trace that are taken for WebGL are those that plotly.js draws so", async () => {
  const { page } = await site.open("01-twenty", VIEW);
  const wrong = await page.evaluate(() => {
    const { Plotly, batchwiseFigures } = globalThis as unknown as {
      Plotly: { PlotSchema: { get(): { traces: Record<string, { categories: string[] }> } } };
      batchwiseFigures: { usesWebgl(figure: object): boolean };
    };
    return Object.entries(Plotly.PlotSchema.get().traces)
      .filter(
        ([type, { categories }]) =>
          categories.some((c) => ["gl", "gl3d", "regl", "map"].includes(c)) !==
          batchwiseFigures.usesWebgl({ data: [{ type }] }),
      )
      .map(([type]) => type);
  });
  assert.deepEqual(wrong, []);
  await page.close();
});
