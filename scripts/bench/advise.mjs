import { savedGrids, saveGrids } from "./advise/grids.mjs";
import { adviseReport } from "./advise/report.mjs";
import { rivalsTrainings } from "./advise/rival.mjs";
import { dataSets } from "./advise/sets.mjs";
import { fastestSoFar } from "./advise/speed.mjs";
import { ADVISOR, advisorsCalls, rivalsChoices } from "./advise/subjects.mjs";
import { judgeOf } from "./advise/trainings.mjs";
import { lossAgainst, oraclesOf, sentencesOn } from "./advise/verdict.mjs";
import { benchPython } from "./environment.mjs";
import { short } from "./statistics.mjs";

/** Seconds that a call of the advisor may take. */
const BUDGETS = [5, 20, 60];
const QUICK_BUDGETS = [5];

/**
 * The advisor's benchmark: what it and its rivals choose for each data set, judged on divisions that none of them saw,
 * against the best cell of a grid.
 * @param {{ quick: boolean, filter: RegExp, subjects: RegExp, rounds: number, grids: boolean, patient: boolean }} options `rounds` are seeds
 *   of the advisor and its rivals
 */
export async function benchAdvise({ quick, filter, subjects, rounds, grids, patient }) {
  const sets = dataSets(filter);
  if (sets.length === 0)
    throw new Error(`bench: --cases ${filter.source} must match a data set, got none`);
  if (grids) {
    await saveGrids(sets);
    return { rows: [], report: "The grids are saved." };
  }
  const budgets = quick ? QUICK_BUDGETS : BUDGETS;
  const python = await benchPython();
  const saved = savedGrids();
  const judged = [];
  const versions = {};
  for (const set of sets) {
    const cells = saved.get(set.name);
    if (cells === undefined)
      throw new Error(`bench: ${set.name} has no grid; make it by npm run bench -- advise --grids`);
    const judge = await judgeOf(set);
    const fastest = fastestSoFar(set.name, await rivalsTrainings(judge, 0).measure());
    const { speed } = fastest;
    const quietly = patient ? fastest : undefined;
    const seeds = [...Array(rounds).keys()];
    const calls = [];
    for (const seed of seeds) calls.push(await advisorsCalls(judge, { budgets, seed, quietly }));
    const found = [];
    for (const seed of seeds) {
      const rivals = await rivalsChoices(judge, calls[seed], {
        ...{ seed, python },
        wanted: (subject) => subjects.test(subject),
      });
      Object.assign(versions, rivals.versions);
      found.push(rivals.choices);
    }
    const chosen = seeds.flatMap((seed) =>
      budgets.flatMap((budget, b) => [
        { subject: ADVISOR, seed, budget, ...advisorsChoice(calls[seed][b]) },
        ...[...found[seed]].map(([subject, choices]) => ({
          ...{ subject, seed, budget },
          ...choices[b],
          // As long as the same work took the advisor.
          seconds: (calls[seed][b].advice.seconds * choices[b].cost) / calls[seed][b].cost,
        })),
      ]),
    );
    const oracles = oraclesOf(judge, cells, speed);
    const contrasted = calls.flat().flatMap(({ advice }) => pairsOf(advice));
    const pairs = [oracles.fastest, ...chosen, ...contrasted.flatMap(({ of, than }) => [of, than])];
    const sentenceOn = await sentencesOn(judge, pairs, oracles.best, speed);
    const [best, quickest] = [oracles.best, oracles.fastest].map(sentenceOn);
    const rows = chosen.map(({ cost, ...choice }) => {
      const sentence = sentenceOn(choice);
      const { estimate, low, high } = lossAgainst(judge, sentence, best);
      const ratio = sentence.seconds / quickest.seconds;
      return {
        dataset: set.name,
        ...choice,
        ...{ regret: estimate, regretLow: low, regretHigh: high },
        timeRatio: Number.isFinite(ratio) ? ratio : null,
        cost,
      };
    });
    const contrasts = contrasted.map(({ of, than, contrast }) => ({
      ...contrast,
      judged: -lossAgainst(judge, sentenceOn(of), sentenceOn(than)).estimate,
    }));
    judged.push({ set: set.name, judge, oracles, calls, rows, contrasts });
    const summary = rows
      .filter(({ budget, seed }) => budget === budgets.at(-1) && seed === 0)
      .map((r) => `${r.subject} ${r.batchSize} ${short(r.learningRate)}: ${r.regret.toFixed(2)}`);
    console.error(`${set.name}: ${summary.join(", ")}`);
  }
  return {
    rows: judged.flatMap(({ rows }) => rows),
    report: adviseReport(judged, { budgets, versions, rounds, patient }),
  };
}

/** @param {import("./advise/subjects.mjs").Called} called */
function advisorsChoice({ advice, cost, worth }) {
  const { batchSize, learningRate, trainings, seconds, status } = advice;
  return { batchSize, learningRate, trainings, seconds, status, cost, worth };
}

/** The advisor's contrasts, each with its two sizes and their rates. @param {import("batchwise/advise").Advice} advice */
function pairsOf({ contrasts, sizes }) {
  const at = (size) => {
    const row = sizes.find(({ batchSize }) => batchSize === size);
    if (row === undefined) throw new Error(`bench: the advisor compared ${size} without tuning it`);
    const { batchSize, learningRate } = row;
    return { batchSize, learningRate };
  };
  return contrasts.map((contrast) => ({
    contrast,
    of: at(contrast.batchSize),
    than: at(contrast.against),
  }));
}
