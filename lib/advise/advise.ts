import type { Dataset } from "../data/dataset.js";
import { withProgress } from "../progress.js";
import type { Advice } from "./advice.js";
import { adviseOn } from "./adviseOn.js";
import { audit } from "./data/audit.js";
import { dataTrainer } from "./data/dataTrainer.js";
import { divisionsOf } from "./data/divisions.js";
import { type AdviseOptions, settingsOf } from "./settings.js";

/**
 * Which batch size and learning rate for these data and this model: looks the data over, times a step at every size,
 * makes a plan that fits the budget, tunes the rate of one size, measures the gradient noise, tunes other sizes, and
 * compares the best, the cheapest that is as good, and the one in use on fresh divisions. A fifth of the examples is
 * sealed until the end. With `folder`, what is finished is kept: the same call goes on from it.
 * @throws ArgumentError for data or options that cannot be used, before any work
 * @example
 * ```ts
 * import { loadDigits } from "batchwise";
 * import { advise } from "batchwise/advise";
 *
 * const { status, batchSize, learningRate, neededSeconds } = await advise(loadDigits(), {
 *   model: { kind: "linear" }, budget: { seconds: 0.1 },
 * });
 * console.log(status, batchSize, learningRate, neededSeconds !== null); // untested 32 0.002 true
 * ```
 */
export async function advise(data: Dataset, options: AdviseOptions = {}): Promise<Advice> {
  const settings = settingsOf(data, options);
  const divisions = divisionsOf(data, settings.prepare, settings.seed, options);
  const { metric } = options;
  const looked = audit(data, divisions.open.n, { metric, features: settings.features });
  const trainer = dataTrainer(data, settings, divisions, looked.metric);
  return await withProgress(options.onProgress, (onProgress) =>
    adviseOn(trainer, settings, looked, { ...options, ...(onProgress && { onProgress }) }),
  );
}
