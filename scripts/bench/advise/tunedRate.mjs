import { USUAL_RATES } from "batchwise/dist/advise/settings.js";

/** @typedef {import("./rival.mjs").Rival} Rival */
/** @typedef {import("./rival.mjs").Choice} Choice */

const BATCH_SIZE = 32;
/** Rates of the first round, factor two apart, from the usual one outwards. */
const OUTWARDS = [0, -1, 1, -2, 2, -3, 3, -4, 4];
/** Rates that are trained on further divisions. */
const KEPT = 3;
const ROUNDS = 20;
const AT_A_TIME = 2;

/**
 * A batch size of 32 and a grid of rates: each once at whole length, then the best three on one division after another.
 * @param {Rival} rival
 * @param {number} limit cost after which it ends
 * @returns {Promise<Choice[]>} what would be chosen after each training
 */
export async function tunedRate(rival, limit) {
  const usual = USUAL_RATES[rival.settings.optimizer];
  /** @type {Map<number, number[]>} */
  const losses = new Map(OUTWARDS.map((k) => [usual * 2 ** k, []]));
  const order = [...losses.keys()];
  const choices = /** @type {Choice[]} */ ([]);
  let [cost, trainings] = [0, 0];
  let going = order;
  for (let run = 0; run < ROUNDS && cost < limit; run++) {
    for (let at = 0; at < going.length && cost < limit; at += AT_A_TIME) {
      const rates = going.slice(at, at + AT_A_TIME);
      const rows = await rival.train(
        rates.map((learningRate) => ({ batchSize: BATCH_SIZE, learningRate, run })),
      );
      for (const [i, row] of rows.entries()) {
        losses.get(rates[i])?.push(row.validLoss);
        cost += row.cost;
        trainings++;
        const [learningRate] = ranked(going, losses, run);
        choices.push({ batchSize: BATCH_SIZE, learningRate, cost, trainings });
      }
    }
    going = ranked(going, losses, run + 1).slice(0, KEPT);
  }
  return choices;
}

/** By the mean loss over whole rounds; in the first one over what is there. */
function ranked(rates, losses, rounds) {
  const score = (rate) => {
    const all = losses.get(rate).slice(0, Math.max(1, rounds));
    if (all.length === 0) return Number.POSITIVE_INFINITY;
    return all.reduce((sum, loss) => sum + loss, 0) / all.length;
  };
  return [...rates].sort((a, b) => {
    const [of, than] = [score(a), score(b)];
    return of === than ? 0 : of - than;
  });
}
