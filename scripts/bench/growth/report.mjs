import { median, short } from "../statistics.mjs";
import { describeMachine, markdownTable } from "../table.mjs";
import { MARGIN, memoryOf, namesIn, steeper, timesOf } from "./compare.mjs";

/** @typedef {import("./slopes.mjs").Growth} Growth */
/** @typedef {import("./compare.mjs").Comparison} Comparison */

/** @param {number} value */
const digits = (value) => value.toFixed(2).replace("-", "−");
/** @param {number} size */
const count = (size) => size.toLocaleString("en-US");

/** A slope with its interval. @param {Growth | undefined} growth */
function slope(growth) {
  if (growth === undefined) return "–";
  const { slope: value, low, high } = growth;
  return Number.isNaN(low) ? digits(value) : `${digits(value)} [${digits(low)}, ${digits(high)}]`;
}

/** @param {Comparison} comparison */
const starts = ({ name, against, from, to }) => [
  name,
  against,
  from === to ? count(from) : `${count(from)} – ${count(to)}`,
];

/**
 * What is said of a slope that is above the peer's.
 * @param {Comparison} comparison
 * @param {"time" | "memory"} what
 */
function named({ name, against, to, peer, ours, theirs, last }, what) {
  if (ours === undefined || theirs === undefined) return "";
  const ending = `between the last two sizes ${digits(ours.ending)} against ${digits(theirs.ending)}`;
  return `- **${name}, against ${against}**: ${what} has the slope ${digits(ours.slope)}, that of ${peer} ${digits(theirs.slope)}; ${ending}; at ${count(to)} it is ${short(last)} of ${peer}'s.`;
}

/** The lines on slopes above the peer's. @param {readonly Comparison[]} times @param {readonly Comparison[]} memory */
function lines(times, memory) {
  const found = [
    ...steeper(times).map((each) => named(each, "time")),
    ...steeper(memory).map((each) => named(each, "memory")),
  ];
  return found.length === 0
    ? `No slope is above the peer's by more than ${MARGIN}.`
    : `Slopes above the peer's by more than ${MARGIN}:\n\n${found.join("\n")}`;
}

/** How many times faster two threads are than one. @param {readonly import("./threads.mjs").Row[]} rows */
function threadTable(rows) {
  const cells = namesIn(rows).map((name) => {
    const of = (ours, size) => {
      const row = rows.find(
        (each) =>
          each.case === name && (each.subject === "Batchwise") === ours && each.size === size,
      );
      return row && median(row.seconds);
    };
    const gain = (ours) => short((of(ours, 1) ?? Number.NaN) / (of(ours, 2) ?? Number.NaN));
    const ratio = (size) => short((of(true, size) ?? Number.NaN) / (of(false, size) ?? Number.NaN));
    const { peer } = rows.find((row) => row.case === name) ?? { peer: "" };
    return [name, peer, gain(true), gain(false), ratio(1), ratio(2)];
  });
  return markdownTable(
    ["work", "peer", "Batchwise", "its peer", "ratio, one thread", "ratio, two"],
    cells,
  );
}

/**
 * The report on growth.
 * @param {readonly import("../growth.mjs").Row[]} rows
 * @param {readonly import("./threads.mjs").Row[]} threads
 * @param {{ versions: Record<string, string>, rounds: number }} about
 */
export function growthReport(rows, threads, { versions, rounds }) {
  const times = timesOf(rows);
  const memory = memoryOf(rows);
  const parts = [
    `How time and peak memory grow: the slope of their logarithm against that of the size, by least squares, with its 95 % interval over ${rounds} rounds in which the subjects take turns. A slope of 1 says that twice the size takes twice as long. Ratios are Batchwise's value divided by the peer's.\n${describeMachine(versions)}`,
  ];
  if (times.length > 0)
    parts.push(
      "![Time against size, of Batchwise and its peers](growth.svg)",
      markdownTable(
        [
          "time of",
          "against",
          "sizes",
          "Batchwise's slope",
          "peer",
          "its slope",
          "ratio, first",
          "last",
        ],
        times.map((each) => [
          ...starts(each),
          slope(each.ours),
          each.peer,
          slope(each.theirs),
          short(each.first),
          short(each.last),
        ]),
      ),
      lines(times, memory),
    );
  if (memory.length > 0)
    parts.push(
      "Memory: the slopes are those of what a size takes beyond the smallest one, – where that is too little to tell; megabytes and their ratio are those of the whole process at the largest size.",
      markdownTable(
        [
          "memory of",
          "against",
          "sizes",
          "Batchwise's slope",
          "peer",
          "its slope",
          "MB",
          "its MB",
          "ratio",
        ],
        memory.map((each) => [
          ...starts(each),
          slope(each.ours),
          each.peer,
          slope(each.theirs),
          short(each.mine),
          short(each.peers),
          short(each.last),
        ]),
      ),
    );
  if (threads.length > 0)
    parts.push("How many times faster two threads are than one:", threadTable(threads));
  return parts.join("\n\n");
}
