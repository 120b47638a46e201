/** The scripts of a page with figures, in the order in which they run; and that of every page, which runs last. */
import { fileURLToPath } from "node:url";
import { PLOTLY_FILE, THEME_FILE } from "./drawing.mjs";

/** @param {string} name */
const own = (name) => fileURLToPath(new URL(`template/${name}`, import.meta.url));

export const FIGURE_SCRIPTS = [
  PLOTLY_FILE,
  THEME_FILE,
  ...["hoverPictures.js", "showFigure.js", "batchwise/figures.js"].map(own),
];
export const PAGE_SCRIPT = own("batchwise/page.js");
