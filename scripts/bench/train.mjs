import { benchPython } from "./environment.mjs";
import { inRounds } from "./measure.mjs";
import { median, short } from "./statistics.mjs";
import { cnnCases, trainCases, trainDataFile } from "./train_cases.mjs";
import { trainReport } from "./train_report.mjs";
import { startWorkers } from "./worker.mjs";

/** Which subjects measure a case. */
const SUBJECTS_OF = {
  train: {
    one: ["tfjs fit", "Keras fit", "PyTorch", "Batchwise"],
    many: ["torch vmap", "Batchwise"],
  },
  cnn: { one: ["PyTorch", "Batchwise"], many: ["torch vmap", "Batchwise"] },
};

/** Which subjects measure matrix products, and by which function. */
const PRODUCTS_OF = { "tfjs fit": "tf.matMul", PyTorch: "torch.mm" };

/** How each subject is started; `torch vmap` lives in PyTorch's process. */
const commands = (python) => ({
  "tfjs fit": [process.execPath, "tfjs_fit.mjs"],
  "Keras fit": [python, "keras_fit.py"],
  PyTorch: [python, "torch_train.py"],
  Batchwise: [process.execPath, "batchwise_train.mjs"],
});

/**
 * Seconds of the matrix products alone in each full-batch step of one model, by tfjs and by PyTorch.
 * @returns {Promise<Map<string, { n: number, times: Map<string, number> }>>} model → examples, function → seconds
 */
async function productTimes(workers, cases, effort) {
  const times = new Map();
  const able = new Map([...workers].filter(([subject]) => subject in PRODUCTS_OF));
  for (const { model, layers, n, full, k } of cases) {
    if (!full || k !== 1 || times.has(model)) continue;
    const measured = await inRounds(
      able,
      { what: "products", case: `${model} products`, layers, n },
      effort,
    );
    const named = new Map();
    for (const [name, values] of measured) named.set(PRODUCTS_OF[name], median(values));
    times.set(model, { n, times: named });
  }
  return times;
}

/**
 * The training benchmark: time for each model and step, of every subject on every case.
 * @param {Options} options
 */
export const benchTrain = (options) => benchSteps(trainCases(options), SUBJECTS_OF.train, options);

/** The same of convolutional networks. @param {Options} options */
export const benchCnn = (options) => benchSteps(cnnCases(options), SUBJECTS_OF.cnn, options);

/** @typedef {{ quick: boolean, filter: RegExp, subjects: RegExp, rounds: number, seconds: number }} Options */

/**
 * @param {ReturnType<typeof trainCases>} cases
 * @param {{ one: readonly string[], many: readonly string[] }} named subjects of one model at a time and of many at once
 * @param {Options} options
 */
async function benchSteps(cases, { one, many }, { filter, subjects, rounds, seconds }) {
  if (cases.length === 0)
    throw new Error(`bench: --cases ${filter.source} must match a case, got none`);
  const processOf = (name) => (name === "torch vmap" ? "PyTorch" : name);
  const able = new Set([...one, ...many].filter((name) => subjects.test(name)).map(processOf));
  const wanted = Object.entries(commands(await benchPython())).filter(([name]) => able.has(name));
  const { workers, versions } = await startWorkers(Object.fromEntries(wanted));
  const rows = [];
  let products;
  try {
    for (const [i, request] of cases.entries()) {
      const names = (request.k === 1 ? one : many).filter((name) => subjects.test(name));
      const ready = new Map(
        names.flatMap((name) => {
          const worker = workers.get(processOf(name));
          return worker === undefined ? [] : [[name, worker]];
        }),
      );
      const measured = await inRounds(
        ready,
        { ...request, data: trainDataFile(request) },
        { rounds, seconds },
      );
      const { model, optimizer, size, k } = request;
      for (const [subject, times] of measured)
        rows.push({
          case: request.case,
          subject,
          model,
          optimizer,
          batchSize: size,
          k,
          microsPerModelStep: (median(times) / k) * 1e6,
        });
      const summary = rows
        .filter((r) => r.case === request.case)
        .map((r) => `${r.subject} ${short(r.microsPerModelStep)}`);
      console.error(`[${i + 1}/${cases.length}] ${request.case}: ${summary.join(", ")} µs`);
    }
    products = await productTimes(workers, cases, { rounds, seconds });
  } finally {
    for (const worker of workers.values()) worker.close();
  }
  return { rows, report: trainReport(rows, { versions, products, rounds }) };
}
