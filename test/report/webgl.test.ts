/** More figures in WebGL than a browser has contexts for: each is seen where it stands, live or as its picture. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { script } from "../scripts.js";
import { type Cell, code, figure, type Notebook, notebook, prose, write } from "./notebooks.js";
import { makeSite, type Site } from "./site.js";

const { addPictures } = await script<{
  addPictures: (files: readonly string[]) => Promise<readonly object[]>;
}>("notebook/page/pictures.mjs");

/** A browser keeps 16 contexts on a page. */
const MANY = 17;
const MOST_CONTEXTS = 10;
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
const scene = (i: number): string => `scene${i === 0 ? "" : i + 1}`;
const scenes = figure(
  Array.from({ length: MANY }, (_, i) => ({
    ...{ type: "surface", z, showscale: false, scene: scene(i) },
  })),
  {
    ...SMALL,
    ...Object.fromEntries(
      Array.from({ length: MANY }, (_, i) => {
        const [left, low] = [(i % 6) / 6, Math.floor(i / 6) / 4];
        return [scene(i), { domain: { x: [left, left + 0.16], y: [low, low + 0.24] } }];
      }),
    ),
  },
);

/** The same figure so many times, its picture drawn once: the processor takes a second for each. */
async function alike(output: ReturnType<typeof figure>, times: number): Promise<Cell[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "batchwise-alike-"));
  const file = write(folder, "one.ipynb", notebook([code("figure", [output])]));
  assert.deepEqual(await addPictures([file]), []);
  const { cells } = JSON.parse(readFileSync(file, "utf8")) as Notebook;
  rmSync(folder, { recursive: true });
  return Array.from({ length: times }, (_, i) => code(`figure(${i})`, cells[0]?.outputs));
}

/** The page's policy forbids the eval that these need: they stay pictures. */
const PICTURES = ["scatterpolargl", "splom", "parcoords"];

let site: Site;
before(
  async () => {
    site = await makeSite({
      "01-many": notebook([
        prose("# Many"),
        ...Object.entries(kinds).map(([type, trace]) =>
          code(type, [figure([{ type, ...trace }], SMALL)]),
        ),
        ...(await alike(surface(), MANY - 2)), // with scatter3d and mesh3d
      ]),
      "02-small": notebook([prose("# Small"), ...(await alike(surface({ height: 60 }), 13))]),
      "03-many-scenes": notebook([prose("# Scenes"), code("scenes", [scenes])]),
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

/** Scrolls to the figure, and waits until it is drawn there, or has had the time. */
async function look(place: Locator, { drawn = true } = {}): Promise<void> {
  await place.scrollIntoViewIfNeeded();
  if (drawn) await place.locator(".plot-container").waitFor({ timeout: 60_000 });
  await place.page().waitForTimeout(drawn ? 300 : 1000); // its picture goes a little later
}

const contexts = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelectorAll(".plot-container .gl-container canvas").length);

test("more figures in WebGL than contexts", { timeout: 600_000 }, async (t) => {
  const { page, requests, complaints } = await site.open("01-many", VIEW);
  const places = await page.locator("figure.plot").all();
  const [first] = places;
  assert.ok(first);
  const live = first.locator(".plot-live");
  const turned = { x: 0.1, y: 0.2, z: 2.5 };

  await t.test("each is seen when the reader comes to it, down the page and up again", async () => {
    const names = [...Object.keys(kinds), ...Array<string>(MANY - 2).fill("surface")];
    assert.equal(places.length, names.length);
    const see = async (i: number): Promise<void> => {
      const seen = await coloured(page, places[i] ?? first);
      assert.ok(seen > (names[i] === "surface" ? 1000 : 200), `figure ${i}, ${names[i]}: ${seen}`);
    };
    for (const [i, place] of places.entries()) {
      await look(place, { drawn: !PICTURES.includes(names[i] ?? "") });
      await see(i);
      assert.ok((await contexts(page)) <= MOST_CONTEXTS);
      if (place === first)
        await live.evaluate(
          (node, eye) =>
            (
              globalThis as unknown as {
                Plotly: { relayout(node: Element, to: object): Promise<void> };
              }
            ).Plotly.relayout(node, { "scene.camera.eye": eye }),
          turned,
        );
    }
    for (const place of places.slice(0, 2)) // others have taken their contexts
      assert.equal(await place.locator(".figure-still").count(), 1);
    for (const i of [...places.keys()].reverse())
      if (names[i] !== "surface" || i % 5 === 0) await see(i); // which scrolls there, and does not wait
    const lost = complaints.filter(
      (text) => /context|webgl/i.test(text) && !/GPU stall/.test(text),
    );
    assert.deepEqual([lost, requests], [[], []]);
  });

  await t.test("what the reader turned stays turned when the figure comes back", async () => {
    await look(first);
    const eye = await live.evaluate(
      (node) =>
        (node as unknown as { layout: { scene: { camera: { eye: object } } } }).layout.scene.camera
          .eye,
    );
    assert.deepEqual(eye, turned);
  });

  await t.test("a context that the browser takes away leaves the figure's picture", async () => {
    await first.locator("canvas").evaluate((canvas) => {
      const given = (canvas as HTMLCanvasElement).getContext("webgl");
      given?.getExtension("WEBGL_lose_context")?.loseContext();
    });
    await first.locator(".figure-still").waitFor({ timeout: 30_000 });
    assert.ok((await coloured(page, first)) > 200);
  });

  await t.test("print shows the pictures, whatever is live", async () => {
    assert.ok((await contexts(page)) > 0);
    await page.emulateMedia({ media: "print" });
    for (const place of places) {
      assert.equal(await place.locator(":scope > img").isVisible(), true);
      assert.equal(await place.locator(".plot-live").isVisible(), false);
    }
  });

  await t.test("the kinds of trace taken for WebGL are those that plotly.js draws so", async () => {
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
  });
  await page.close();
});

test("all on one screen, in the dark: those beyond the contexts are pictures, and a click brings one back", {
  timeout: 600_000,
}, async () => {
  const { page } = await site.open("02-small", {
    viewport: { width: 420, height: 3000 },
    colorScheme: "dark",
  });
  await page.waitForTimeout(1000);
  const places = await page.locator("figure.plot").all();
  for (const [i, place] of places.entries()) {
    const seen = await coloured(page, place);
    assert.ok(seen > 50, `figure ${i}: ${seen}`);
  }
  assert.ok((await contexts(page)) <= MOST_CONTEXTS);
  const still = page.locator(".figure-still");
  const stills = await still.count();
  assert.ok(stills >= 3);
  // Nothing goes on by itself.
  const live = (): Promise<string> =>
    page.evaluate(() =>
      [...document.querySelectorAll("figure.plot")]
        .map((place) => (place.querySelector(".plot-container") ? 1 : 0))
        .join(""),
    );
  const settled = await live();
  await page.waitForTimeout(1000);
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

test("a figure of more scenes than there are contexts shows its picture", {
  timeout: 600_000,
}, async () => {
  const { page } = await site.open("03-many-scenes", VIEW);
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
