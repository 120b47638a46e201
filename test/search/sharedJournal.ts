import { setTimeout as pause } from "node:timers/promises";
import { sweep } from "batchwise/dist/search/sweep.js";

/**
 * A child process of the tests: `node sharedJournal.js JOURNAL CONFIGS`. Prints the rows and ends with 0, or the
 * error's message and ends with 3 where it is refused the journal.
 */
const [, , journal, configs] = process.argv;

async function* slowSquares(
  jobs: readonly number[],
): AsyncGenerator<readonly [position: number, output: { square: number }]> {
  for (const [i, job] of jobs.entries()) {
    await pause(5);
    yield [i, { square: job ** 2 }];
  }
}

const rows: unknown[] = [];
try {
  const all = Array.from({ length: Number(configs) }, (_, i) => i);
  for await (const row of sweep(all, slowSquares, { journal })) rows.push(row);
  process.stdout.write(JSON.stringify(rows));
} catch (error) {
  process.stdout.write(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  process.exitCode = 3;
}
