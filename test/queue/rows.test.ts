import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { runTrials, take, tasks } from "batchwise";
import { advise } from "batchwise/advise";
import { withQueue } from "batchwise/queue";
import { noServerAtAll, type UsedServer, usedServer } from "./server.js";
import { digits, settled, someTrials } from "./study.js";
import { endWorkers, startWorker, type WorkerProcess } from "./workers.js";

suite("rows over a queue", { skip: noServerAtAll }, () => {
  const folder = mkdtempSync(join(tmpdir(), "queue-rows-"));
  let server: UsedServer;
  let workers: readonly WorkerProcess[] = [];
  before(async () => {
    server = await usedServer();
  });
  after(async () => {
    await endWorkers(...workers);
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const options = { readTest: true, keepHistory: true, keepConfusion: true, noise: [0.1, 0.5] };
  for (const count of [2, 4])
    test(`${count} workers give the rows that none gives, bit for bit`, async () => {
      await endWorkers(...workers);
      workers = Array.from({ length: count }, () => startWorker(server.url));
      const trials = someTrials(4);
      const alone = await runTrials(digits, trials, options);
      const journal = join(folder, `${count}.jsonl`);
      const spread = await withQueue(server.url, () =>
        runTrials(digits, trials, { ...options, journal }),
      );
      assert.deepEqual(settled(spread), settled(alone));
      for (const { machine = "" } of spread)
        assert.ok(machine.startsWith(`${hostname()}, `), machine);
      // The journal is one that needs no queue, and nothing is left behind.
      assert.deepEqual(await runTrials(digits, trials, { ...options, journal }), spread);
      assert.equal(readFileSync(journal, "utf8").trim().split("\n").length, 1 + trials.length);
      assert.equal(server.ask("keys", "bull:*:r-*").trim(), "");
      assert.equal(server.ask("hlen", "batchwise:queues").trim(), "0");
    });

  test("preparations of tasks are made by the workers", async () => {
    for (const { data, prepare } of tasks({ digits, examples: 300 })) {
      const trials = someTrials(2, 1).map((trial) => ({ ...trial, trainExamples: 200 }));
      const alone = await runTrials(data, trials, { prepare });
      const spread = await withQueue(server.url, () => runTrials(data, trials, { prepare }));
      assert.deepEqual(settled(spread), settled(alone));
      assert.ok(spread.every(({ machine }) => machine !== undefined));
    }
  });

  test("a preparation that is a function alone stays in the process, and that is said", async () => {
    const said: string[] = [];
    const hear = ({ message }: Error): void => void said.push(message);
    process.on("warning", hear);
    const prepare = {
      name: "own",
      splits: () => ({ train: digits, valid: digits, test: digits }),
    };
    const rows = await withQueue(server.url, () =>
      runTrials(digits, someTrials(1, 1), { prepare }),
    );
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", hear);
    assert.ok(rows.every(({ machine }) => machine === undefined));
    assert.match(said.join(), /"own" run in this process, not over the queue/);
  });

  test("an advice with given parts and groups is the same", async () => {
    const data = take(
      digits,
      Array.from({ length: 600 }, (_, i) => i),
    );
    const split = Array.from({ length: data.n }, (_, i) => (i % 9 === 0 ? "valid" : "train"));
    for (const given of [
      { split: split as ("train" | "valid")[] },
      {
        groups: Array.from({ length: data.n }, (_, i) => i >> 1),
        metric: "balancedAccuracy" as const,
      },
    ]) {
      const name = Object.keys(given)[0];
      const [one, other] = [join(folder, name), join(folder, `${name}-spread`)];
      const model = { kind: "linear" as const };
      const asked = { ...given, model, budget: { steps: 40 }, sizes: [8, 128] as const };
      const alone = await advise(data, { ...asked, folder: one });
      const plan = JSON.parse(readFileSync(join(one, "plan.json"), "utf8"));
      const spread = await withQueue(server.url, () =>
        advise(data, { ...asked, plan, folder: other }),
      );
      assert.deepEqual({ ...spread, seconds: 0 }, { ...alone, seconds: 0 });
      const journals = readFileSync(join(other, "journal", "comparing.jsonl"), "utf8");
      assert.ok(journals.includes('"machine"'));
    }
  });
});
