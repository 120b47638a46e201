import { findBrowser, launchBrowser } from "../browser.mjs";
import { Drawing } from "../notebook/page/drawing.mjs";

/** An answer does not wait longer for its pictures: without them the page's own script still draws the figures. */
const SECONDS = { start: 20, figure: 10 };

/**
 * PNGs of figures for print and for pages without scripts, where a browser is at hand.
 * @param {readonly object[]} figures plotly's JSON
 * @returns {Promise<(string | undefined)[]>} base64
 */
export async function pictures(figures) {
  const none = figures.map(() => undefined);
  if (figures.length === 0) return none;
  try {
    const found = findBrowser();
    if (!found) return none;
    const browser = await launchBrowser({ executable: found.path, seconds: SECONDS.start });
    try {
      const drawing = new Drawing(browser, { seconds: SECONDS.figure });
      const all = [];
      for (const { data, layout } of /** @type {any[]} */ (figures)) {
        const drawn = await drawing.draw({ data, layout });
        all.push("png" in drawn ? drawn.png : undefined);
      }
      return all;
    } finally {
      await browser.close();
    }
  } catch {
    return none; // No browser that starts: a report without pictures is better than none.
  }
}
