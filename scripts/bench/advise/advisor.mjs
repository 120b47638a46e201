import { rmSync } from "node:fs";
import { join } from "node:path";
import { advise } from "batchwise/advise";
import { workIn } from "./cost.mjs";
import { cacheFolder } from "./trainings.mjs";

/** @typedef {import("./trainings.mjs").Judge} Judge */

/**
 * A call of the advisor, from nothing.
 * @param {Judge} judge
 * @param {{ budget: number, seed: number }} options
 */
export async function callAdvisor({ name, data, metric, n }, { budget, seed }) {
  const folder = join(cacheFolder(name), `advisor-${budget}-${seed}`);
  rmSync(folder, { recursive: true, force: true });
  const advice = await advise(data, {
    budget: { seconds: budget },
    metric: metric.name,
    seed,
    folder,
    onProgress: () => {},
  });
  return { advice, ...workIn(folder, n) };
}
