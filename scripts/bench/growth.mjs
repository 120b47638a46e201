import { benchPython } from "./environment.mjs";
import { growthPicture } from "./growth/picture.mjs";
import { growthReport } from "./growth/report.mjs";
import { SERIES } from "./growth/series.mjs";
import { expected } from "./growth/slopes.mjs";
import { commandsOf, inPieces } from "./growth/subjects.mjs";
import { SHARED, withThreads } from "./growth/threads.mjs";
import { inRounds } from "./measure.mjs";
import { median, short } from "./statistics.mjs";
import { startWorkers } from "./worker.mjs";

/** A series ends where a subject would need more seconds than this for one piece of work. */
const LIMIT = 20;
const QUICK_LIMIT = 0.5;

/**
 * Seconds of a piece of work and peaks of memory, of one subject at one size, one of each round.
 * @typedef {{ case: string, against: string, peer: string, subject: string, size: number, seconds: number[], peakMB: number[] }} Row
 */

/**
 * Every size of a series, its subjects in turn in each round.
 * @param {import("./growth/series.mjs").Series} series
 * @param {{ python: string, subjects: RegExp, rounds: number, seconds: number, limit: number }} options
 * @returns {Promise<{ rows: Row[], versions: Record<string, string> }>}
 */
async function alongSizes(series, options) {
  const { rounds, seconds, limit } = options;
  const { name, against, peer } = series;
  // New processes for each series: what another one left in memory would count in the peak.
  const { workers, versions } = await startWorkers(commandsOf(series, options));
  /** @type {Row[]} */
  const rows = [];
  try {
    for (const size of series.sizes) {
      const slow = [...workers.keys()].find((subject) => {
        const points = rows.filter((row) => row.subject === subject);
        return expected(pointsOf(points), size) > limit;
      });
      if (slow !== undefined) {
        console.error(`${name}: ends before ${size} ${against}: ${slow} would take too long`);
        break;
      }
      const { request, ...work } = series.at(size);
      /** @type {Map<string, number[]>} */
      const peaks = new Map([...workers.keys()].map((subject) => [subject, []]));
      const asked = new Map(
        [...workers].map(([subject, worker]) => [
          subject,
          inPieces(worker, work, peaks.get(subject) ?? []),
        ]),
      );
      const effort = { rounds, seconds, fewest: 1 };
      const measured = await inRounds(asked, { ...request, case: `${name}, ${size}` }, effort);
      for (const [subject, times] of measured) {
        const peakMB = (peaks.get(subject) ?? []).slice(-rounds);
        rows.push({ case: name, against, peer, subject, size, seconds: times, peakMB });
      }
      const told = [...measured].map(([subject, times]) => `${subject} ${short(median(times))}`);
      console.error(`${name}: ${size} ${against}: s ${told.join(", ")}`);
    }
  } finally {
    for (const worker of workers.values()) worker.close();
  }
  return { rows, versions };
}

/** @param {readonly Row[]} rows of one subject */
const pointsOf = (rows) => rows.map(({ size, seconds }) => ({ size, values: seconds }));

/**
 * How time and memory grow with examples, features, classes and models, and what a second thread gains.
 * @param {{ quick: boolean, filter: RegExp, subjects: RegExp, rounds: number, seconds: number }} options
 */
export async function benchGrowth({ quick, filter, subjects, rounds, seconds }) {
  const wanted = SERIES.filter(({ name, against }) => filter.test(`${against}: ${name}`));
  const shared = SHARED.filter(({ name }) => filter.test(`threads: ${name}`));
  if (wanted.length + shared.length === 0)
    throw new Error(`bench: --cases ${filter.source} must match a case, got none`);
  const python = await benchPython();
  const options = { python, subjects, rounds, seconds, limit: quick ? QUICK_LIMIT : LIMIT };
  const rows = [];
  const threads = [];
  const versions = {};
  for (const series of wanted) {
    const found = await alongSizes(series, options);
    rows.push(...found.rows);
    Object.assign(versions, found.versions);
  }
  for (const work of shared) {
    const found = await withThreads(work, options);
    threads.push(...found.rows);
    Object.assign(versions, found.versions);
  }
  return {
    rows: [...rows, ...threads],
    report: growthReport(rows, threads, { versions, rounds }),
    pictures: { "growth.svg": growthPicture(rows) },
  };
}
