import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Rng, runTrials, type StudyRow } from "batchwise";
import { noServer, type Server, startServer } from "./server.js";
import { digits, settled, someTrials } from "./study.js";
import { endWorkers, startWorker, type WorkerProcess } from "./workers.js";

/** Kills of a worker, of the producer and of the server; BATCHWISE_KILLS=20,10,5 makes more of them. */
const [OF_WORKERS, OF_PRODUCERS, OF_SERVERS] = (process.env["BATCHWISE_KILLS"] ?? "2,2,1")
  .split(",")
  .map(Number);
const [SEEDS, EPOCHS] = [4, 40];
const LOCK = ["--lock", "2s"];

suite("killed at random moments", { skip: noServer }, () => {
  const folder = mkdtempSync(join(tmpdir(), "queue-killed-"));
  const rng = Rng.fromSeed(8);
  let server: Server;
  let alone: unknown[];
  before(async () => {
    server = await startServer("--appendfsync", "always");
    alone = settled(await runTrials(digits, someTrials(SEEDS, EPOCHS)));
  });
  after(async () => {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const workers = (): WorkerProcess[] => [0, 1].map(() => startWorker(server.url, ...LOCK));
  function produce(journal: string): {
    readonly child: ChildProcess;
    /** Once its first run is done. */
    readonly begun: Promise<unknown>;
    readonly ended: Promise<number | null>;
  } {
    const program = fileURLToPath(new URL("producer.js", import.meta.url));
    const args = [program, server.url, journal, String(SEEDS), String(EPOCHS)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const begun = new Promise((resolve) => child.stdout?.once("data", resolve));
    child.stdout?.on("data", () => {});
    const ended = new Promise<number | null>((resolve) => {
      child.once("close", resolve);
    });
    return { child, begun, ended };
  }
  /** The entries of a journal, each kept once. */
  function entries(journal: string): string[] {
    if (!existsSync(journal)) return [];
    const lines = readFileSync(journal, "utf8")
      .split("\n")
      .slice(1)
      .filter((line) => line.endsWith("}"));
    const configs = lines.map((line) => JSON.stringify(JSON.parse(line).entry.config));
    assert.equal(new Set(configs).size, configs.length, "twice in the journal");
    return lines;
  }
  async function assertWhole(journal: string): Promise<void> {
    assert.equal(entries(journal).length, alone.length);
    const rows: StudyRow[] = await runTrials(digits, someTrials(SEEDS, EPOCHS), { journal });
    assert.deepEqual(settled(rows), alone);
    assert.equal(server.ask("keys", "bull:*:r-*").trim(), "", "left in the queue");
  }

  test(`a worker, ${OF_WORKERS} times`, async () => {
    let staff = workers();
    for (let kill = 0; kill < OF_WORKERS; kill++) {
      const journal = join(folder, `worker-${kill}.jsonl`);
      const { ended } = produce(journal);
      await wait(300 + 2500 * rng.uniform());
      staff[0].child.kill("SIGKILL");
      staff = [staff[1], startWorker(server.url, ...LOCK)];
      assert.equal(await ended, 0);
      await assertWhole(journal);
    }
    await endWorkers(...staff);
  });

  test(`the producer, ${OF_PRODUCERS} times`, async () => {
    const staff = workers();
    const journal = join(folder, "producer.jsonl");
    let before: readonly string[] = [];
    for (let kill = 0; kill < OF_PRODUCERS; kill++) {
      const { child, ended } = produce(journal);
      await wait(200 + 1500 * rng.uniform());
      child.kill("SIGKILL");
      await ended;
      const now = entries(journal);
      assert.deepEqual(now.slice(0, before.length), before);
      before = now;
    }
    assert.equal(await produce(journal).ended, 0);
    await endWorkers(...staff);
    // What was finished and kept in the moment of a kill may still lie there, and nothing else.
    const left = server.ask("keys", "bull:*:r-*").trim().split("\n").filter(Boolean);
    assert.ok(left.length <= OF_PRODUCERS * 2, left.join());
    for (const key of left) {
      assert.notEqual(server.ask("hget", key, "finishedOn").trim(), "");
    }
    server.ask("flushall");
    await assertWhole(journal);
  });

  test(`the server, ${OF_SERVERS} times`, async () => {
    const staff = workers();
    for (let kill = 0; kill < OF_SERVERS; kill++) {
      const journal = join(folder, `server-${kill}.jsonl`);
      const { begun, ended } = produce(journal);
      await begun;
      await wait(1500 * rng.uniform());
      await server.kill();
      await wait(1000 * rng.uniform());
      await server.start();
      assert.equal(await ended, 0);
      await assertWhole(journal);
    }
    await endWorkers(...staff);
  });
});
