import { metricWords } from "batchwise/dist/advise/metric.js";
import { medianEstimate, proportion } from "batchwise/stats";
import { median, short } from "../statistics.mjs";
import { describeMachine, markdownTable } from "../table.mjs";
import { ADVISOR, SUBJECTS, TPE } from "./subjects.mjs";

/** @typedef {{ dataset: string, budget: number, seed: number, subject: string, batchSize: number, learningRate: number, regret: number, regretLow: number, regretHigh: number, timeRatio: number | null, trainings: number, seconds: number, cost: number, worth?: number, status?: string }} Row */
/** @typedef {{ set: string, judge: import("./trainings.mjs").Judge, oracles: ReturnType<typeof import("./verdict.mjs").oraclesOf>, calls: import("./subjects.mjs").Called[][], rows: Row[], contrasts: (import("batchwise/advise").Contrast & { judged: number })[] }} Judged */

/** What the advisor is to reach. */
const REACH = {
  median: 0.3,
  worst: 1,
  time: 1.3,
  trainings: 40,
  seconds: 60,
  coverage: [0.92, 0.98],
  falseClaims: 0.05,
  /** Share of the sets on which it is not worse than TPE, and points that count as worse. */
  sets: 0.9,
  worse: 0.3,
};
const NOISE = "pure noise";
const DIGITS = "digits";

/** Points with a sign only where they are below zero. @param {number} value */
function points(value) {
  const text = Math.abs(value).toFixed(2);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** @param {readonly Row[]} rows */
const regrets = (rows) => rows.map(({ regret }) => regret);

/** Means over the seeds of a subject at a budget, one for each data set. @param {readonly Row[]} rows */
function bySet(rows) {
  return [...new Set(rows.map(({ dataset }) => dataset))].map((dataset) => {
    const own = rows.filter((row) => row.dataset === dataset);
    return { dataset, regret: own.reduce((sum, { regret }) => sum + regret, 0) / own.length };
  });
}

/** @param {readonly Judged[]} judged @param {number} budget */
function setTable(judged, budget) {
  const at = judged.flatMap(({ rows }) => rows.filter((row) => row.budget === budget));
  const subjects = SUBJECTS.filter((s) => at.some(({ subject }) => subject === s));
  const lines = judged.map(({ set, judge, oracles }) => {
    const own = at.filter(({ dataset }) => dataset === set);
    const regretOf = (subject) => {
      const rows = own.filter((row) => row.subject === subject);
      if (rows.length === 0) return "–";
      const mean = regrets(rows).reduce((sum, r) => sum + r, 0) / rows.length;
      const [{ regretLow, regretHigh }] = rows;
      return rows.length > 1 || subject !== ADVISOR
        ? points(mean)
        : `${points(mean)} [${points(regretLow)}, ${points(regretHigh)}]`;
    };
    const [chosen] = own.filter(({ subject }) => subject === ADVISOR);
    const { best } = oracles;
    return [
      set,
      metricWords(judge.metric.name).name,
      `${best.batchSize} at ${short(best.learningRate)}`,
      chosen ? `${chosen.batchSize} at ${short(chosen.learningRate)}` : "–",
      ...subjects.map(regretOf),
    ];
  });
  return markdownTable(["data", "metric", "best cell", "advisor's choice", ...subjects], lines);
}

/** @param {readonly Row[]} rows @param {readonly number[]} budgets */
function subjectTable(rows, budgets) {
  const lines = budgets.flatMap((budget) =>
    SUBJECTS.flatMap((subject) => {
      const own = rows.filter((row) => row.budget === budget && row.subject === subject);
      if (own.length === 0) return [];
      const sets = bySet(own);
      const worst = sets.reduce((a, b) => (b.regret > a.regret ? b : a));
      const ratios = own.map(({ timeRatio }) => timeRatio ?? Number.POSITIVE_INFINITY);
      const reached = own.filter(({ dataset }) => dataset !== NOISE);
      return [
        [
          `${budget} s`,
          subject,
          medianText(sets.map(({ regret }) => regret)),
          `${points(worst.regret)} (${worst.dataset})`,
          short(median(ratios.filter((_, i) => own[i].dataset !== NOISE))),
          `${reached.filter(({ timeRatio }) => timeRatio !== null).length} of ${reached.length}`,
          String(Math.round(median(own.map(({ trainings }) => trainings)))),
        ],
      ];
    }),
  );
  return markdownTable(
    ["budget", "subject", "median regret", "worst", "time to target", "reached", "trainings"],
    lines,
  );
}

/** @param {readonly number[]} values */
function medianText(values) {
  if (values.length < 6) return points(median(values));
  const { estimate, low, high } = medianEstimate(values);
  return `${points(estimate)} [${points(low)}, ${points(high)}]`;
}

/** @param {readonly Judged[]} judged @param {number} budget */
function targetTable(judged, budget) {
  const all = judged.flatMap(({ rows }) => rows.filter((row) => row.budget === budget));
  const own = all.filter(({ subject }) => subject === ADVISOR);
  const sets = bySet(own);
  const lines = [];
  const line = (what, reach, found, met) => {
    lines.push([what, reach, found, met ? "met" : "**missed**"]);
  };
  const middle = median(sets.map(({ regret }) => regret));
  line("median regret", `≤ ${REACH.median} points`, points(middle), middle <= REACH.median);
  const worst = sets.reduce((a, b) => (b.regret > a.regret ? b : a));
  line(
    "worst regret",
    `≤ ${REACH.worst} points`,
    `${points(worst.regret)} (${worst.dataset})`,
    worst.regret <= REACH.worst,
  );
  const ratios = own
    .filter(({ dataset }) => dataset !== NOISE)
    .map(({ timeRatio }) => timeRatio ?? Number.POSITIVE_INFINITY);
  if (ratios.length > 0)
    line(
      "time to target, median",
      `≤ ${REACH.time} of the fastest cell that is as good`,
      short(median(ratios)),
      median(ratios) <= REACH.time,
    );
  const digits = own.filter(({ dataset }) => dataset === DIGITS);
  if (digits.length > 0) {
    const worth = median(digits.map((row) => row.worth ?? 0));
    line(
      "work on the digits",
      `≤ ${REACH.trainings} whole trainings' worth of steps`,
      short(worth),
      worth <= REACH.trainings,
    );
    const seconds = median(digits.map((row) => row.seconds));
    line("seconds on the digits", `≤ ${REACH.seconds}`, short(seconds), seconds <= REACH.seconds);
  }
  const contrasts = judged.flatMap((one) => one.contrasts);
  if (contrasts.length > 0) {
    const held = contrasts.filter(({ low, high, judged: value }) => low <= value && value <= high);
    const { estimate, low, high } = proportion(held.length, contrasts.length);
    const percent = (share) => `${Math.round(100 * share)} %`;
    line(
      "the advisor's intervals hold what the judge finds",
      "92 to 98 %",
      `${percent(estimate)} [${percent(low)}, ${percent(high)}] of ${contrasts.length}`,
      // Met where the figure cannot be told from it.
      high >= REACH.coverage[0] && low <= REACH.coverage[1],
    );
  }
  const rival = bySet(all.filter(({ subject }) => subject === TPE));
  if (rival.length > 0) {
    const good = sets.filter(({ dataset, regret }) => {
      const other = rival.find((one) => one.dataset === dataset);
      return other === undefined || regret <= other.regret + REACH.worse;
    });
    line(
      `not worse than ${TPE} by more than ${REACH.worse} points`,
      `${Math.ceil(REACH.sets * sets.length)} of ${sets.length} sets`,
      `${good.length}`,
      good.length >= REACH.sets * sets.length,
    );
  }
  const table = markdownTable([`target, ${budget} s`, "to reach", "found", ""], lines);
  return [table, ...slowText(own)].join("\n\n");
}

/** Where the advisor's choice is slower than is to be reached, from the worst on. @param {readonly Row[]} own */
function slowText(own) {
  const late = own.flatMap((row) =>
    row.timeRatio !== null && row.timeRatio > REACH.time ? [{ ...row, ratio: row.timeRatio }] : [],
  );
  if (late.length === 0) return [];
  const named = late
    .sort((a, b) => b.ratio - a.ratio)
    .map(
      ({ dataset, batchSize, learningRate, ratio }) =>
        `${dataset} (${batchSize} at ${short(learningRate)}, ${short(ratio)} ×)`,
    );
  return [
    `Slower to the target than ${REACH.time} × the fastest cell that is as good: ${named.join(", ")}. The advisor takes the rate with the lowest validation loss of each size, not the one that is there first.`,
  ];
}

/**
 * The report in Markdown: regrets by set, medians by subject, and what was to be reached.
 * @param {readonly Judged[]} judged
 * @param {{ budgets: readonly number[], versions: Record<string, string>, rounds: number, patient: boolean }} about
 */
export function adviseReport(judged, { budgets, versions, rounds, patient }) {
  const rows = judged.flatMap((one) => one.rows);
  const budget = budgets[budgets.length - 1];
  const seeds = rounds === 1 ? "one seed" : `${rounds} seeds`;
  return [
    `Regret: points of the test metric that a choice loses against the best of 9 batch sizes × 11 learning rates. That cell was chosen on ten divisions of the data and is judged, as all choices are, on 20 others (40 and 40 of sets below 500 examples; of generated sets by 10,000 fresh examples); ${seeds} of each subject; intervals are widened for overlapping divisions. Below zero the choice is better than the cell. Rivals get as much work as the call of the advisor took.`,
    ...(patient
      ? ["The advisor's plans were made for the budget and carried out however long they took."]
      : []),
    describeMachine(versions),
    "",
    `With ${budget} s:`,
    "",
    setTable(judged, budget),
    "",
    "Medians over the data sets. *Time to target* is that of the fastest cell within the margin of the best, until 95 % of the way from guessing to the best cell's validation loss; *reached* says where at least half of the runs got there.",
    "",
    subjectTable(rows, budgets),
    "",
    targetTable(judged, budget),
  ].join("\n");
}
