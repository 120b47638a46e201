import { rmSync } from "node:fs";
import { join } from "node:path";
import { advise } from "batchwise/advise";
import { workIn } from "./cost.mjs";
import { rivalsTrainings } from "./rival.mjs";
import { cacheFolder } from "./trainings.mjs";

/** @typedef {import("./trainings.mjs").Judge} Judge */

/** Too few for any plan. */
const LEAST_SECONDS = 0.01;

/**
 * A call of the advisor, from nothing.
 * @param {Judge} judge
 * @param {{ budget: number, seed: number, quietly: import("./rival.mjs").Measured | undefined }} options with `quietly` the
 *   plan is made for the budget from these times and carried out, however long it takes: what a free machine would do
 */
export async function callAdvisor(judge, { budget, seed, quietly }) {
  const { name, data, metric, n } = judge;
  const folder = join(cacheFolder(name), `advisor-${budget}-${seed}`);
  rmSync(folder, { recursive: true, force: true });
  const plan = quietly && rivalsTrainings(judge, seed).plan(budget, quietly);
  const advice = await advise(data, {
    // A plan that does not fit is not carried out, and the advisor says so.
    ...(plan?.fits ? { plan } : { budget: { seconds: plan ? LEAST_SECONDS : budget } }),
    ...{ metric: metric.name, seed, folder },
    onProgress: () => {},
  });
  return { advice, ...workIn(folder, n) };
}
