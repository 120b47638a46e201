import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Rng, randomSearch, sweep, uniform } from "batchwise";
import { openJournal } from "batchwise/dist/search/journal.js";
import type { Ask } from "batchwise/search";

const folder = mkdtempSync(join(tmpdir(), "batchwise-shared-"));
after(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = (): string => join(folder, `${files++}.jsonl`);
const child = fileURLToPath(new URL("./sharedJournal.js", import.meta.url));
const CONFIGS = 30;
const ROWS = JSON.stringify(Array.from({ length: CONFIGS }, (_, i) => ({ square: i ** 2 })));

interface Ended {
  readonly pid: number | undefined;
  readonly code: number | null;
  readonly output: string;
}

/** A process that sweeps the journal; killed once `kill` is there. */
async function sweeping(journal: string, kill?: Promise<unknown>): Promise<Ended> {
  const process_ = spawn(process.execPath, [child, journal, String(CONFIGS)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  process_.stdout.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  const closed = once(process_, "close");
  if (kill !== undefined) {
    await Promise.race([kill, closed]);
    process_.kill("SIGKILL");
  }
  const [code] = (await closed) as [number | null];
  return { pid: process_.pid, code, output };
}

const linesOf = (journal: string): string[] => readFileSync(journal, "utf8").trim().split("\n");
const locksOf = (journal: string): string[] =>
  readdirSync(dirname(journal)).filter(
    (name) => name.startsWith(`${basename(journal)}.`) && name.endsWith(".lock"),
  );

/** Each config's row once, after whatever happened, and once more sweeping it ends well. */
async function checkWhole(journal: string): Promise<void> {
  const { code, output } = await sweeping(journal);
  assert.equal(code, 0, output);
  assert.equal(output, ROWS);
  const lines = linesOf(journal);
  assert.equal(lines.length, 1 + CONFIGS);
  assert.equal(new Set(lines).size, lines.length);
  assert.deepEqual(locksOf(journal), []);
}

test("of processes that sweep one journal at once each has it alone or is told who has it", async () => {
  let refused = 0;
  for (let round = 0; round < 4; round++) {
    const journal = newPath();
    const ended = await Promise.all([1, 2, 3].map(() => sweeping(journal)));
    assert.ok(ended.some(({ code }) => code === 0));
    const pids = ended.map(({ pid }) => pid);
    for (const { code, output } of ended) {
      if (code === 0) {
        assert.equal(output, ROWS);
        continue;
      }
      refused++;
      const [, holder] =
        /^JournalError: .*\.jsonl: process (\d+) on \S+ writes it since \d{4}-\S+; wait until it has ended/.exec(
          output,
        ) ?? assert.fail(output);
      assert.ok(pids.includes(Number(holder)), output);
    }
    await checkWhole(journal);
  }
  assert.ok(refused > 0, "at least one came while another swept");
});

test("processes killed at random moments leave no lock that holds, and lose nothing that was kept", async () => {
  const rng = Rng.fromSeed(11);
  const journal = newPath();
  for (let round = 0; round < 5; round++) {
    const started = async (): Promise<void> => {
      while (!existsSync(journal)) await pause(1);
    };
    const kill = started().then(() => pause(400 * rng.uniform()));
    const before = existsSync(journal) ? linesOf(journal) : [];
    await Promise.all([sweeping(journal, kill), sweeping(journal, kill)]);
    const kept = readFileSync(journal, "utf8");
    for (const line of before) assert.ok(kept.includes(line), "a row that was kept is there still");
  }
  await checkWhole(journal);
});

test("two sweeps of one process cannot share a journal; the second runs once the first has ended", async () => {
  const journal = newPath();
  const slow = async (jobs: readonly number[]): Promise<number[]> => {
    await pause(50);
    return jobs.map((job) => 2 * job);
  };
  const collect = async (): Promise<number[]> => {
    const rows: number[] = [];
    for await (const row of sweep([1, 2, 3], slow, { journal, batch: 1 })) rows.push(row);
    return rows;
  };
  const first = collect();
  await assert.rejects(collect(), {
    name: "JournalError",
    message: /\.jsonl: this process writes it already, since \d{4}-.*, or give another path$/,
  });
  assert.deepEqual(await first, [2, 4, 6]);
  assert.deepEqual(await collect(), [2, 4, 6]);
  const searched = newPath();
  const search = (): Promise<unknown> =>
    randomSearch(
      { x: uniform(0, 1) },
      async (asks: readonly Ask<{ x: number }>[]) => {
        await pause(20);
        return asks.map(({ config }) => config.x);
      },
      { seed: 1, trials: 3, journal: searched },
    );
  const [one, two] = await Promise.allSettled([search(), search()]);
  assert.deepEqual([one.status, two.status], ["fulfilled", "rejected"]);
  assert.deepEqual(await search(), (one as PromiseFulfilledResult<unknown>).value);
});

const identity = { work: "test", of: {} };

test("a claim of a dead process is removed, that of another host believed, a torn one given time", () => {
  const journal = newPath();
  openJournal(journal, identity).close();
  const lock = `${journal}.00000000-0000-4000-8000-000000000000.lock`;
  const own = openJournal(journal, identity);
  const [name] = locksOf(journal);
  const written = JSON.parse(readFileSync(join(folder, name), "utf8")) as object;
  own.close();
  const claim = {
    ...written,
    pid: process.pid,
    host: hostname(),
    since: "2026-01-01T00:00:00.000Z",
  };
  const opens = (): void => openJournal(journal, identity).close();
  // Numbers come again: this process has the number, but neither the boot nor the start.
  for (const other of [{ boot: "another" }, { boot: "another", namespace: "another" }]) {
    writeFileSync(lock, JSON.stringify({ ...claim, ...other }));
    opens();
    assert.equal(existsSync(lock), false);
  }
  // The journal whose name goes on from this one's has claims of its own.
  const longer = openJournal(`${journal}.1`, identity);
  opens();
  longer.close();

  writeFileSync(lock, JSON.stringify({ ...claim, pid: 7, host: "elsewhere.example" }));
  assert.throws(opens, {
    name: "JournalError",
    message: `${journal}: process 7 on elsewhere.example writes it since ${claim.since}; wait until it has ended (if that process is gone, delete ${basename(lock)} beside it), or give another path`,
  });
  assert.deepEqual(locksOf(journal), [basename(lock)]);

  writeFileSync(lock, '{"pid":');
  assert.throws(opens, { message: /another process is about to write it; try again/ });
  utimesSync(lock, 0, 0);
  opens();
  assert.deepEqual(locksOf(journal), []);
});

test("equal rows of one config count once, and different ones are refused by their lines", async () => {
  const journal = newPath();
  let asked = 0;
  const collect = async (): Promise<number[]> => {
    const rows: number[] = [];
    const run = async (jobs: readonly number[]): Promise<number[]> => {
      asked += jobs.length;
      return jobs.map((job) => 2 * job);
    };
    for await (const row of sweep([1, 2, 3], run, { journal })) rows.push(row);
    return rows;
  };
  await collect();
  const [header, first, second] = linesOf(journal);
  appendFileSync(journal, `${second}\n${second}\n`);
  assert.deepEqual(await collect(), [2, 4, 6]);
  assert.equal(asked, 3);

  const other = openJournal(join(folder, "other.jsonl"), identity);
  other.append({ config: 1, row: 99 });
  other.close();
  appendFileSync(journal, `${linesOf(join(folder, "other.jsonl"))[1]}\n`);
  await assert.rejects(collect(), {
    name: "JournalError",
    message: `${journal}: lines 2 and 7 hold different results of 1; delete one of the two lines`,
  });
  writeFileSync(journal, `${[header, first].join("\n")}\n`);
  assert.deepEqual(await collect(), [2, 4, 6]);
});
