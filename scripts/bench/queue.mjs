import { fork } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { startServer } from "./queue/server.mjs";
import { simulate } from "./queue/simulation.mjs";
import { short } from "./statistics.mjs";
import { markdownTable } from "./table.mjs";

const { Redis } = createRequire(import.meta.url)("ioredis");
const WORKERS = [1, 2, 4];
/** Seconds of a job, and how many there are. */
const LENGTHS = [
  [0.1, 80],
  [1, 16],
  [10, 8],
];
const MANY = 1000;
const AHEAD = 10_000;

/**
 * Overhead and speed-up of runs over a queue, with jobs that wait; and a simulation of many workers by what was
 * measured.
 * @param {{ quick: boolean, filter: RegExp }} options
 */
export async function benchQueue({ quick, filter }) {
  const server = await startServer();
  const redis = new Redis(server.url);
  try {
    const rates = await measureRates(server.url, redis, quick ? 500 : 5000);
    const speedUps = [];
    for (const [seconds, jobs] of quick ? LENGTHS.slice(0, 1) : LENGTHS)
      if (filter.test(`${seconds} s`)) speedUps.push(...(await speedUp(server.url, seconds, jobs)));
    const many = [0.1, 1, 10, 60].map((seconds) => manyWorkers(seconds, rates));
    return { rows: [rates, ...speedUps, ...many], report: reportOf(server, rates, speedUps, many) };
  } finally {
    redis.disconnect();
    server.end();
  }
}

/** @param {string} url @param {any} redis @param {number} jobs */
async function measureRates(url, redis, jobs) {
  const one = await withWorkers(url, 1, 1, () => secondsOf(url, jobs / 5, 0));
  const before = await serverState(redis);
  globalThis.gc?.();
  const memory = process.memoryUsage().heapUsed;
  let most = memory;
  const sampling = setInterval(() => {
    most = Math.max(most, process.memoryUsage().heapUsed);
  }, 20);
  const seconds = await withWorkers(url, 2, 50, () => secondsOf(url, jobs, 0));
  clearInterval(sampling);
  const after = await serverState(redis);
  return {
    case: "rates",
    overheadMs: (1000 * one) / (jobs / 5),
    jobsPerSecond: jobs / seconds,
    operationsPerJob: (after.operations - before.operations) / jobs,
    serverMsPerJob: (1000 * (after.cpu - before.cpu)) / jobs,
    producerKbPerJob: (most - memory) / 1e3 / jobs,
  };
}

/** @param {any} redis */
async function serverState(redis) {
  const info = await redis.info();
  const of = (/** @type {string} */ name) =>
    Number(new RegExp(`^${name}:(.*)`, "m").exec(info)?.[1]);
  return {
    operations: of("total_commands_processed"),
    cpu: of("used_cpu_user") + of("used_cpu_sys"),
  };
}

/** @param {string} url @param {number} seconds @param {number} jobs */
async function speedUp(url, seconds, jobs) {
  const rows = [];
  let alone = 0;
  for (const workers of WORKERS) {
    const took = await withWorkers(url, workers, 1, () => secondsOf(url, jobs, seconds));
    alone ||= took;
    console.error(`${jobs} jobs of ${seconds} s, ${workers} workers: ${short(took)} s`);
    const ideal = (seconds * jobs) / workers;
    rows.push({ case: "speed-up", seconds, jobs, workers, took, speedUp: alone / took, ideal });
  }
  return rows;
}

/** Wall clock of jobs that wait. @param {string} url @param {number} count @param {number} seconds */
async function secondsOf(url, count, seconds) {
  const { overQueue } = await import("../../lib/dist/jobs/overQueue.js");
  const subject = { name: "bench", text: "jobs that wait" };
  const jobs = Array.from({ length: count }, (_, id) => ({ id, seconds }));
  const run = overQueue(url, { kind: "wait", settings: {}, subject }, ({ output }) => output);
  const started = performance.now();
  let done = 0;
  const outputs = /** @type {AsyncIterable<unknown>} */ (run(jobs, { signal: undefined }));
  for await (const _ of outputs) done++;
  if (done !== count) throw new Error(`bench: ${done} of ${count} jobs came back`);
  return (performance.now() - started) / 1000;
}

/** @template T @param {string} url @param {number} count @param {number} places @param {() => Promise<T>} work */
async function withWorkers(url, count, places, work) {
  const program = fileURLToPath(new URL("queue/waitingWorker.mjs", import.meta.url));
  const workers = Array.from({ length: count }, () => fork(program, [url, String(places)]));
  let ready = 0;
  for (const worker of workers) worker.once("message", () => ready++);
  try {
    // Until all workers have seen the queue.
    while (ready < count) await secondsOf(url, 1, 0.5);
    return await work();
  } finally {
    const ended = workers.map((worker) => new Promise((resolve) => worker.once("exit", resolve)));
    for (const worker of workers) worker.kill("SIGTERM");
    await Promise.all(ended);
  }
}

/** @param {number} seconds @param {Awaited<ReturnType<typeof measureRates>>} rates */
function manyWorkers(seconds, rates) {
  const jobs = 20 * MANY;
  const secondsPerJob = 1 / rates.jobsPerSecond;
  const run = simulate({ workers: MANY, seconds, jobs, secondsPerJob, ahead: AHEAD });
  const perSecond = jobs / run.makespan;
  return {
    case: `${MANY} workers`,
    seconds,
    ...run,
    jobsPerSecond: perSecond,
    operationsPerSecond: perSecond * rates.operationsPerJob,
    producerMb: (jobs * rates.producerKbPerJob) / 1000,
  };
}

/** @param {{ version?: string }} server @param {any} rates @param {any[]} speedUps @param {any[]} many */
function reportOf({ version }, rates, speedUps, many) {
  const percent = (/** @type {number} */ share) => `${Math.round(100 * share)} %`;
  return [
    `Redis ${version} with a log on the disk, server, producer and workers on one machine; jobs wait, so that workers do not share its cores.`,
    `A job costs ${short(rates.overheadMs)} ms with one worker of one place, and at most ${short(rates.jobsPerSecond)} jobs a second went through. It takes the server ${short(rates.operationsPerJob)} operations and ${short(rates.serverMsPerJob)} ms, and the producer at most ${short(rates.producerKbPerJob)} kB of memory for each job of the call.`,
    ...(speedUps.length > 0
      ? [
          markdownTable(
            ["a job", "jobs", "workers", "seconds", "of these waiting", "speed-up"],
            speedUps.map((row) => [
              `${row.seconds} s`,
              ...[row.jobs, row.workers],
              ...[row.took, row.ideal, row.speedUp].map(short),
            ]),
          ),
        ]
      : []),
    `${MANY} workers with ${20 * MANY} jobs, simulated by these rates:`,
    markdownTable(
      [
        "a job",
        "jobs a second",
        "workers at work",
        "waiting jobs at most",
        "server operations a second",
        "producer",
      ],
      many.map((row) => [
        `${row.seconds} s`,
        short(row.jobsPerSecond),
        percent(row.busy),
        String(row.depth),
        short(row.operationsPerSecond),
        `${short(row.producerMb)} MB`,
      ]),
    ),
  ].join("\n\n");
}
