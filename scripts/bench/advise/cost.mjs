import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A step costs as much as so many examples, whatever its size: about what is measured of small networks. */
const A_STEP = 24;

/**
 * Work of a training without a clock, so that subjects get equal shares of it on any machine: examples, and for each step
 * what that costs by itself.
 * @param {number} steps @param {number} batchSize
 */
export function costOf(steps, batchSize) {
  return steps * (batchSize + A_STEP);
}

/** Work of all trainings that a call of the advisor kept in its folder. @param {string} folder */
export function costOfFolder(folder) {
  const journals = join(folder, "journal");
  if (!existsSync(journals)) return 0;
  let cost = 0;
  for (const file of readdirSync(journals).filter((name) => name.endsWith(".jsonl")))
    for (const line of readFileSync(join(journals, file), "utf8").trim().split("\n")) {
      const { config: job, row } = JSON.parse(line).entry;
      if (job === undefined) continue; // The first line says what the journal is of.
      const { batchSize, budget } = job.config;
      // The noise stage's rows are no trainings' rows, but it makes all its steps.
      cost += costOf(row.steps ?? budget.steps, row.batchRows ?? batchSize);
    }
  return cost;
}
