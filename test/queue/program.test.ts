import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { choice, logUniform, randomSearch, sweep } from "batchwise";
import { adviseProgram, type ProgramRow, programRuns, programScores } from "batchwise/advise";
import { QueueError, serveQueue, withQueue } from "batchwise/queue";
import { writeTrainer } from "../advise/trainers.js";
import { noServerAtAll, type UsedServer, usedServer } from "./server.js";
import { endWorkers, startWorker } from "./workers.js";

suite("a program over a queue", { skip: noServerAtAll, timeout: 240_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "queue-program-"));
  let server: UsedServer;
  before(async () => {
    server = await usedServer();
  });
  after(async () => {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  });

  test("workers that were started with it give the same advice, though one is killed; no other runs it", async () => {
    const trainer = writeTrainer(folder, "train.mjs");
    const command = `${process.execPath} ${trainer} {batchSize} {learningRate} {seed}`;
    const options = { sizes: [32, 128] as const, currentRate: 0.01 };
    const [one, other] = [join(folder, "one"), join(folder, "other")];
    const alone = await adviseProgram(command, { ...options, folder: one });
    const plan = JSON.parse(readFileSync(join(one, "plan.json"), "utf8"));
    const running = withQueue(server.url, () =>
      adviseProgram(command, { ...options, folder: other, plan }),
    );
    running.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 1500));
    for (const options of [{}, { program: { command: "touch x" } }])
      await assert.rejects(serveQueue({ queue: server.url, ...options }), (error: Error) => {
        assert.ok(error instanceof QueueError);
        assert.match(
          error.message,
          /train\.mjs.*(only if it is started with the same --command|runs nothing else)/,
        );
        return true;
      });
    const workers = [0, 1].map(() =>
      startWorker(server.url, "--command", command, "--lock", "2s", "--threads", "2"),
    );
    await new Promise((resolve) => setTimeout(resolve, 2500));
    workers[0].child.kill("SIGKILL");
    const spread = await running;
    await endWorkers(...workers.slice(1));
    assert.deepEqual({ ...spread, seconds: 0 }, { ...alone, seconds: 0 });
    assert.match(readFileSync(join(other, "journal", "comparing.jsonl"), "utf8"), /"machine"/);
  });

  test("sweeps and searches of it are the same too", async () => {
    const trainer = writeTrainer(folder, "sweep.mjs");
    const command = `${process.execPath} ${trainer} {batchSize} {learningRate} {seed}`;
    const configs = [8, 32, 128].map((batchSize) => ({ batchSize, learningRate: 0.01 }));
    const swept = async (): Promise<ProgramRow[]> => {
      const rows: ProgramRow[] = [];
      for await (const row of sweep(configs, programRuns(command))) rows.push(row);
      return rows;
    };
    const searched = () =>
      randomSearch(
        { learningRate: logUniform(1e-3, 1), batchSize: choice([16, 64]) },
        programScores(command, { whole: 2, examples: 32_000 }),
        { trials: 6, seed: 3 },
      );
    const alone = [await swept(), await searched()];
    const worker = startWorker(server.url, "--command", command, "--threads", "2");
    const rows = await withQueue(server.url, swept);
    const spread = [
      rows.map(({ machine: _, ...row }) => row),
      await withQueue(server.url, searched),
    ];
    await endWorkers(worker);
    assert.deepEqual(spread, alone);
    assert.ok(rows.every(({ machine }) => machine !== undefined));
  });
});
