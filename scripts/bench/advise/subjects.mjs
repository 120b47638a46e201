import { usualRate } from "batchwise/dist/advise/stages/anchorRate.js";
import { callAdvisor } from "./advisor.mjs";
import { lightningTuner } from "./lightning.mjs";
import { rivalsTrainings } from "./rival.mjs";
import { tpe } from "./tpe.mjs";
import { tunedRate } from "./tunedRate.mjs";

/** @typedef {import("./trainings.mjs").Judge} Judge */
/** @typedef {import("./rival.mjs").Choice} Choice */
/** @typedef {{ advice: import("batchwise/advise").Advice, cost: number, worth: number }} Called */

export const ADVISOR = "advisor";
export const TPE = "Optuna TPE";
export const SUBJECTS = [
  ADVISOR,
  "32, tuned rate",
  TPE,
  "Lightning tuner",
  "32, usual rate",
  "min(200, n)",
];

/** scikit-learn's `MLPClassifier`: its batch size, and Adam's rate there. */
const SKLEARN = { batchSize: 200, learningRate: 0.001 };

/**
 * The advisor once for each budget, in rising order.
 * @param {Judge} judge
 * @param {{ budgets: readonly number[], seed: number, quietly: import("./rival.mjs").Measured | undefined }} options
 * @returns {Promise<Called[]>}
 */
export async function advisorsCalls(judge, { budgets, ...options }) {
  const calls = [];
  for (const budget of budgets) calls.push(await callAdvisor(judge, { budget, ...options }));
  return calls;
}

/**
 * What every rival chooses with as much work as each call of the advisor took.
 * @param {Judge} judge
 * @param {readonly Called[]} calls
 * @param {{ seed: number, python: string, wanted: (subject: string) => boolean }} options
 * @returns {Promise<{ choices: Map<string, Choice[]>, versions: Record<string, string> }>} subject → one for each call
 */
export async function rivalsChoices(judge, calls, { seed, python, wanted }) {
  const rival = rivalsTrainings(judge, seed);
  const limits = calls.map(({ cost }) => cost);
  const most = Math.max(...limits);
  const all = /** @type {Map<string, Choice[]>} */ (new Map());
  const untrained = (batchSize, learningRate) => ({
    batchSize,
    learningRate,
    cost: 0,
    trainings: 0,
  });
  const usual = untrained(32, usualRate(/** @type {any} */ (rival), 32));
  const fixed = (choice) => limits.map(() => choice);
  const upTo = (choices) =>
    limits.map((limit) => choices.filter((c) => c.cost <= limit).at(-1) ?? usual);
  let versions = {};
  if (wanted("32, tuned rate")) all.set("32, tuned rate", upTo(await tunedRate(rival, most)));
  if (wanted(TPE)) {
    const found = await tpe(rival, most, python);
    versions = found.versions;
    all.set(TPE, upTo(found.choices));
  }
  if (wanted("Lightning tuner")) all.set("Lightning tuner", fixed(await lightningTuner(rival)));
  if (wanted("32, usual rate")) all.set("32, usual rate", fixed(usual));
  if (wanted("min(200, n)"))
    all.set(
      "min(200, n)",
      fixed(untrained(Math.min(SKLEARN.batchSize, rival.n), SKLEARN.learningRate)),
    );
  return { choices: all, versions };
}
