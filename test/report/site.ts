/** Reports made for the tests, and a browser that writes down what their pages ask for and complain of. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { root, script } from "../scripts.js";
import { type Notebook, write } from "./notebooks.js";

interface PictureFailure {
  readonly notebook: string;
  readonly cell: number;
  readonly message: string;
}
const { launchBrowser } = await script<{ launchBrowser: () => Promise<Browser> }>("browser.mjs");
const { addPictures } = await script<{
  addPictures: (files: readonly string[]) => Promise<readonly PictureFailure[]>;
}>("notebook/page/pictures.mjs");
const { exportReports } = await script<{
  exportReports: (
    files: readonly string[],
    options: { root: string; out: string; images: string; onProblem: (text: string) => void },
  ) => Promise<string[]>;
}>("notebook/page/export.mjs");
const { writeIndex } = await script<{
  writeIndex: (options: { out: string; source: string }) => Promise<string>;
}>("notebook/page/index.mjs");

export interface Seen {
  readonly page: Page;
  readonly requests: string[];
  readonly complaints: string[];
}
export interface Site {
  readonly browser: Browser;
  readonly pictureFailures: readonly PictureFailure[];
  /** What the reports could not show. */
  readonly problems: readonly string[];
  readonly file: (name: string) => string;
  readonly source: (name: string) => string;
  /** A page, its figures drawn. */
  readonly open: (name: string, options?: BrowserContextOptions) => Promise<Seen>;
  readonly close: () => Promise<void>;
}

/**
 * Pictures, reports and index of executed notebooks, by name.
 * @param others files that stand beside the notebooks, by their path from there
 */
export async function makeSite(
  notebooks: Readonly<Record<string, Notebook>>,
  others: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<Site> {
  const out = mkdtempSync(path.join(os.tmpdir(), "batchwise-report-"));
  const executed = path.join(out, "notebooks");
  mkdirSync(executed);
  const files = Object.entries(notebooks).map(([name, content]) =>
    write(executed, `${name}.ipynb`, content),
  );
  for (const [name, content] of Object.entries(others)) {
    const other = path.join(executed, name);
    mkdirSync(path.dirname(other), { recursive: true });
    writeFileSync(other, content);
  }
  const pictureFailures = await addPictures(files);
  const problems: string[] = [];
  const onProblem = (text: string): number => problems.push(text);
  await exportReports(files, { root, out, images: executed, onProblem });
  await writeIndex({ out, source: executed });
  const browser = await launchBrowser();
  const file = (name: string): string => path.join(out, `${name}.html`);

  const open = async (name: string, options: BrowserContextOptions = {}): Promise<Seen> => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    const requests: string[] = [];
    const complaints: string[] = [];
    const url = pathToFileURL(file(name)).href;
    page.on("request", (request) => {
      if (request.url() !== url && !/^(data|blob):/.test(request.url()))
        requests.push(request.url());
    });
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(url);
    if (await page.locator("figure.plot").count()) {
      await page.locator("html[data-figures=drawn]").waitFor({ timeout: 60_000 });
    }
    return { page, requests, complaints };
  };
  const close = async (): Promise<void> => {
    await browser.close();
    rmSync(out, { recursive: true, force: true });
  };
  return {
    browser,
    pictureFailures,
    problems,
    file,
    source: (name) => readFileSync(file(name), "utf8"),
    open,
    close,
  };
}
