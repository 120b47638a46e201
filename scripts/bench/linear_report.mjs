import { LEVELS } from "./linear_cases.mjs";
import { geometricMean, short } from "./statistics.mjs";
import { describeMachine, markdownTable } from "./table.mjs";

const SUBJECTS = ["scikit-learn", "Batchwise"];

/** @typedef {{ case: string, solver: string, subject: string, excess: number, seconds: number, peakMB: number, maxIter: number }} Row */

/**
 * The report in Markdown: seconds for each level, peak memory, ratios and the machine.
 * @param {readonly Row[]} rows
 * @param {{ versions: Record<string, string>, rounds: number, limit: number }} about
 */
export function linearReport(rows, { versions, rounds, limit }) {
  const subjects = SUBJECTS.filter((s) => rows.some((r) => r.subject === s));
  const cells = [...new Set(rows.map((r) => `${r.case} ${r.solver}`))];
  const lines = cells.map((cell) => {
    const of = rows.filter((r) => `${r.case} ${r.solver}` === cell);
    const at = (subject, level) => of.find((r) => r.subject === subject && r.excess === level);
    const times = LEVELS.flatMap((level) => subjects.map((s) => short(at(s, level)?.seconds)));
    const peaks = subjects.map((s) =>
      short(Math.max(...of.filter((r) => r.subject === s).map((r) => r.peakMB))),
    );
    return [of[0].case, of[0].solver, ...times, ...peaks];
  });
  const head = [
    ...LEVELS.flatMap((level) => subjects.map((s) => `${level}: ${s}`)),
    ...subjects.map((s) => `MB: ${s}`),
  ];
  return [
    `Seconds until the objective is within 1e-2, 1e-4 and 1e-6 of the optimum, relative to it; medians of up to ${rounds} rounds in which the subjects take turns; – where no fit within ${limit} seconds gets there. \`sgd\` is SGDClassifier, judged by the sum of its one-versus-rest objectives.`,
    describeMachine(versions),
    "",
    markdownTable(["data", "solver", ...head], lines),
    ...ratioLines(rows),
  ].join("\n");
}

/** @param {readonly Row[]} rows */
function ratioLines(rows) {
  const pairs = rows.flatMap((r) => {
    const other = rows.find(
      (o) =>
        o.subject === "scikit-learn" &&
        o.case === r.case &&
        o.solver === r.solver &&
        o.excess === r.excess,
    );
    return r.subject === "Batchwise" && other !== undefined ? [[r, other]] : [];
  });
  if (pairs.length === 0) return [];
  const times = pairs.map(([mine, other]) => mine.seconds / other.seconds);
  const memory = pairs.map(([mine, other]) => mine.peakMB / other.peakMB);
  const line = (name, values) => [
    name,
    short(geometricMean(values)),
    short(Math.min(...values)),
    short(Math.max(...values)),
    String(values.length),
  ];
  return [
    "",
    markdownTable(
      ["Batchwise / scikit-learn", "geometric mean", "least", "most", "cells"],
      [line("time", times), line("peak memory", memory)],
    ),
  ];
}
