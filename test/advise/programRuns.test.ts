import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { choice, gridSearch, logUniform, successiveHalving, sweep } from "batchwise";
import {
  type Command,
  ProgramError,
  type ProgramRow,
  programRuns,
  programScores,
} from "batchwise/advise";
import { writeTrainer } from "./trainers.js";

const folder = mkdtempSync(join(tmpdir(), "program-runs-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const commandOf = (name: string, source?: string): Command => [
  process.execPath,
  writeTrainer(folder, name, source),
  "{batchSize}",
  "{learningRate}",
  "{seed}",
];
const command = commandOf("trainer.mjs");

async function rowsOf<R>(rows: AsyncIterable<R>): Promise<R[]> {
  const all: R[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

test("a sweep drives a program: a row for each config, kept in the journal", async () => {
  const configs = [8, 128].flatMap((batchSize) =>
    [0, 1].map((seed) => ({ batchSize, learningRate: 0.01, seed })),
  );
  const journal = join(folder, "sweep.jsonl");
  const rows = await rowsOf(sweep(configs, programRuns(command, { threads: 2 }), { journal }));
  assert.deepEqual(
    rows.map(({ batchSize, learningRate, seed }) => ({ batchSize, learningRate, seed })),
    configs,
  );
  for (const { batchSize, steps, seconds, validLoss, validAccuracy, evaluations } of rows) {
    assert.equal(evaluations.length, 21);
    assert.equal(steps, 32_000 / batchSize);
    assert.ok(Math.abs(seconds - (steps * (40 + batchSize)) / 1e6) < 1e-9);
    assert.equal(validLoss, Math.min(...evaluations.map((one) => one.validLoss)));
    assert.ok(Math.abs(validAccuracy - 100 * (1 - validLoss / 2.5)) < 1e-9);
  }
  // What is in the journal is not run again.
  const none = programRuns(["no-such-program"]);
  assert.deepEqual(await rowsOf(sweep(configs, none, { journal })), rows);
});

test("a search drives a program, and stops trainings on their way", async () => {
  const journal = join(folder, "search.jsonl");
  const found = await successiveHalving(
    { learningRate: logUniform(1e-4, 1), batchSize: choice([32, 128]) },
    programScores(command, { whole: 9, threads: 2, examples: 32_000 }),
    { trials: 18, maxResource: 9, seed: 1, journal },
  );
  const { learningRate, batchSize } = found.best.config;
  assert.ok(Math.abs(Math.log2(learningRate / (0.01 * Math.sqrt(batchSize / 32)))) < 1.5);
  for (const { resource, config, info } of found.trials) {
    const whole = 32_000 / config.batchSize;
    const share = Number(info?.["steps"]) / whole;
    // Twenty evaluations in a training: it ends at the next one.
    assert.ok(share >= resource / 9 - 1e-9 && share <= resource / 9 + 0.05 + 1e-9, `${share}`);
  }
});

test("a training that diverges or fails scores Infinity, with the program's words; the others go on", async () => {
  const fails = commandOf(
    "fails.mjs",
    `const [, , b, r] = process.argv.map(Number);
if (b === 64) { console.error("out of memory"); process.exit(3); }
console.log(JSON.stringify({ step: 1, share: 1, validLoss: r > 0.5 ? null : r }));`,
  );
  const found = await gridSearch(
    { learningRate: choice([0.1, 1]), batchSize: choice([32, 64]) },
    programScores(fails),
    { points: 2 },
  );
  const scores = found.trials.map(({ config, score, reason }) => ({ ...config, score, reason }));
  for (const { batchSize, learningRate, score, reason } of scores) {
    const works = batchSize === 32 && learningRate === 0.1;
    assert.equal(score, works ? 0.1 : Number.POSITIVE_INFINITY);
    if (batchSize === 64) assert.match(reason ?? "", /ended with exit code 3.*out of memory/s);
  }
  const one = programRuns(fails);
  const rows = rowsOf(sweep([{ batchSize: 64, learningRate: 0.1 }], one));
  await assert.rejects(rows, (error: Error) => error instanceof ProgramError);
});

test("a program that does not say how far it is cannot be stopped on its way", async () => {
  const silent = commandOf(
    "silent.mjs",
    "for (let step = 1; step <= 5; step++) console.log(JSON.stringify({ step, validLoss: 1 / step }));",
  );
  const space = { learningRate: choice([0.1]), batchSize: choice([32]) };
  const { best } = await successiveHalving(space, programScores(silent, { whole: 3 }), {
    trials: 3,
    maxResource: 3,
    seed: 0,
  });
  assert.match(best.reason ?? "", /nothing says how far it is.*"share"/s);
  // A whole training needs no share.
  const [row]: ProgramRow[] = await rowsOf(
    sweep([{ batchSize: 32, learningRate: 0.1 }], programRuns(silent)),
  );
  assert.deepEqual([row.steps, row.validLoss, row.seed], [5, 0.2, 0]);
});

test("what cannot be used is refused before a program is started", async () => {
  assert.throws(() => programRuns("a {batch_size}"), /knows \{batchSize\}/);
  assert.throws(() => programRuns(command, { threads: 0 }), /programRuns: threads/);
  assert.throws(() => programRuns(command, { devices: [] }), /devices must name at least one/);
  assert.throws(() => programScores(command, { whole: 0 }), /programScores: whole/);
  assert.throws(() => programScores(command, { timeLimit: -1 }), /programScores: timeLimit/);
  for (const config of [
    { batchSize: 0, learningRate: 1 },
    { batchSize: 8, learningRate: 0 },
    { batchSize: 8, learningRate: 1, seed: 0.5 },
  ])
    await assert.rejects(rowsOf(sweep([config], programRuns(["no-such-program"]))), {
      name: "ArgumentError",
    });
  assert.equal(readFileSync(join(folder, "sweep.jsonl"), "utf8").trim().split("\n").length, 5);
});
