import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { steadied } from "batchwise/dist/advise/plan/speedRow.js";
import { cacheFolder } from "./trainings.mjs";

/** @typedef {import("./rival.mjs").Measured} Measured */

/**
 * Times of a step at every size, the least that this machine ever needed: other programs only add. They are kept beside
 * the trainings; whoever moves those to another machine deletes `speed.json`.
 * @param {string} set
 * @param {Measured} measured just now
 * @returns {Measured}
 */
export function fastestSoFar(set, measured) {
  const file = join(cacheFolder(set), "speed.json");
  /** @type {Measured["speed"]} */
  const before = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
  const speed = steadied(
    measured.speed.map((row) => {
      const other = before.find(({ batchSize }) => batchSize === row.batchSize);
      return other && other.microsPerStep < row.microsPerStep ? other : row;
    }),
  );
  writeFileSync(file, JSON.stringify(speed));
  return { ...measured, speed, pace: 1 };
}
