import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { hyperband } from "batchwise/dist/search/hyperband.js";
import { uniform } from "batchwise/dist/search/space.js";
import { sweep } from "batchwise/dist/search/sweep.js";

/**
 * A child process that the test kills: `node interruptedSearch.js search|sweep JOURNAL EVALUATIONS QUICK`.
 * Writes to EVALUATIONS what the evaluator finished, and the result to standard output. After QUICK
 * evaluations it is so slow that a kill comes in time, however busy the machine is.
 */
const [, , what, journal, evaluations, quick] = process.argv;
let made = 0;

async function* scores<J>(
  jobs: readonly J[],
  name: (job: J) => string,
  score: (job: J) => number,
): AsyncGenerator<readonly [number, { score: number; info: { at: string } }]> {
  for (const [i, job] of jobs.entries()) {
    await pause(made++ < Number(quick) ? 1 : 200);
    yield [i, { score: score(job), info: { at: name(job) } }];
    appendFileSync(evaluations, `${name(job)}\n`);
  }
}

if (what === "search") {
  const result = await hyperband(
    { x: uniform(-1, 1) },
    (asks) =>
      scores(
        asks,
        ({ id, resource }) => `${id}@${resource}`,
        ({ id, config, resource }) => (id % 11 === 3 ? Number.NaN : config.x ** 2 + 1 / resource),
      ),
    { seed: 5, maxResource: 27, journal, batch: 8 },
  );
  process.stdout.write(JSON.stringify(result));
} else {
  const configs = Array.from({ length: 150 }, (_, id) => ({ id, x: id / 7 }));
  const rows: unknown[] = [];
  const run = sweep(
    configs,
    (jobs) =>
      scores(
        jobs,
        ({ id }) => String(id),
        ({ x }) => x ** 2,
      ),
    { journal },
  );
  for await (const row of run) rows.push(row);
  process.stdout.write(JSON.stringify(rows));
}
