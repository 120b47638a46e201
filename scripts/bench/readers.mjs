import { statSync } from "node:fs";
import { benchPython } from "./environment.mjs";
import { GROUPS } from "./readers/cases.mjs";
import { BYTES, readersReport } from "./readers/report.mjs";
import { median, short } from "./statistics.mjs";
import { Worker } from "./worker.mjs";

/**
 * Reads one file with every subject in turn, in each round in a process of its own, which shows the peak of memory.
 * @param {Record<string, string[]>} subjects
 * @param {object} request
 * @param {number} rounds
 */
async function inTurn(subjects, request, rounds) {
  /** @type {Record<string, any[]>} */
  const answers = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  const versions = {};
  for (let round = 0; round < rounds; round++)
    for (const [name, command] of Object.entries(subjects)) {
      const worker = new Worker(name, command);
      const ready = await worker.ready;
      if (ready.unavailable !== undefined)
        throw new Error(`bench: without ${name}: ${ready.unavailable}`);
      Object.assign(versions, ready.versions);
      answers[name].push(await worker.ask(request));
      worker.close();
    }
  return { answers, versions };
}

/**
 * How each subject of a group is started.
 * @param {import("./readers/cases.mjs").Group} group
 * @param {string} python
 * @returns {Record<string, string[]>}
 */
const commandsOf = ({ ours, peer, theirs, bytesAlone }, python) => ({
  Batchwise: [process.execPath, ours],
  [peer]: [python, theirs],
  ...(bytesAlone && { [BYTES]: [process.execPath, ours, "bytes"] }),
});

/**
 * Reading CSV and Parquet files and pictures into float32 features and class ids, beside pandas, pyarrow and NumPy.
 * @param {{ quick: boolean, filter: RegExp, subjects: RegExp, rounds: number }} options
 */
export async function benchReaders({ quick, filter, subjects, rounds }) {
  const python = await benchPython();
  const rows = [];
  const versions = {};
  for (const group of GROUPS) {
    const commands = Object.fromEntries(
      Object.entries(commandsOf(group, python)).filter(([name]) => subjects.test(name)),
    );
    for (const { case: name, slow, request, files } of group.cases) {
      if (!filter.test(`${group.title}: ${name}`) || (quick && slow)) continue;
      const paths = files(python);
      const measured = await inTurn(commands, { ...request, paths }, rounds);
      Object.assign(versions, measured.versions);
      const fileMB = paths.reduce((sum, path) => sum + statSync(path).size / 2 ** 20, 0);
      checkAlike(name, measured.answers);
      for (const [subject, answers] of Object.entries(measured.answers)) {
        const seconds = median(answers.map((answer) => answer.seconds));
        const peakMB = median(answers.map((answer) => answer.peakMB));
        console.error(`${name}: ${subject} ${short(seconds)} s, ${short(peakMB)} MB`);
        rows.push({ case: name, subject, fileMB, seconds, peakMB });
      }
    }
  }
  if (rows.length === 0)
    throw new Error(`bench: --cases ${filter.source} must match a case, got none`);
  return { rows, report: readersReport(rows, { versions, rounds }) };
}

/**
 * Fails unless all subjects read the same: as many rows and features, and the same sum at the end.
 * @param {string} name
 * @param {Record<string, any[]>} answers
 */
function checkAlike(name, answers) {
  const [first, ...others] = Object.entries(answers)
    .filter(([subject]) => subject !== BYTES)
    .map(([subject, [{ n, features, sum }]]) => ({ subject, n, features, sum }));
  for (const each of others)
    if (
      each.n !== first.n ||
      each.features !== first.features ||
      !(Math.abs(each.sum - first.sum) <= 1e-5 * (1 + Math.abs(first.sum)))
    )
      throw new Error(
        `bench: ${name}: subjects must read the same, got ${JSON.stringify([first, each])}`,
      );
}
