import { median } from "../statistics.mjs";
import { beyondFirst, growthOf, inCommon } from "./slopes.mjs";

/** @typedef {import("../growth.mjs").Row} Row */
/** @typedef {import("./slopes.mjs").Growth} Growth */
/** @typedef {import("./slopes.mjs").Point} Point */

/** A slope that is larger than the peer's by more is named. */
export const MARGIN = 0.1;
/** Megabytes beyond those of the smallest size that tell how memory grows. */
const TELLING_MB = 8;

/**
 * How Batchwise grows beside its peer. `first` and `last` are its values divided by the peer's at the ends.
 * @typedef {{ name: string, against: string, peer: string, from: number, to: number, ours: Growth | undefined, theirs: Growth | undefined, first: number | undefined, last: number | undefined }} Comparison
 */

/** Each series' name once. @param {readonly { case: string }[]} rows */
export const namesIn = (rows) => [...new Set(rows.map((row) => row.case))];

/**
 * The points of Batchwise and of its peer, at the sizes that both have if both were measured.
 * @param {readonly Row[]} rows of one series
 * @param {(row: Row) => readonly number[]} values
 * @returns {[Point[], Point[]]}
 */
function pointsOf(rows, values) {
  const of = (ours) =>
    rows
      .filter((row) => (row.subject === "Batchwise") === ours && values(row).length > 0)
      .map((row) => ({ size: row.size, values: values(row) }));
  const [ours, theirs] = [of(true), of(false)];
  return ours.length > 0 && theirs.length > 0 ? inCommon(ours, theirs) : [ours, theirs];
}

/**
 * @param {Row} about one of the series
 * @param {readonly [Point[], Point[]]} ends whose ends are told
 * @param {readonly [Point[], Point[]]} grown whose slopes are told
 * @returns {Comparison}
 */
function comparison({ case: name, against, peer }, [ours, theirs], [growing, peers]) {
  const ratio = (i) => {
    const [a, b] = [ours.at(i), theirs.at(i)];
    return a && b && median(a.values) / median(b.values);
  };
  const sizes = (ours.length > 0 ? ours : theirs).map(({ size }) => size);
  return {
    name,
    against,
    peer,
    from: Math.min(...sizes),
    to: Math.max(...sizes),
    ours: growthOf(growing),
    theirs: growthOf(peers),
    first: ratio(0),
    last: ratio(-1),
  };
}

/** How the time of each series grows. @param {readonly Row[]} rows */
export function timesOf(rows) {
  return namesIn(rows).map((name) => {
    const series = rows.filter((row) => row.case === name);
    const points = pointsOf(series, (row) => row.seconds);
    return comparison(series[0], points, points);
  });
}

/** How the peak of memory grows beyond that of the smallest size, of the series that tell it. @param {readonly Row[]} rows */
export function memoryOf(rows) {
  return namesIn(rows).flatMap((name) => {
    const series = rows.filter((row) => row.case === name);
    const [ours, theirs] = pointsOf(series, (row) => row.peakMB);
    if (ours.length + theirs.length === 0) return [];
    const [a, b] = [ours, theirs].map((points) => beyondFirst(points, TELLING_MB));
    const growing = a.length > 0 && b.length > 0 ? inCommon(a, b) : /** @type {const} */ ([a, b]);
    const found = comparison(series[0], [ours, theirs], growing);
    const [mine, peers] = [ours, theirs].map((points) => median(points.at(-1)?.values ?? []));
    return [{ ...found, mine, peers }];
  });
}

/** Those that grow faster than their peer. @param {readonly Comparison[]} found */
export function steeper(found) {
  return found.filter(({ ours, theirs }) => ours && theirs && ours.slope - theirs.slope > MARGIN);
}
