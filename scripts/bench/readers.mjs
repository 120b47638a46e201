import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Rng } from "batchwise";
import { benchPython } from "./environment.mjs";
import { median, short } from "./statistics.mjs";
import { describeMachine, markdownTable } from "./table.mjs";
import { Worker } from "./worker.mjs";

const COLUMNS = 20;
const ROWS_AT_ONCE = 5000;
const TOWNS = ["Ulm", "Köln", "Bad Tölz", "Leipzig", "Jena"];

/** @type {(value: number) => string} six decimals, as a measurement would be written */
const decimals = (value) => value.toFixed(6);

/** Files of 20 columns and a label of three classes. */
const CASES = [
  { case: "10,000 × 20 numbers", rows: 1e4, cell: decimals },
  { case: "100,000 × 20 numbers", rows: 1e5, cell: decimals },
  { case: "100,000 × 20, one of words", rows: 1e5, cell: decimals, words: true },
  { case: "100,000 × 20 in quotes", rows: 1e5, cell: (value) => `"${decimals(value)}"` },
  { case: "100,000 × 20, all digits", rows: 1e5, cell: String },
  { case: "1,000,000 × 20 numbers", rows: 1e6, cell: decimals },
];
const QUICK_ROWS = 1e5;

/** Writes a case's file. The same case gives the same file. */
function write(path, { rows, cell, words = false }) {
  const rng = Rng.fromSeed(0).fork("readers");
  const file = openSync(path, "w");
  writeSync(file, `${Array.from({ length: COLUMNS }, (_, j) => `x${j}`).join(",")},y\n`);
  for (let row = 0; row < rows; row += ROWS_AT_ONCE) {
    let text = "";
    for (let i = row; i < Math.min(rows, row + ROWS_AT_ONCE); i++) {
      for (let j = 0; j < COLUMNS; j++)
        text += `${words && j === 0 ? TOWNS[rng.integer(TOWNS.length)] : cell(rng.normal())},`;
      text += `${rng.integer(3)}\n`;
    }
    writeSync(file, text);
  }
  closeSync(file);
}

/**
 * Reads one file with every subject in turn, in each round in a process of its own, which shows the peak of memory.
 * @param {Record<string, string[]>} subjects
 * @param {string} path
 * @param {number} rounds
 */
async function inTurn(subjects, path, rounds) {
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
      answers[name].push(await worker.ask({ path }));
      worker.close();
    }
  return { answers, versions };
}

/**
 * Reading CSV files into float32 features and class ids, beside pandas.
 * @param {{ quick: boolean, filter: RegExp, subjects: RegExp, rounds: number }} options
 */
export async function benchReaders({ quick, filter, subjects, rounds }) {
  const commands = {
    Batchwise: [process.execPath, "batchwise_csv.mjs"],
    ...(subjects.test("pandas") && { pandas: [await benchPython(), "pandas_csv.py"] }),
  };
  const folder = mkdtempSync(join(tmpdir(), "batchwise-bench-"));
  const rows = [];
  const versions = {};
  try {
    for (const each of CASES) {
      if (!filter.test(each.case) || (quick && each.rows > QUICK_ROWS)) continue;
      const path = join(folder, "table.csv");
      write(path, each);
      const measured = await inTurn(commands, path, rounds);
      Object.assign(versions, measured.versions);
      const size = statSync(path).size / 2 ** 20;
      for (const [subject, answers] of Object.entries(measured.answers)) {
        const seconds = median(answers.map((answer) => answer.seconds));
        const peakMB = median(answers.map((answer) => answer.peakMB));
        console.error(`${each.case}: ${subject} ${short(seconds)} s, ${short(peakMB)} MB`);
        rows.push({ case: each.case, subject, fileMB: size, seconds, peakMB });
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const lines = [...new Set(rows.map((row) => row.case))].map((name) => {
    const of = (subject) => rows.find((row) => row.case === name && row.subject === subject);
    const [ours, theirs] = [of("Batchwise"), of("pandas")];
    return [
      name,
      short(ours?.fileMB),
      ...[ours, theirs].flatMap((row) => [short(row?.seconds), short(row?.peakMB)]),
      short(ours && theirs && ours.seconds / theirs.seconds),
    ];
  });
  const head = [
    "file",
    "MB",
    "Batchwise s",
    "peak MB",
    "pandas s",
    "peak MB",
    "times pandas' time",
  ];
  return {
    rows,
    report: `${markdownTable(head, lines)}\n\nMedians of ${rounds} rounds, each measurement in a process of its own. ${describeMachine(versions)}`,
  };
}
