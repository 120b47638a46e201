import { benchPython } from "./environment.mjs";
import { LEVELS, linearCases } from "./linear_cases.mjs";
import { linearReport } from "./linear_report.mjs";
import { fewestIterations } from "./linear_search.mjs";
import { median, short } from "./statistics.mjs";
import { startWorkers, Worker } from "./worker.mjs";

/** Tight enough that no solver stops by itself before the tightest level; `maxIter` ends every fit. */
const TOLERANCE = 1e-12;

/** Fits that are shorter than this are repeated within one measurement. */
const TELLING_SECONDS = 0.1;

/**
 * Time to reach each level of excess by one solver, every subject in turn in each round.
 * @param {Map<string, Worker>} workers
 * @param {Worker} judge
 * @param {Record<string, unknown>} request case, solver and data
 * @param {{ rounds: number, seconds: number }} effort `seconds` limits one fit
 */
async function benchSolver(workers, judge, request, { rounds, seconds }) {
  const plans = [];
  for (const [subject, worker] of workers) {
    const fitAt = async (maxIter) => {
      const fit = await worker.ask({ ...request, maxIter, repeat: 1 });
      const { excess } = await judge.ask({ ...request, coef: fit.coef, intercept: fit.intercept });
      return { maxIter, excess, seconds: fit.seconds, iterations: fit.iterations };
    };
    try {
      const reached = await fewestIterations(fitAt, LEVELS, seconds);
      for (const [level, { maxIter, seconds: once }] of reached)
        plans.push({ subject, worker, level, maxIter, once, times: [], peaks: [] });
    } catch (error) {
      console.error(
        `bench: ${request.case} ${request.solver}: without ${subject}: ${/** @type {Error} */ (error).message}`,
      );
    }
  }
  plans.sort((a, b) => b.level - a.level); // the subjects take turns level by level
  for (let round = 0; round < rounds; round++)
    for (const { worker, maxIter, once, times, peaks } of plans) {
      if (round > 0 && (round + 1) * once > seconds) continue; // long fits need fewer rounds
      const repeat = Math.min(100, Math.max(1, Math.ceil(TELLING_SECONDS / once)));
      const fit = await worker.ask({ ...request, maxIter, repeat });
      times.push(fit.seconds);
      peaks.push(fit.peakMB);
    }
  return plans.map(({ subject, level, maxIter, times, peaks }) => ({
    case: request.case,
    solver: request.solver,
    subject,
    excess: level,
    seconds: median(times),
    peakMB: Math.max(...peaks),
    maxIter,
  }));
}

/**
 * The linear benchmark: seconds to reach an excess objective of each level, of every solver on every data set.
 * @param {{ quick: boolean, filter: RegExp, subjects: RegExp, rounds: number, seconds: number }} options
 */
export async function benchLinear({ quick, filter, subjects, rounds, seconds }) {
  const python = await benchPython();
  const cases = linearCases(python, { quick, filter });
  if (cases.length === 0)
    throw new Error(`bench: --cases ${filter.source} must match a case, got none`);
  const commands = {
    "scikit-learn": [python, "sklearn_linear.py"],
    Batchwise: [process.execPath, "batchwise_linear.mjs"],
  };
  const wanted = Object.fromEntries(
    Object.entries(commands).filter(([name]) => subjects.test(name)),
  );
  const rows = [];
  const known = {};
  for (const { case: name, data, solvers } of cases) {
    // New processes for each data set: what another one left in memory would count in the peak.
    const { workers, versions } = await startWorkers(wanted);
    const judge = new Worker("judge", [python, "linear_judge.py"]);
    Object.assign(known, versions);
    try {
      for (const solver of solvers) {
        const request = { case: name, solver, tol: TOLERANCE, seed: 1, ...data };
        const found = await benchSolver(workers, judge, request, { rounds, seconds });
        rows.push(...found);
        const summary = found.map(
          (r) => `${r.subject} ${r.excess}: ${short(r.seconds * 1e3)} (${r.maxIter})`,
        );
        console.error(
          `${name} ${solver}: ms (iterations) ${summary.join(", ") || "no level reached"}`,
        );
      }
    } finally {
      for (const worker of [...workers.values(), judge]) worker.close();
    }
  }
  return { rows, report: linearReport(rows, { versions: known, rounds, limit: seconds }) };
}
