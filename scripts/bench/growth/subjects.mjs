/** @typedef {import("../measure.mjs").Asked} Asked */
/** @typedef {import("./series.mjs").Series} Series */
/** @typedef {import("./series.mjs").Work} Work */

/** Script of Batchwise and of its peer. */
const SCRIPTS = {
  train: ["batchwise_train.mjs", "torch_train.py"],
  linear: ["batchwise_linear.mjs", "sklearn_linear.py"],
  features: ["batchwise_features.mjs", "sklearn_features.py"],
  csv: ["batchwise_csv.mjs", "pandas_csv.py"],
};

/**
 * How Batchwise and its peer are started, those only that are wanted.
 * @param {Pick<Series, "subjects" | "peer">} series
 * @param {{ python: string, subjects: RegExp }} options
 * @returns {Record<string, string[]>}
 */
export function commandsOf({ subjects: kind, peer }, { python, subjects }) {
  const [ours, theirs] = SCRIPTS[kind];
  const all = { [peer]: [python, theirs], Batchwise: [process.execPath, ours] };
  return Object.fromEntries(Object.entries(all).filter(([name]) => subjects.test(name)));
}

/**
 * A subject that is asked for pieces of a work where `measure.mjs` asks for steps.
 * @param {Asked} worker
 * @param {Pick<Work, "by" | "steps">} work
 * @param {number[]} peaks takes the peak of memory of each answer that tells it
 * @returns {Asked}
 */
export function inPieces(worker, { by, steps: each = 1 }, peaks) {
  const told = async (request) => {
    const answer = await worker.ask(request);
    if (answer.peakMB !== undefined) peaks.push(answer.peakMB);
    return answer;
  };
  const ways = {
    steps: async (pieces, request) => {
      const answer = await told({ ...request, steps: pieces * each });
      return { ...answer, steps: answer.steps / each };
    },
    repeat: async (pieces, request) => {
      const { seconds } = await told({ ...request, repeat: pieces });
      return { seconds: seconds * pieces, steps: pieces };
    },
  };
  return {
    ask: (/** @type {{ steps?: number }} */ { steps: pieces = 1, ...request }) =>
      ways[by](pieces, request),
  };
}
