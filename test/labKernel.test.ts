/** The kernel as JupyterLab shows it: its status, queued cells, floods of output. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { code, notebook, write } from "./report/notebooks.js";
import { script } from "./scripts.js";

const { launchBrowser } = await script<{ launchBrowser: () => Promise<Browser> }>("browser.mjs");
const { labCommand } = await script<{
  labCommand: (args: readonly string[], places: object) => Promise<number>;
}>("notebook/lab/labCommand.mjs");

const folder = mkdtempSync(path.join(os.tmpdir(), "batchwise-lab-kernel-"));
const source = path.join(folder, "notebooks");
const stopper = new AbortController();
const LONG = { timeout: 300_000 };
let port = 0;
let ended: Promise<number>;
let browser: Browser;

interface Kernel {
  readonly status: string;
  readonly statusChanged: {
    connect(listener: (sender: unknown, status: string) => void): void;
  };
}

/** The part of JupyterLab that the test speaks to. */
interface Lab {
  seen: string[];
  readonly jupyterapp: {
    readonly commands: { execute(id: string, args?: unknown): Promise<unknown> };
    readonly shell: {
      readonly currentWidget?: {
        readonly sessionContext?: { readonly session?: { readonly kernel?: Kernel } };
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

/** Opens a notebook of these cells, once its kernel is there. */
async function open(name: string, cells: readonly string[]): Promise<Page> {
  write(source, name, notebook(cells.map((cell) => code(cell))));
  const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } });
  await page.goto(`http://127.0.0.1:${port}/lab/tree/${name}?token=open&reset`);
  await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor(LONG);
  await untilStatus(page, "idle");
  return page;
}

const untilStatus = async (page: Page, wanted: string): Promise<void> => {
  await page.waitForFunction(
    (status) =>
      (globalThis as unknown as Lab).jupyterapp?.shell.currentWidget?.sessionContext?.session
        ?.kernel?.status === status,
    wanted,
    LONG,
  );
};
const command = async (page: Page, id: string): Promise<void> => {
  await page.evaluate(
    (given) => void (globalThis as unknown as Lab).jupyterapp.commands.execute(given),
    id,
  );
};
const prompts = async (page: Page): Promise<(string | null)[]> =>
  await page.locator(".jp-CodeCell .jp-InputPrompt").allTextContents();
const output = async (page: Page, cell: number): Promise<string> =>
  (
    await page.locator(".jp-CodeCell").nth(cell).locator(".jp-OutputArea-output").allTextContents()
  ).join("");

before(async () => {
  mkdirSync(source);
  port = await freePort();
  const options = ["--no-browser", `--port=${port}`, "--ServerApp.port_retries=0"];
  const opened = ["--IdentityProvider.token=open", "--LabApp.expose_app_in_browser=True"];
  let said = "";
  ended = labCommand([...options, ...opened], {
    source,
    signal: stopper.signal,
    onOutput: (text: string) => {
      said += text;
    },
  });
  browser = await launchBrowser();
  while (!/is running at/.test(said))
    await Promise.race([
      new Promise((resolve) => setTimeout(resolve, 100)),
      ended.then((exit) => assert.fail(`JupyterLab ended with ${exit}\n${said}`)),
    ]);
}, LONG);

after(async () => {
  stopper.abort();
  await ended;
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the kernel is idle once a notebook is open, and again after a restart", LONG, async () => {
  const page = await open("idle.ipynb", ["const a = 1;\na", "a + 1"]);
  const shown = page.locator(".jp-Notebook-ExecutionIndicator").first();
  assert.equal(await shown.getAttribute("data-status"), "idle");
  await command(page, "kernelmenu:restart");
  await page.locator(".jp-Dialog .jp-mod-accept").click(LONG);
  await page.locator(".jp-Dialog").waitFor({ state: "detached", ...LONG });
  await untilStatus(page, "idle");
  await command(page, "notebook:run-all-cells");
  await page.waitForFunction(
    () => document.querySelectorAll(".jp-OutputArea-output").length === 2,
    null,
    LONG,
  );
  assert.deepEqual([await output(page, 0), await output(page, 1)], ["1\n", "2\n"]);
  await page.close();
});

test("while queued cells run the kernel is busy until the last one ends", LONG, async () => {
  const wait = "await new Promise((done) => setTimeout(done, 500));";
  const page = await open("queue.ipynb", [`${wait}\n1`, `${wait}\n2`, `${wait}\n3`]);
  await page.evaluate(() => {
    const lab = globalThis as unknown as Lab;
    lab.seen = [];
    const kernel = lab.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel;
    kernel?.statusChanged.connect((_, status) => {
      const done = document.querySelectorAll(".jp-OutputArea-output").length;
      if (lab.seen.at(-1) !== `${status} ${done}`) lab.seen.push(`${status} ${done}`);
    });
  });
  await command(page, "notebook:run-all-cells");
  await page.waitForFunction(
    () => document.querySelectorAll(".jp-OutputArea-output").length === 3,
    null,
    LONG,
  );
  await untilStatus(page, "idle");
  const seen = await page.evaluate(() => (globalThis as unknown as Lab).seen);
  assert.deepEqual(
    seen.filter((state) => state.startsWith("busy")).length >= 3 && seen.at(-1),
    "idle 3",
    seen.join(),
  );
  assert.deepEqual(await prompts(page), ["[1]:", "[2]:", "[3]:"]);
  await page.close();
});

test("a flood of output arrives whole", LONG, async () => {
  const cells = [
    'for (let i = 0; i < 100_000; i += 1) console.log("line " + i);\nconsole.error("end");',
    'for (let i = 0; i < 20; i += 1) void process.stdout.write(".".repeat(1 << 20));\nconsole.log("end");',
  ];
  const page = await open("flood.ipynb", cells);
  await command(page, "notebook:run-all-cells");
  await page.waitForFunction(
    () => document.querySelectorAll(".jp-InputPrompt")[1]?.textContent === "[2]:",
    null,
    LONG,
  );
  await untilStatus(page, "idle");
  await command(page, "docmanager:save");
  const texts = await page.evaluate(() => {
    interface Widget {
      content: {
        model: {
          sharedModel: {
            toJSON(): { cells: { outputs: { text?: string | string[]; name: string }[] }[] };
          };
        };
      };
    }
    const widget = (globalThis as unknown as Lab).jupyterapp.shell
      .currentWidget as unknown as Widget;
    return widget.content.model.sharedModel
      .toJSON()
      .cells.map(({ outputs }) => outputs.map(({ text, name }) => [name, [text].flat().join("")]));
  });
  const lines = Array.from({ length: 100_000 }, (_, i) => `line ${i}\n`).join("");
  assert.deepEqual(
    texts[0]?.map(([name]) => name),
    ["stdout", "stderr"],
  );
  assert.ok(
    texts[0]?.[0]?.[1] === lines,
    `${texts[0]?.[0]?.[1]?.length} of ${lines.length} characters`,
  );
  assert.equal(texts[1]?.[0]?.[1]?.length, 20 * (1 << 20) + 4);
  await page.close();
});
