/** A PNG beside every plotly figure of executed notebooks, drawn by one headless browser. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { launchBrowser } from "../browser.mjs";
import { writeWhole } from "./writeWhole.mjs";

export const PLOTLY = "application/vnd.plotly.v1+json";
export const PLOTLY_FILE = createRequire(import.meta.url).resolve(
  "plotly.js-dist-min/plotly.min.js",
);
export const THEME_FILE = fileURLToPath(
  new URL("../jupyter/template/figureTheme.js", import.meta.url),
);
const SECONDS_PER_FIGURE = 60;

/** @typedef {{ notebook: string, cell: number, message: string }} PictureFailure */
/** @typedef {{ cell: number, data: Record<string, unknown> }} Found */

/**
 * The figures of a notebook; cells count code cells from 1.
 * @param {any} notebook
 * @returns {Found[]}
 */
function figuresOf(notebook) {
  const code = notebook.cells.filter(
    (/** @type {any} */ cell) => cell.cell_type === "code" && [cell.source].flat().join("").trim(),
  );
  return code.flatMap((/** @type {any} */ cell, /** @type {number} */ index) =>
    (cell.outputs ?? [])
      .filter((/** @type {any} */ output) => output.data?.[PLOTLY])
      .map((/** @type {any} */ output) => ({ cell: index + 1, data: output.data })),
  );
}

/**
 * Adds `image/png` to each plotly output that has none; a figure that cannot be drawn is reported, and the others go on.
 * @param {readonly string[]} files executed notebooks, changed in place
 * @param {{ launch?: () => Promise<import("playwright-core").Browser> }} [options]
 * @returns {Promise<PictureFailure[]>}
 */
export async function addPictures(files, { launch = launchBrowser } = {}) {
  const notebooks = await Promise.all(
    files.map(async (file) => {
      const notebook = JSON.parse(await readFile(file, "utf8"));
      const wanted = figuresOf(notebook).filter(({ data }) => !data["image/png"]);
      return { file, notebook, wanted };
    }),
  );
  const withFigures = notebooks.filter(({ wanted }) => wanted.length > 0);
  if (withFigures.length === 0) return [];
  const browser = await launch();
  try {
    /** @type {PictureFailure[]} */
    const failures = [];
    const page = await drawingPage(browser);
    for (const { file, notebook, wanted } of withFigures) {
      for (const { cell, data } of wanted) {
        const drawn = await drawPicture(page, data[PLOTLY]);
        if (drawn.png) data["image/png"] = drawn.png;
        else failures.push({ notebook: file, cell, message: drawn.message ?? "" });
      }
      await writeWhole(file, `${JSON.stringify(notebook, null, 1)}\n`);
    }
    return failures;
  } finally {
    await browser.close();
  }
}

/** @param {import("playwright-core").Browser} browser */
async function drawingPage(browser) {
  const page = await (await browser.newContext({ offline: true })).newPage();
  await page.addScriptTag({ path: PLOTLY_FILE });
  await page.addScriptTag({ path: THEME_FILE });
  return page;
}

/**
 * The figure goes to the page as data, never as markup.
 * @param {import("playwright-core").Page} page
 * @param {unknown} figure
 * @returns {Promise<{ png?: string, message?: string }>}
 */
async function drawPicture(page, figure) {
  const limit = new Promise((resolve) => {
    const message = `not drawn within ${SECONDS_PER_FIGURE} s`;
    setTimeout(() => resolve({ message }), SECONDS_PER_FIGURE * 1000).unref();
  });
  const drawing = page
    .evaluate(async (given) => {
      const { Plotly, batchwiseFigures } = /** @type {any} */ (globalThis);
      const { data, layout } = batchwiseFigures.themed(given);
      const size = { width: layout.width ?? 900, height: layout.height ?? 450, scale: 2 };
      layout.paper_bgcolor = "#ffffff";
      const url = await Plotly.toImage({ data, layout }, { format: "png", ...size });
      return { png: url.slice(url.indexOf(",") + 1) };
    }, figure)
    .catch((error) => ({ message: String(error.message).split("\n")[0] }));
  return /** @type {Promise<{ png?: string, message?: string }>} */ (
    Promise.race([drawing, limit])
  );
}
