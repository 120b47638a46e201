/** What is asked to take steps: a subject, or something before it. @typedef {Pick<import("./worker.mjs").Worker, "ask">} Asked */

/** A measurement shorter than this says too little about how many steps to take. */
const TELLING_SECONDS = 0.05;

/**
 * Finds how many steps fill about `seconds`, by growing runs (which also compile and warm up). Where the time is the difference of
 * two runs, it must be at least twice what they have in common (`fixed`), or the noise of that would drown it.
 * @param {Asked} worker
 * @param {Record<string, unknown>} request
 * @param {{ seconds: number, fewest: number }} effort
 */
async function stepsFor(worker, request, { seconds, fewest }) {
  let steps = fewest;
  for (;;) {
    const { fixed = 0, ...answer } = await worker.ask({ ...request, steps });
    const telling = Math.max(Math.min(TELLING_SECONDS, seconds), fixed);
    if (answer.seconds >= telling)
      return Math.max(
        fewest,
        Math.ceil((Math.max(seconds, 2 * fixed) * answer.steps) / answer.seconds),
      );
    const growth = telling / Math.max(answer.seconds, 1e-3);
    steps = Math.ceil(steps * Math.min(16, Math.max(2, growth)));
  }
}

/**
 * Measures one request on several subjects, in rounds (A B C A B C …), so that what else the machine does falls on all alike.
 * A subject that fails is left out of this request, with a word.
 * @param {Map<string, Asked>} workers
 * @param {Record<string, unknown>} request
 * @param {{ rounds: number, seconds: number, fewest?: number }} effort `seconds` and the fewest steps of one measurement
 * @returns {Promise<Map<string, number[]>>} subject → seconds a step, one of each round
 */
export async function inRounds(workers, request, { rounds, seconds, fewest = 2 }) {
  /** @type {Map<string, { worker: Asked, steps: number, times: number[] }>} */
  const going = new Map();
  const attempt = async (name, work) => {
    try {
      await work();
    } catch (error) {
      console.error(
        `bench: ${request.case}: without ${name}: ${/** @type {Error} */ (error).message}`,
      );
      going.delete(name);
    }
  };
  for (const [name, worker] of workers)
    await attempt(name, async () => {
      const steps = await stepsFor(worker, request, { seconds, fewest });
      going.set(name, { worker, steps, times: [] });
    });
  for (let round = 0; round < rounds; round++)
    for (const [name, { worker, steps, times }] of [...going])
      await attempt(name, async () => {
        const answer = await worker.ask({ ...request, steps });
        if (!(answer.seconds > 0)) throw new Error("the time of its steps drowns in noise");
        times.push(answer.seconds / answer.steps);
      });
  return new Map([...going].map(([name, { times }]) => [name, times]));
}
