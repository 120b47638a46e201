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
}>("jupyter/labextension/install.mjs");
const { labCommand } = await script<{
  labCommand: (args: readonly string[], places: object) => Promise<number>;
}>("report/labCommand.mjs");

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

/** The part of JupyterLab that the test speaks to. */
interface Lab {
  readonly jupyterapp: {
    readonly commands: { execute(id: unknown, args: unknown): Promise<unknown> };
    readonly shell: {
      readonly currentWidget?: {
        readonly sessionContext?: {
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
  await page.goto(`http://127.0.0.1:${port}/lab/tree/figures.ipynb?token=open`);
  await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor({ timeout: 60_000 });
  const run = (command: string, args: object = {}): Promise<void> =>
    page.evaluate(
      ([id, given]) => void (globalThis as unknown as Lab).jupyterapp.commands.execute(id, given),
      [command, args] as const,
    );
  await page.waitForFunction(
    () =>
      (globalThis as unknown as Lab).jupyterapp?.shell.currentWidget?.sessionContext?.session
        ?.kernel?.connectionStatus === "connected",
    null,
    { timeout: 60_000 },
  );
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
