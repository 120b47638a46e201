import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { blasVersion, hasBlas } from "batchwise/dist/wasm/blas.js";
import { COST_FILES, constantsOf } from "./costs/constants.mjs";
import { MEASURES } from "./costs/measures.mjs";
import { ROOT } from "./environment.mjs";
import { geometricMean, median, short } from "./statistics.mjs";
import { describeMachine, markdownTable } from "./table.mjs";

/** @type {{ version: string }} */
const { version } = JSON.parse(readFileSync(join(ROOT, "lib", "package.json"), "utf8"));

/** Constants that are measured here, where there is a second thread and TensorFlow; and without OpenBLAS. */
const ON_THE_MAIN_THREAD = ["SHARING_PAYS", "WASM_PAYS"];
const WITHOUT_OPENBLAS = ["WASM_PAYS"];
const OF_OPENBLAS = ["PER_BLAS_MULTIPLY_ADD", "NARROW", "BLAS_PAYS", "LONG"];

/** What a threshold is the break-even of. */
const THRESHOLDS = {
  SHARING_PAYS: "two threads against one, nanoseconds of the call on one",
  BLAS_PAYS: "OpenBLAS against the kernels, multiply-adds",
  LONG: "sharing the summands against sharing the rows, summands ÷ rows",
  WASM_PAYS: "TensorFlow against WebAssembly without OpenBLAS, multiply-adds",
};

/** A thread that measures alone. @param {NodeJS.ProcessEnv} env */
function measuringThread(env) {
  const thread = new Worker(new URL("./costs/thread.mjs", import.meta.url), {
    env: { ...process.env, ...env },
  });
  return {
    /** @param {string} call @param {object} argument @returns {Promise<any>} */
    ask: (call, argument) =>
      new Promise((resolve, reject) => {
        thread.once("error", reject);
        thread.once("message", ({ found, error }) => {
          thread.off("error", reject);
          if (error === undefined) resolve(found);
          else reject(new Error(error));
        });
        thread.postMessage({ call, argument });
      }),
    close: () => thread.terminate(),
  };
}

/**
 * What the library's constants of time are on this machine, beside what they are in the code. A constant that
 * cannot be measured here, for want of OpenBLAS or TensorFlow, is left out with a word.
 * @param {{ filter: RegExp, rounds: number, seconds: number }} options
 */
export async function benchCosts({ filter, rounds, seconds }) {
  const constants = COST_FILES.flatMap(constantsOf).filter((c) => filter.test(c.constant));
  if (constants.length === 0)
    throw new Error(`bench: --cases ${filter.source} must match a constant, got none`);
  process.env["TF_NUM_INTRAOP_THREADS"] = "1";
  // Threads that are started later would choose OpenBLAS as this one does.
  const alone = measuringThread({});
  const withoutBlas = measuringThread({ OPENBLAS: "off" });
  const measure = ({ file, constant }) => {
    if (OF_OPENBLAS.includes(constant) && !hasBlas()) throw new Error("there is no OpenBLAS");
    const thread = WITHOUT_OPENBLAS.includes(constant) ? withoutBlas : alone;
    if (ON_THE_MAIN_THREAD.includes(constant)) return MEASURES[file][constant](seconds, thread);
    return thread.ask("measure", { file, constant, seconds });
  };
  /** @type {Map<typeof constants[number], Record<string, number[]>>} */
  const found = new Map(constants.map((constant) => [constant, {}]));
  try {
    for (let round = 0; round < rounds; round++) {
      for (const [constant, cases] of [...found])
        try {
          for (const [name, value] of Object.entries(await measure(constant)))
            cases[name] = [...(cases[name] ?? []), value];
        } catch (error) {
          found.delete(constant);
          const why = error instanceof Error ? error.message : error;
          console.error(`bench: without ${constant.constant}: ${why}`);
        }
      console.error(`round ${round + 1} of ${rounds}`);
    }
  } finally {
    await Promise.all([alone.close(), withoutBlas.close()]);
  }
  const rows = [...found].map(([constant, cases]) => {
    const medians = Object.fromEntries(
      Object.entries(cases).map(([name, values]) => [name, median(values)]),
    );
    return { ...constant, measured: geometricMean(Object.values(medians)), cases: medians };
  });
  return { rows, report: report(rows, rounds) };
}

/** Three digits, large numbers in groups of three. @param {number} value */
function figure(value) {
  return value < 1000 ? short(value) : Number(value.toPrecision(3)).toLocaleString("en-US");
}

function report(rows, rounds) {
  const lines = rows.map(({ constant, file, what, value, measured, cases, first, where }) => {
    const values = Object.values(cases);
    const range = `${figure(Math.min(...values))} to ${figure(Math.max(...values))}`;
    const here = values.length > 1 ? `${figure(measured)} (${range})` : figure(measured);
    return [`${constant}: ${what}`, file, figure(value), here, `${figure(first)} on ${where}`];
  });
  const thresholds = rows
    .filter(({ constant }) => constant in THRESHOLDS)
    .flatMap(({ constant, value, cases }) =>
      Object.entries(cases).map(([name, at]) => [
        `${constant}: ${THRESHOLDS[constant]}`,
        name,
        figure(at),
        figure(value),
      ]),
    );
  return [
    `Nanoseconds of processor time on one thread, unless the constant says otherwise; medians of ${rounds} rounds, and of several kernels or shapes the geometric mean with the range.`,
    describeMachine({ batchwise: version, OpenBLAS: blasVersion() }, 1),
    "",
    markdownTable(["constant", "file", "in the code", "measured here", "measured first"], lines),
    ...(thresholds.length === 0
      ? []
      : [
          "",
          "From where on the second way is faster:",
          "",
          markdownTable(["break-even of", "case", "measured here", "in the code"], thresholds),
        ]),
  ].join("\n");
}
