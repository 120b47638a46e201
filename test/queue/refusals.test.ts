import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server as TcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { runTrials, sweep } from "batchwise";
import { overQueue } from "batchwise/dist/jobs/overQueue.js";
import { QueueError, serveQueue, withQueue } from "batchwise/queue";
import { root } from "../scripts.js";
import { freePort, noServer, type Server, startServer } from "./server.js";
import { digits, someTrials } from "./study.js";
import { endWorkers, startWorker } from "./workers.js";

const study = (url: string): Promise<unknown> =>
  withQueue({ url, patienceSeconds: 5 }, () => runTrials(digits, someTrials(1, 1)));

/** The digits under other names: other data. */
const named = (mark: string): typeof digits => ({
  ...digits,
  classes: digits.classes.map((name) => name + mark),
});

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => assert.fail("it was not refused"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof QueueError, String(error));
  return error.message;
}

/** A server that says of itself what a Redis would, and nothing else. */
async function pretended(
  info: string,
): Promise<{ readonly url: string; readonly end: () => void }> {
  const server: TcpServer = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      for (const command of `${bytes}`.split(/(?=^\*)/m))
        socket.write(/\binfo\b/i.test(command) ? `$${info.length}\r\n${info}\r\n` : "+OK\r\n");
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { url: `redis://127.0.0.1:${port}`, end: () => server.close() };
}

test("an address that is none is refused before any work, without its password", () => {
  for (const url of ["localhost:6379", "http://host", "", "redis://"])
    assert.throws(() => withQueue(url, () => 0), { name: "ArgumentError", message: /redis:\/\// });
  assert.throws(
    () => withQueue("http://:hidden@host", () => 0),
    (error: Error) => {
      return !error.message.includes("hidden");
    },
  );
});

test("a server that nobody answers for", async () => {
  const url = `redis://:hidden@127.0.0.1:${await freePort()}`;
  for (const work of [study(url), serveQueue({ queue: url })]) {
    const message = await refusal(work);
    assert.match(message, /no server answers there; start one \(redis-server/);
    assert.doesNotMatch(message, /hidden/);
  }
  assert.match(await refusal(study("redis://no-such-host.invalid")), /no host of this name/);
});

test("a server that is too old, and one that throws jobs away", async () => {
  const old = await pretended("redis_version:6.0.16\r\nloading:0\r\n");
  assert.match(await refusal(study(old.url)), /must be Redis 6\.2 or newer .*is 6\.0\.16/);
  old.end();
  const lossy = await pretended("redis_version:7.0.1\r\nmaxmemory_policy:allkeys-lru\r\n");
  assert.match(
    await refusal(study(lossy.url)),
    /allkeys-lru.*config set maxmemory-policy noeviction/,
  );
  lossy.end();
});

suite("refusals of a server and its workers", { skip: noServer, timeout: 100_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "queue-refusals-"));
  let server: Server;
  before(async () => {
    server = await startServer();
  });
  after(async () => {
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a wrong password, none, and TLS where there is none", async () => {
    const address = `127.0.0.1:${server.port}`;
    assert.match(
      await refusal(study(`redis://:wrong@${address}`)),
      /password .* is wrong; give the right one/,
    );
    assert.match(
      await refusal(study(`redis://${address}`)),
      /wants a password; give it in the address/,
    );
    assert.match(await refusal(study(server.url.replace("redis:", "rediss:"))), /TLS/);
  });

  test("a worker of another version, of other data, or without the program", async () => {
    const entry = { version: "0.0.1-00000000", subject: "x", data: true, text: "ten", seen: 0 };
    const put = (changes: Partial<typeof entry>): void => {
      const text = JSON.stringify({ ...entry, seen: Date.now(), ...changes });
      server.ask("hset", "batchwise:queues", "one", text);
    };
    put({});
    assert.match(
      await refusal(serveQueue({ queue: server.url })),
      /producer runs version 0\.0\.1-00000000 .* this worker .*; install the same here/,
    );
    server.ask("del", "batchwise:queues");
    const running = withQueue(server.url, () => runTrials(digits, someTrials(1, 1))).catch(
      (error: unknown) => error,
    );
    const wine = [join(root, "data/examples/wine.csv"), "--label", "cultivar"];
    const other = startWorker(server.url, "--data", ...wine);
    assert.equal(await other.ended, 1);
    assert.match(
      other.text(),
      /other data \(1797 examples of 64 features, fingerprint [0-9a-f]{12}\)/,
    );
    const own = await serveQueue({ queue: server.url, data: [digits], threads: 1, idleSeconds: 1 });
    assert.equal(own.done, 3);
    assert.ok(Array.isArray(await running));
  });

  test("data that are not put onto the server are to be given to workers", async () => {
    const interrupted = new AbortController();
    const running = withQueue({ url: server.url, dataMegabytes: 0 }, () =>
      runTrials(
        digits.n > 0 ? { ...digits, classes: digits.classes.map((c) => `${c}!`) } : digits,
        someTrials(1, 1),
        {
          signal: interrupted.signal,
        },
      ),
    );
    running.catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.match(
      await refusal(serveQueue({ queue: server.url })),
      /not on the server; start this worker with their file/,
    );
    interrupted.abort(new Error("enough"));
    await assert.rejects(running, /enough/);
    server.ask("del", "batchwise:queues");
    assert.match(
      await refusal(
        withQueue({ url: server.url, dataMegabytes: 0.001 }, () =>
          runTrials(named("?"), someTrials(1, 1)),
        ),
      ),
      /more than the 0\.001 that may be put onto the server; raise dataMegabytes/,
    );
  });

  test("a poisoned job fails alone with its error", async () => {
    const worker = startWorker(server.url);
    const trials = someTrials(2, 1).map(({ seed, config }) => ({ seed, config }));
    const poisoned = { seed: 0, config: { ...trials[0].config, batchSize: -1 } };
    const jobs = [trials[0], poisoned, ...trials.slice(1)];
    const prepare = { kind: "centred", parameters: {}, name: null };
    const { fingerprint } = await import("batchwise/dist/data/fingerprint.js");
    const kept = { readTest: false, keepHistory: false, keepConfusion: false, noise: [] };
    const settings = { prepare, of: fingerprint(digits), ...kept };
    const run = overQueue(
      server.url,
      { kind: "trials", settings, subject: digits },
      (a) => a.output,
    );
    const journal = join(folder, "poisoned.jsonl");
    const rows: unknown[] = [];
    const all = async (): Promise<void> => {
      for await (const row of sweep(jobs, run, { journal })) rows.push(row);
    };
    const message = await refusal(all());
    assert.match(message, /a job failed on its worker; the others are done\. .*batchSize.*-1/s);
    assert.match(message, /"batchSize":-1/);
    // All others were done and are kept.
    const good = trials;
    rows.length = 0;
    await endWorkers(worker);
    for await (const row of sweep(good, run, { journal })) rows.push(row);
    assert.equal(rows.length, good.length);
  });

  test("a job that is not as the library wrote it runs nothing", async () => {
    const worker = startWorker(server.url);
    const run = (settings: Record<string, unknown>, kind = "trials"): Promise<unknown> =>
      (async () => {
        const over = overQueue(server.url, { kind, settings, subject: digits }, (a) => a.output);
        for await (const row of sweep([{ seed: 0 }], over)) return row;
        return undefined;
      })();
    const prepare = { kind: "constructor", parameters: {}, name: null };
    assert.match(await refusal(run({ prepare, of: "x" })), /prepare\.kind must be one of/);
    assert.match(await refusal(run({}, "toString")), /does not know the work "toString"/);
    assert.match(
      await refusal(run({ command: ["touch", join(folder, "x")] }, "program")),
      /does not know the work "program"; it knows trials/,
    );
    await endWorkers(worker);
  });

  test("full memory is said, and what is finished is kept", async () => {
    const full = await startServer("--maxmemory", "1mb");
    const message = await refusal(study(full.url));
    assert.match(message, /memory is full; raise its maxmemory/);
    await full.end();
  });
});
