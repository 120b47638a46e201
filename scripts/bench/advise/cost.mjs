import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lengthOf, stepsOf } from "batchwise/dist/advise/plan/length.js";

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

/**
 * Work of all trainings that a call of the advisor kept in its folder, and how many whole trainings it is worth: steps
 * that were made ÷ those of the whole length at that size.
 * @param {string} folder @param {number} n training examples
 */
export function workIn(folder, n) {
  const journals = join(folder, "journal");
  let [cost, worth] = [0, 0];
  if (!existsSync(journals)) return { cost, worth };
  for (const file of readdirSync(journals).filter((name) => name.endsWith(".jsonl")))
    for (const line of readFileSync(join(journals, file), "utf8").trim().split("\n")) {
      const { config: job, row } = JSON.parse(line).entry;
      if (job === undefined) continue; // The first line says what the journal is of.
      const { batchSize, budget } = job.config;
      // The noise stage's rows are no trainings' rows, but it makes all its steps.
      const steps = row.steps ?? budget.steps;
      cost += costOf(steps, batchSize);
      worth += steps / stepsOf(lengthOf({}, 1), batchSize, n);
    }
  return { cost, worth };
}
