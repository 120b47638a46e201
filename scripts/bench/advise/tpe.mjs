import { Worker } from "../worker.mjs";
import { gridSizes } from "./grid.mjs";

/** @typedef {import("./rival.mjs").Rival} Rival */
/** @typedef {import("./rival.mjs").Choice} Choice */

const RATES = [1e-5, 1];
const MOST_TRAININGS = 400;

/**
 * Optuna's TPE with its defaults over the grid's batch sizes, in doublings, and the logarithm of the rate: the best
 * validation loss of one division, as it is mostly used.
 * @param {Rival} rival
 * @param {number} limit cost after which it ends
 * @param {string} python
 * @returns {Promise<{ choices: Choice[], versions: Record<string, string> }>} what would be chosen after each training
 */
export async function tpe(rival, limit, python) {
  const worker = new Worker("Optuna", [python, "optuna_tpe.py"]);
  try {
    const { versions = {} } = await worker.ready;
    const { seed } = rival.settings;
    let asked = await worker.ask({ what: "start", sizes: gridSizes(rival.n), rates: RATES, seed });
    const choices = /** @type {Choice[]} */ ([]);
    let [cost, best] = [0, { loss: Number.POSITIVE_INFINITY, ...asked }];
    while (cost < limit && choices.length < MOST_TRAININGS) {
      const [{ validLoss: loss, cost: more }] = await rival.train([{ ...asked, run: 0 }]);
      cost += more;
      if (loss < best.loss) best = { loss, ...asked };
      const { batchSize, learningRate } = best;
      choices.push({ batchSize, learningRate, cost, trainings: choices.length + 1 });
      asked = await worker.ask({ what: "tell", loss: Number.isFinite(loss) ? loss : null });
    }
    return { choices, versions };
  } finally {
    worker.close();
  }
}
