/** Parts of README.md that commands write. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup/paths.mjs";

/**
 * Puts text between `<!-- part -->` and `<!-- /part -->` in README.md.
 * @param {string} part
 * @param {string} text
 */
export function writeToReadme(part, text) {
  const path = join(root, "README.md");
  const [open, close] = [`<!-- ${part} -->`, `<!-- /${part} -->`];
  const readme = readFileSync(path, "utf8");
  const [start, end] = [readme.indexOf(open), readme.indexOf(close)];
  if (start < 0 || end < start)
    throw new Error(`README.md must hold ${open} and, after it, ${close}`);
  writeFileSync(path, `${readme.slice(0, start + open.length)}\n${text}\n${readme.slice(end)}`);
}
