import { rmSync } from "node:fs";
import { join } from "node:path";
import { advise } from "batchwise/advise";
import { workIn } from "./cost.mjs";
import { cacheFolder } from "./trainings.mjs";

/** @typedef {import("./trainings.mjs").Judge} Judge */

/**
 * A call of the advisor, from nothing.
 * @param {Judge} judge
 * @param {{ budget: number, seed: number, patient: boolean }} options with `patient` the plan is made for the budget and
 *   then carried out, however long it takes: what a machine would do that is free as the plan takes it to be
 */
export async function callAdvisor({ name, data, metric, n }, { budget, seed, patient }) {
  const folder = join(cacheFolder(name), `advisor-${budget}-${seed}`);
  rmSync(folder, { recursive: true, force: true });
  const options = { metric: metric.name, seed, folder, onProgress: () => {} };
  /** @type {import("batchwise/advise").Plan | undefined} */
  let plan;
  const stop = new AbortController();
  const first = advise(data, {
    ...options,
    budget: { seconds: budget },
    signal: stop.signal,
    onPlan(made) {
      plan = made;
      if (patient && made.fits) stop.abort(new Planned());
    },
  });
  const advice = await first.catch((error) => {
    if (!(error instanceof Planned)) throw error;
    rmSync(folder, { recursive: true, force: true });
    return advise(data, { ...options, plan: /** @type {any} */ (plan) });
  });
  return { advice, ...workIn(folder, n) };
}

class Planned extends Error {}
