import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../environment.mjs";

/** The files of the library that hold what was measured, and nothing else. */
export const COST_FILES = [
  "lib/wasm/costs.ts",
  "lib/nn/device/wasm/costs.ts",
  "lib/linear/kernel/costs.ts",
  "lib/features/kernel/costs.ts",
];

/** A comment and the constant below it. */
const CONSTANT = /\/\*\*((?:(?!\*\/).)*)\*\/\nexport const (\w+) = ([\w.]+);/gs;
const MEASURED = /^(.*) Measured ([\d,.]+) on (\d{4}-\d\d-\d\d, .+)\.$/s;

/** @param {string} file */
export function constantsOf(file) {
  return constantsIn(readFileSync(join(ROOT, file), "utf8"), file);
}

/**
 * The constants of a text: what one is, its value, and as what, when and where it was measured first.
 * @param {string} text
 * @param {string} file its name
 */
export function constantsIn(text, file) {
  return [...text.matchAll(CONSTANT)].map(([, comment, name, value]) => {
    const words = comment.replace(/\s+\*?\s*/g, " ").trim();
    const match = words.match(MEASURED);
    if (match === null)
      throw new Error(
        `bench: costs: ${name} in ${file} must say "Measured … on <date>, <machine>.", got ${JSON.stringify(words)}`,
      );
    const [, what, first, where] = match;
    return {
      file,
      constant: name,
      what,
      value: Number(value.replaceAll("_", "")),
      first: Number(first.replaceAll(",", "")),
      where,
    };
  });
}
