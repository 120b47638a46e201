/** Draws plotly figures as PNG in a headless browser: the pictures of reports and those that the kernel publishes. */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

export const PLOTLY_FILE = createRequire(import.meta.url).resolve(
  "plotly.js-dist-min/plotly.min.js",
);
export const THEME_FILE = fileURLToPath(new URL("template/figureTheme.js", import.meta.url));

/** @typedef {{ png: string } | { message: string, stuck?: boolean }} Drawn base64, or why there is none; stuck: the page no longer answers */

/** One page of a browser that draws one figure after another; a page that hangs or crashes is given up for a new one. */
export class Drawing {
  #browser;
  #seconds;
  /** @type {Promise<import("playwright-core").Page> | undefined} */
  #page;
  /** Whether the page is not there, or crashed. */
  #lost = true;

  /**
   * @param {import("playwright-core").Browser} browser stays the caller's to close
   * @param {{ seconds: number }} limit of each figure
   */
  constructor(browser, { seconds }) {
    this.#browser = browser;
    this.#seconds = seconds;
  }

  /**
   * @param {unknown} figure plotly's JSON; it goes to the page as data, never as markup
   * @returns {Promise<Drawn>}
   */
  async draw(figure) {
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    /** @type {Promise<Drawn>} */
    const limit = new Promise((resolve) => {
      const message = `not drawn within ${this.#seconds} s`;
      timer = setTimeout(() => resolve({ message, stuck: true }), this.#seconds * 1000);
    });
    const drawn = await Promise.race([this.#drawing(figure), limit]);
    clearTimeout(timer);
    if ("stuck" in drawn) this.#giveUp();
    return drawn;
  }

  /** @param {unknown} figure @returns {Promise<Drawn>} */
  async #drawing(figure) {
    try {
      this.#page ??= this.#open();
      return { png: await (await this.#page).evaluate(picture, figure) };
    } catch (error) {
      const message = String(/** @type {Error} */ (error).message).split("\n")[0];
      return this.#lost ? { message, stuck: true } : { message };
    }
  }

  async #open() {
    this.#lost = true; // until it is there
    const page = await (await this.#browser.newContext({ offline: true })).newPage();
    page.on("crash", () => {
      this.#lost = true;
    });
    await page.addScriptTag({ path: PLOTLY_FILE });
    await page.addScriptTag({ path: THEME_FILE });
    this.#lost = false;
    return page;
  }

  #giveUp() {
    this.#page?.then((page) => page.context().close()).catch(() => undefined);
    this.#page = undefined;
  }
}

/**
 * Runs in the page.
 * @param {unknown} figure
 * @returns {Promise<string>} a PNG on white, in base64
 */
async function picture(figure) {
  const MOST_PIXELS = 4_000_000;
  const { Plotly, batchwiseFigures } = /** @type {any} */ (globalThis);
  const { data, layout } = batchwiseFigures.themed(figure);
  const width = Number(layout.width) || 900;
  const height = Number(layout.height) || 450;
  const scale = Math.min(2, Math.sqrt(MOST_PIXELS / (width * height)));
  layout.paper_bgcolor = batchwiseFigures.onWhite(
    layout.paper_bgcolor ?? layout.template.layout.paper_bgcolor,
  );
  const url = await Plotly.toImage({ data, layout }, { format: "png", width, height, scale });
  return url.slice(url.indexOf(",") + 1);
}
