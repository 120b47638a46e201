import { closeSync, openSync, writeSync } from "node:fs";
import { Rng } from "batchwise";
import { madeOnce } from "./madeOnce.mjs";

const COLUMNS = 20;
const ROWS_AT_ONCE = 5000;
const TOWNS = ["Ulm", "Köln", "Bad Tölz", "Leipzig", "Jena"];

/** @type {(value: number) => string} six decimals, as a measurement would be written */
export const decimals = (value) => value.toFixed(6);

/** The same in quotes. @type {(value: number) => string} */
export const quoted = (value) => `"${decimals(value)}"`;

/** All digits that a number has. @type {(value: number) => string} */
export const allDigits = (value) => String(value);

/**
 * A CSV file of 20 columns and a label of three classes. The same options give the same file.
 * @param {{ rows: number, cell: (value: number) => string, words?: boolean }} options `words`: the first column holds words
 * @returns {string} its path
 */
export function csvFile(options) {
  const { rows, cell, words } = options;
  return madeOnce(`table-${rows}-${cell.name}${words ? "-words" : ""}.csv`, (path) =>
    write(path, options),
  );
}

/** @param {string} path @param {Parameters<typeof csvFile>[0]} options */
function write(path, { rows, cell, words = false }) {
  const rng = Rng.fromSeed(0).fork("readers");
  const file = openSync(path, "w");
  writeSync(file, `${Array.from({ length: COLUMNS }, (_, j) => `x${j}`).join(",")},y\n`);
  for (let row = 0; row < rows; row += ROWS_AT_ONCE) {
    let text = "";
    for (let i = row; i < Math.min(rows, row + ROWS_AT_ONCE); i++) {
      for (let j = 0; j < COLUMNS; j++)
        text += `${words && j === 0 ? TOWNS[rng.integer(TOWNS.length)] : cell(rng.normal())},`;
      text += `${rng.integer(3)}\n`;
    }
    writeSync(file, text);
  }
  closeSync(file);
}
