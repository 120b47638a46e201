import { short } from "./statistics.mjs";
import { markdownTable, UNFIT } from "./table.mjs";

const ROWS = 5;

/**
 * A cell of a benchmark's table: the row that starts so, and the columns to compare.
 * @typedef {{ bench: string, what: string, row: readonly string[], against?: string, theirs?: string, ours: string, unit: string }} Cell
 */

const TRAIN = { bench: "train", ours: "Batchwise", unit: "µs" };
const LINEAR = {
  bench: "linear",
  against: "scikit-learn",
  theirs: "0.0001: scikit-learn",
  ours: "0.0001: Batchwise",
  unit: "s",
};
const FIT = "logistic regression to 1e-4 of the optimum:";

/** What readers ask first stands first; where Batchwise is slower has its place too. @type {readonly Cell[]} */
const CELLS = [
  {
    ...TRAIN,
    what: "a step of 784-128-10, Adam, B = 32",
    row: ["784-128-10", "adam", "32", "1"],
    against: "PyTorch",
    theirs: "PyTorch",
  },
  {
    ...TRAIN,
    what: "a step of one of 256 networks 64-32-10, SGD, B = 32",
    row: ["64-32-10", "sgd", "32", "256"],
    against: "torch.func.vmap",
    theirs: "torch vmap",
  },
  {
    ...TRAIN,
    bench: "cnn",
    what: "a step of a CNN, 28 × 28 images, 8 and 16 filters, Adam, B = 128",
    row: ["28×28×1, filters 8-16", "adam", "128", "1"],
    against: "PyTorch",
    theirs: "PyTorch",
  },
  { ...LINEAR, what: `${FIT} digits, \`lbfgs\``, row: ["digits", "lbfgs"] },
  { ...LINEAR, what: `${FIT} digits, \`newton-cg\``, row: ["digits", "newton-cg"] },
  {
    ...LINEAR,
    what: `${FIT} 60,000 × 784, \`lbfgs\``,
    row: ["synthetic-60000x784x10", "lbfgs"],
  },
  { ...LINEAR, what: `${FIT} 10,000 × 784, \`saga\``, row: ["synthetic-10000x784x10", "saga"] },
  {
    bench: "augment",
    what: "images of 28 × 28 rotated, scaled, sheared and shifted, one thread",
    row: ["28×28×1"],
    against: "Albumentations",
    theirs: "moves, Albumentations",
    ours: "moves, images/s",
    unit: "images/s",
  },
];

/**
 * README's few rows on speed, from the tables of docs/benchmarks.md. A table that is stamped gives none.
 * @param {string} benchmarks that file's text
 */
export function speedTable(benchmarks) {
  const lines = [];
  for (const { bench, what, row, against = "–", theirs, ours, unit } of CELLS) {
    const [section] = benchmarks.split(`<!-- bench:${bench} -->`)[1].split(`<!-- /bench`);
    if (section.includes(UNFIT) || lines.length === ROWS) continue;
    const columns = rowOf(section, row);
    const value = (/** @type {string} */ column) => {
      const cell = columns.get(column);
      if (cell === undefined)
        throw new Error(`speedTable: bench:${bench} must have a column ${column}`);
      return cell;
    };
    const other = theirs === undefined ? undefined : value(theirs);
    const mine = value(ours);
    lines.push([
      what,
      against,
      other === undefined ? "–" : `${other} ${unit}`,
      `${mine} ${unit}`,
      other === undefined ? "–" : short(ratioOfTimes(mine, other, unit)),
    ]);
  }
  return markdownTable(["what", "compared with", "its figure", "Batchwise", "ratio"], lines);
}

/** Of a figure in a unit of time, or in so much a second. @param {string} mine @param {string} other @param {string} unit */
function ratioOfTimes(mine, other, unit) {
  const [a, b] = [mine, other].map((text) => Number(text.replaceAll(",", "")));
  return unit.endsWith("/s") ? b / a : a / b;
}

/**
 * The row of a section's tables that starts with some cells, by column.
 * @param {string} section @param {readonly string[]} start
 * @returns {ReadonlyMap<string, string>}
 */
function rowOf(section, start) {
  /** @type {readonly string[]} */
  let head = [];
  let inside = false;
  for (const line of section.split("\n")) {
    const cells = line.startsWith("|") ? line.slice(1, -1).split("|") : [];
    const texts = cells.map((text) => text.trim());
    if (!inside) head = texts;
    inside = cells.length > 0;
    if (inside && start.every((text, i) => texts[i] === text))
      return new Map(head.map((column, i) => [column, texts[i]]));
  }
  throw new Error(`speedTable: there must be a row ${start.join(", ")}`);
}
