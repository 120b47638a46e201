/** TeX that the export left in the page, as MathML: no script and no font to load. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import temml from "temml";

const PLACE = /<tex-(inline|block)>([\s\S]*?)<\/tex-\1>/g;

/**
 * What a formula may ask for as a size, in em and in points: none may push the page away.
 * @type {[number, number]}
 */
const LARGEST = [20, 240];

/** @param {string} html */
const text = (html) =>
  html
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

/**
 * A mistake in the TeX is shown in its place, in red, and does not stop the export.
 * @param {string} html
 */
export function withMathML(html) {
  return html.replace(PLACE, (_, kind, tex) =>
    temml.renderToString(text(tex), {
      displayMode: kind === "block",
      throwOnError: false,
      trust: false,
      maxSize: LARGEST,
    }),
  );
}

/**
 * Maths in a whole page, with the style sheet it needs, and only where there is maths.
 * @param {string} page
 */
export function pageWithMathML(page) {
  const done = withMathML(page);
  return done.replace("<!--maths-->", () =>
    done === page ? "" : `<style>${mathsStyles()}</style>`,
  );
}

/** Temml's own style sheet; its one web font, for script capitals, gives way to the system's. */
function mathsStyles() {
  const file = createRequire(import.meta.url).resolve("temml/dist/Temml-Local.css");
  return readFileSync(file, "utf8")
    .replace(/@font-face\s*\{[^}]*\}/g, "")
    .replace(/\/\*[\s\S]*?\*\//g, "");
}
