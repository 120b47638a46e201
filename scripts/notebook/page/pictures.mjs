/** A PNG beside every plotly figure of executed notebooks, drawn by one headless browser. */
import { readFile } from "node:fs/promises";
import { launchBrowser } from "../../browser.mjs";
import { writeWhole } from "../../writeWhole.mjs";
import { Drawing } from "./drawing.mjs";

export const PLOTLY = "application/vnd.plotly.v1+json";
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
    const drawing = new Drawing(browser, { seconds: SECONDS_PER_FIGURE });
    for (const { file, notebook, wanted } of withFigures) {
      for (const { cell, data } of wanted) {
        const drawn = await drawing.draw(data[PLOTLY]);
        if ("png" in drawn) data["image/png"] = drawn.png;
        else failures.push({ notebook: file, cell, message: drawn.message });
      }
      await writeWhole(file, `${JSON.stringify(notebook, null, 1)}\n`);
    }
    return failures;
  } finally {
    await browser.close();
  }
}
