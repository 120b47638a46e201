/** Pictures of figures: on white where they have no ground of their own, bounded in size, and never a hang. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { script } from "../scripts.js";

type Drawn = { png: string } | { message: string; stuck?: boolean };
interface Drawing {
  draw(figure: unknown): Promise<Drawn>;
}
const { Drawing } = await script<{
  Drawing: new (browser: Browser, limit: { seconds: number }) => Drawing;
}>("notebook/page/drawing.mjs");
const { launchBrowser } = await script<{ launchBrowser: () => Promise<Browser> }>("browser.mjs");

let browser: Browser;
before(
  async () => {
    browser = await launchBrowser();
  },
  { timeout: 120_000 },
);
after(() => browser?.close());

/** Size and the colour of the first pixel of a figure's picture. */
async function drawn(layout: object): Promise<{ size: number[]; ground: number[] }> {
  const picture = await new Drawing(browser, { seconds: 100 }).draw({
    data: [{ type: "scatter", x: [1, 2], y: [1, 2] }],
    layout,
  });
  assert.ok("png" in picture, JSON.stringify(picture));
  const page = await browser.newPage();
  const seen = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context?.drawImage(image, 0, 0);
    const ground = [...(context?.getImageData(0, 0, 1, 1).data ?? [])];
    return { size: [image.width, image.height], ground };
  }, picture.png);
  await page.close();
  return seen;
}

test("a ground that lets the page through is white, and one of the figure's own is kept", async () => {
  const white = [255, 255, 255, 255];
  assert.deepEqual((await drawn({})).ground, white);
  assert.deepEqual((await drawn({ paper_bgcolor: "rgba(0, 0, 0, 0)" })).ground, white);
  assert.deepEqual(
    (await drawn({ paper_bgcolor: "rgba(0, 0, 0, 0.4)" })).ground,
    [153, 153, 153, 255],
  );
  const template = { layout: { paper_bgcolor: "#111111", font: { color: "#f2f5fa" } } };
  assert.deepEqual((await drawn({ template })).ground, [17, 17, 17, 255]);
});

test("a picture is twice the figure's size, up to four million pixels", async () => {
  assert.deepEqual((await drawn({})).size, [1800, 900]);
  assert.deepEqual((await drawn({ width: 300, height: 200 })).size, [600, 400]);
  const [width = 0, height = 0] = (await drawn({ width: 8000, height: 8000 })).size;
  assert.ok(width * height < 4.1e6, `${width} × ${height}`);
});

test("a page that hangs is given up for a new one", async () => {
  let asked = 0;
  const hangsOnce = {
    newContext: (options: object) =>
      asked++ === 0 ? new Promise(() => {}) : browser.newContext(options),
  } as unknown as Browser;
  const drawing = new Drawing(hangsOnce, { seconds: 20 });
  const figure = { data: [], layout: { width: 100, height: 100 } };
  assert.deepEqual(await drawing.draw(figure), { message: "not drawn within 20 s", stuck: true });
  assert.ok("png" in (await drawing.draw(figure)));
});

test("a figure that cannot be drawn does not cost the next one its picture", async () => {
  const drawing = new Drawing(browser, { seconds: 100 });
  const bad = await drawing.draw({ data: 3 });
  assert.ok("message" in bad && !bad.stuck);
  assert.ok("png" in (await drawing.draw({ data: [], layout: {} })));
});
