import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withMarkedPart } from "../markedPart.mjs";
import { root } from "../setup/paths.mjs";
import { speedTable } from "./speedTable.mjs";

const TABLES = "docs/benchmarks.md";
const README = "README.md";

/**
 * Puts a report into docs/benchmarks.md, its pictures beside it, and what it says to most readers into README.md.
 * @param {string} name
 * @param {string} report
 * @param {{ folder?: string, pictures?: Readonly<Record<string, string>> }} [options] the project's folder; pictures by file name
 */
export function writeBenchmark(name, report, { folder = root, pictures = {} } = {}) {
  const [tables, readme] = [TABLES, README].map((file) => join(folder, file));
  const text = withReport(readFileSync(tables, "utf8"), name, report);
  const speed = { file: README, part: "speed", content: speedTable(text) };
  const summary = withMarkedPart(readFileSync(readme, "utf8"), speed);
  for (const [file, picture] of Object.entries(pictures))
    writeFileSync(join(folder, "docs", file), picture);
  writeFileSync(tables, text);
  writeFileSync(readme, summary);
}

/**
 * Fails unless docs/benchmarks.md has a place for a benchmark: better before an hour of measuring than after.
 * @param {string} name
 * @param {string} [folder] the project's
 */
export function checkPlace(name, folder = root) {
  withReport(readFileSync(join(folder, TABLES), "utf8"), name, "");
}

/** @param {string} text @param {string} name @param {string} content */
function withReport(text, name, content) {
  return withMarkedPart(text, { file: TABLES, part: `bench:${name}`, content });
}
