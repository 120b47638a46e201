import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { makeGrid } from "./grid.mjs";
import { judgeOf } from "./trainings.mjs";

/** @typedef {import("./grid.mjs").Cell} Cell */
/** @typedef {import("./sets.mjs").DataSet} DataSet */

const FILE = fileURLToPath(new URL("grids.jsonl", import.meta.url));

/** The saved grids, by data set. @returns {Map<string, Cell[]>} */
export function savedGrids() {
  const grids = new Map();
  const text = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";
  for (const line of text.split("\n").filter(Boolean)) {
    const { set, ...cell } = JSON.parse(line);
    grids.set(set, [...(grids.get(set) ?? []), cell]);
  }
  return grids;
}

/** Makes the grids of these sets anew and saves them; those of others stay. @param {readonly DataSet[]} sets */
export async function saveGrids(sets) {
  for (const set of sets) {
    const started = performance.now();
    const judge = await judgeOf(set);
    const cells = await makeGrid(judge);
    // Read late: another call may have saved others meanwhile.
    const grids = savedGrids().set(set.name, cells);
    const lines = [...grids].flatMap(([name, of]) =>
      of.map((cell) => JSON.stringify({ set: name, ...cell })),
    );
    writeFileSync(FILE, `${lines.join("\n")}\n`);
    const seconds = Math.round((performance.now() - started) / 1000);
    console.error(`${set.name}: ${judge.n} training examples, grid in ${seconds} s`);
  }
}
