/** A real JupyterLab in a real browser: the project's kernel, interactive figures, and nothing from outside. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { processes } from "./processes.js";
import { code, notebook, prose, write } from "./report/notebooks.js";
import { root, script } from "./scripts.js";

const { launchBrowser } = await script<{ launchBrowser: () => Promise<Browser> }>("browser.mjs");
const { installLabExtension } = await script<{
  installLabExtension: (options: { root: string; prefix: string }) => Promise<string>;
}>("notebook/lab/labextension/install.mjs");
const { labCommand } = await script<{
  labCommand: (args: readonly string[], places: object) => Promise<number>;
}>("notebook/lab/labCommand.mjs");

const folder = mkdtempSync(path.join(os.tmpdir(), "batchwise-lab-"));
const home = path.join(folder, "home");
const source = path.join(folder, "notebooks");
const stopper = new AbortController();
let port = 0;
let ended: Promise<number>;
let said = "";
let browser: Browser;

const figureCell = `({
  [Symbol.for("Jupyter.display")]: () => ({
    "application/vnd.plotly.v1+json": {
      data: [{ type: "scatter", x: [1, 2, 3], y: [1, 4, 9] }],
      layout: { title: { text: "Squares" } },
    },
    "text/plain": "Squares",
  }),
})`;

/** Twenty small figures in WebGL. */
const surfacesCell = `import * as tslab from "tslab";
const z = [0, 1, 2, 3, 4].map((i) => [0, 1, 2, 3, 4].map((j) => Math.sin(i) * Math.cos(j)));
const layout = { width: 300, height: 180, margin: { l: 0, r: 0, t: 0, b: 0 } };
for (let i = 0; i < 20; i++)
  tslab.display.raw("application/vnd.plotly.v1+json", { data: [{ type: "surface", z, showscale: false }], layout } as never);`;

/** The part of JupyterLab that the test speaks to. */
interface Lab {
  readonly jupyterapp: {
    readonly commands: { execute(id: unknown, args: unknown): Promise<unknown> };
    readonly shell: {
      readonly currentWidget?: {
        readonly sessionContext?: {
          readonly path: string;
          readonly session?: { readonly kernel?: { readonly connectionStatus: string } };
        };
      };
    };
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: found } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return found;
}

const children = (): string =>
  processes()
    .filter(
      (line) =>
        line.includes(`--port=${port}`) ||
        line.includes(path.join(root, ".jupyter", "runtime", "kernel-")),
    )
    .join("\n");

before(
  async () => {
    for (const made of [home, source]) mkdirSync(made);
    write(
      source,
      "figures.ipynb",
      notebook([
        prose("# Figures"),
        code("const three: number = 1 + 2;\nthree"),
        code(figureCell),
        code(figureCell),
      ]),
    );
    write(source, "surfaces.ipynb", notebook([prose("# Surfaces"), code(surfacesCell)]));
    await installLabExtension({ root, prefix: folder });
    port = await freePort();
    const given = process.env["JUPYTER_PATH"];
    const own = path.join(folder, "share", "jupyter");
    const env = {
      ...process.env,
      HOME: home,
      JUPYTER_PATH: given ? `${own}${path.delimiter}${given}` : own,
    };
    const options = ["--no-browser", `--port=${port}`, "--ServerApp.port_retries=0"];
    const opened = ["--IdentityProvider.token=open", "--LabApp.expose_app_in_browser=True"];
    ended = labCommand([...options, ...opened], {
      source,
      env,
      signal: stopper.signal,
      onOutput: (text: string) => {
        said += text;
      },
    });
    browser = await launchBrowser();
    while (!/is running at/.test(said)) {
      await Promise.race([
        new Promise((resolve) => setTimeout(resolve, 100)),
        ended.then((exit) => assert.fail(`JupyterLab ended with ${exit}\n${said}`)),
      ]);
    }
  },
  { timeout: 120_000 },
);

after(async () => {
  stopper.abort();
  await ended;
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a page draws in its figures' text, as computed by the browser. */
const textColour = (page: Page): Promise<string> =>
  page
    .locator(".batchwise-plotly .gtitle")
    .first()
    .evaluate((node) => getComputedStyle(node).fill);

/** Opens a notebook in JupyterLab, connected to its kernel; what is returned runs JupyterLab's commands. */
async function openNotebook(
  page: Page,
  name: string,
): Promise<(command: string, args?: object) => Promise<void>> {
  await page.goto(`http://127.0.0.1:${port}/lab/tree/${name}?token=open`);
  await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor({ timeout: 60_000 });
  await page.waitForFunction(
    (wanted) => {
      const shown = (globalThis as unknown as Lab).jupyterapp?.shell.currentWidget?.sessionContext;
      return shown?.path === wanted && shown.session?.kernel?.connectionStatus === "connected";
    },
    name,
    { timeout: 60_000 },
  );
  return (command, args = {}) =>
    page.evaluate(
      ([id, given]) => void (globalThis as unknown as Lab).jupyterapp.commands.execute(id, given),
      [command, args] as const,
    );
}

test("a notebook runs in JupyterLab with its figures drawn, in both themes, and asks nothing of the outside", {
  timeout: 120_000,
}, async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
  const foreign: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.host !== `127.0.0.1:${port}`)
      foreign.push(url.href);
  });
  const run = await openNotebook(page, "figures.ipynb");
  await run("notebook:run-all-cells");
  const picture = process.env["BATCHWISE_SCREENSHOTS"];
  await page
    .locator(".batchwise-plotly .main-svg .scatterlayer path.js-line")
    .nth(1)
    .waitFor({ timeout: 30_000 });
  assert.equal(await page.locator(".batchwise-plotly").count(), 2);
  assert.equal(await page.locator(".jp-OutputArea-output img").count(), 0);
  assert.equal(
    (await page.locator(".jp-CodeCell .jp-OutputArea-output").first().textContent())?.trim(),
    "3",
  );
  const light = await textColour(page);
  await run("apputils:change-theme", { theme: "JupyterLab Dark" });
  await page.waitForFunction(
    (was) =>
      getComputedStyle(document.querySelector(".batchwise-plotly .gtitle") ?? document.body)
        .fill !== was,
    light,
    { timeout: 30_000 },
  );
  if (picture) await page.screenshot({ path: path.join(picture, "lab-dark.png") });
  await run("apputils:change-theme", { theme: "JupyterLab Light" });
  await page.waitForFunction(
    (was) =>
      getComputedStyle(document.querySelector(".batchwise-plotly .gtitle") ?? document.body)
        .fill === was,
    light,
    { timeout: 30_000 },
  );
  if (picture) await page.screenshot({ path: path.join(picture, "lab-light.png") });
  assert.deepEqual(foreign, []);
  assert.equal(await page.locator(".jp-Dialog, .Toastify__toast").count(), 0);
  await run("docmanager:save");
  // JupyterLab's own export knows of no plotly: it shows the picture that came with each figure.
  const exported = async (): Promise<number> => {
    const answer = await fetch(`http://127.0.0.1:${port}/nbconvert/html/figures.ipynb?token=open`);
    return (await answer.text()).match(/<img[^>]+src="data:image\/png;base64,iVBOR/g)?.length ?? 0;
  };
  let pictures = await exported();
  for (let i = 0; i < 20 && pictures === 0; i++) pictures = await exported(); // until it is saved
  assert.equal(pictures, 2);
  await page.close();
});

/** How many pixels of a picture have a colour of their own. */
const coloured = (page: Page, png: Buffer): Promise<number> =>
  page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context?.drawImage(image, 0, 0);
    const pixels = context?.getImageData(0, 0, image.width, image.height).data ?? [];
    let count = 0;
    for (let i = 0; i < pixels.length; i += 4) {
      const rgb = [pixels[i] ?? 0, pixels[i + 1] ?? 0, pixels[i + 2] ?? 0];
      if (Math.max(...rgb) - Math.min(...rgb) > 60) count++;
    }
    return count;
  }, png.toString("base64"));

test("twenty figures in WebGL are all seen in JupyterLab when the reader comes to them", {
  timeout: 600_000,
}, async () => {
  const page = await browser.newPage({ viewport: { width: 900, height: 700 } });
  const run = await openNotebook(page, "surfaces.ipynb");
  await run("notebook:run-all-cells");
  const places = page.locator(".jp-Notebook:visible .batchwise-plotly");
  await places.nth(19).waitFor({ state: "attached", timeout: 300_000 });
  for (const i of [...Array(20).keys(), 10, 0]) {
    const place = places.nth(i);
    await place.scrollIntoViewIfNeeded();
    await place.locator(".plot-container canvas").waitFor({ timeout: 60_000 });
    await page.waitForTimeout(500);
    const seen = await coloured(page, await place.screenshot());
    assert.ok(seen > 500, `figure ${i}: ${seen}`);
    const contexts = await page.locator(".batchwise-plotly .plot-container canvas").count();
    assert.ok(contexts <= 10, `${contexts}`);
  }
  assert.ok((await page.locator(".jp-Notebook:visible .figure-still").count()) > 0);
  await page.close();
});

test("ending the command ends the server and its kernels, and the home folder is as it was", {
  timeout: 60_000,
}, async () => {
  assert.match(children(), /kernel-/);
  stopper.abort();
  await ended;
  assert.equal(children(), "");
  assert.deepEqual(existsSync(home) && readdirSync(home), []);
});

test("the extension installs whole, again and again, and renews what was damaged", async () => {
  const prefix = mkdtempSync(path.join(folder, "prefix-"));
  const first = await installLabExtension({ root, prefix });
  assert.deepEqual(readdirSync(path.join(first, "static")).sort(), [
    "figureTheme.js",
    "hoverPictures.js",
    "plotly.min.js",
    "remoteEntry.js",
    "showFigure.js",
  ]);
  rmSync(path.join(first, "static", "plotly.min.js"));
  assert.equal(await installLabExtension({ root, prefix }), first);
  assert.ok(existsSync(path.join(first, "static", "plotly.min.js")));
  assert.deepEqual(readdirSync(path.join(prefix, "share", "jupyter")), ["labextensions"]);
});
