import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Rng, randomSearch, sweep, uniform } from "batchwise";
import type { Ask } from "batchwise/search";

const folder = mkdtempSync(join(tmpdir(), "batchwise-journal-"));
after(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = (): string => join(folder, "made", `${files++}.jsonl`);
const child = fileURLToPath(new URL("./interruptedSearch.js", import.meta.url));

/** Runs the child to its end, or kills it as soon as `kill` says; its output, or undefined if killed. */
async function run(
  what: string,
  [journal, evaluations]: readonly [string, string],
  kill?: { readonly quick: number; readonly when: (running: () => boolean) => Promise<void> },
): Promise<string | undefined> {
  const quick = String(kill?.quick ?? Infinity);
  const process_ = spawn(process.execPath, [child, what, journal, evaluations, quick], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  process_.stdout.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  const closed = once(process_, "close");
  if (kill) {
    await Promise.race([kill.when(() => process_.exitCode === null), closed]);
    process_.kill("SIGKILL");
  }
  const [code, signal] = await closed;
  if (!kill) assert.equal(code, 0);
  return signal === "SIGKILL" ? undefined : output;
}

for (const [what, kills] of [
  ["search", 10],
  ["sweep", 3],
] as const)
  test(`a ${what} killed ${kills} times with SIGKILL ends as one that was not, with nothing done twice`, async () => {
    const quiet = [newPath(), join(folder, `${what}-quiet.log`)] as const;
    const killed = [newPath(), join(folder, `${what}-killed.log`)] as const;
    const uninterrupted = await run(what, quiet);
    const total = readFileSync(quiet[1], "utf8").split("\n").length - 1;
    const rng = Rng.fromSeed(1);
    const share = 0.75 / kills;
    const quick = Math.floor(share * total);
    for (let i = 0; i < kills; i++) {
      // After so many more bytes of journal, and then at a random moment within a few evaluations.
      const size = existsSync(killed[0]) ? statSync(killed[0]).size : 0;
      const goal = size + rng.uniform() * share * statSync(quiet[0]).size;
      const when = async (running: () => boolean): Promise<void> => {
        const early = (): boolean => !existsSync(killed[0]) || statSync(killed[0]).size < goal;
        while (running() && early()) await pause(1);
        await pause(4 * rng.uniform());
      };
      const output = await run(what, killed, { quick, when });
      assert.equal(output, undefined, `kill ${i + 1} comes while the ${what} is under way`);
    }
    // A torn line, as a death in the middle of a write leaves it.
    truncateSync(killed[0], statSync(killed[0]).size - 3);
    assert.equal(await run(what, killed), uninterrupted);
    const names = (log: string): string[] => readFileSync(log, "utf8").trim().split("\n");
    const journalled = (path: string): string[] =>
      readFileSync(path, "utf8").split("\n").slice(1, -1);
    const sorted = (path: string): string[] => journalled(path).sort();
    assert.deepEqual(sorted(killed[0]), sorted(quiet[0]));
    assert.equal(new Set(journalled(killed[0])).size, total);
    // Only the evaluation whose line was torn by hand may be finished twice.
    const finished = names(killed[1]);
    assert.ok(finished.length - new Set(finished).size <= 1, `${finished.length} of ${total}`);
  });

test("a finished search reads its journal and evaluates nothing", async () => {
  const path = newPath();
  const space = { x: uniform(-1, 1) };
  const options = { seed: 2, trials: 20, journal: path };
  const score = async (asks: readonly Ask<{ x: number }>[]): Promise<number[]> =>
    asks.map(({ id, config }) => (id === 3 ? Number.NaN : config.x));
  const first = await randomSearch(space, score, options);
  assert.deepEqual(await randomSearch(space, () => assert.fail("evaluated"), options), first);
  const asked: number[] = [];
  const longer = await randomSearch(
    space,
    async (asks) => {
      asked.push(...asks.map(({ id }) => id));
      return score(asks);
    },
    { ...options, trials: 25 },
  );
  assert.deepEqual(asked, [20, 21, 22, 23, 24]);
  assert.deepEqual(longer.trials.slice(0, 20), first.trials);
});

test("a sweep gives rows in the order of its configs, runs what is missing, and stops at an error", async () => {
  const path = newPath();
  const ran: number[] = [];
  const square = async (jobs: readonly number[]): Promise<{ x: number; y: number }[]> => {
    ran.push(...jobs);
    if (jobs.includes(13)) throw new Error("no 13");
    return jobs.map((x) => ({ x, y: x === 4 ? Number.NaN : x * x }));
  };
  const rows = async (configs: readonly number[]): Promise<unknown[]> => {
    const seen: unknown[] = [];
    for await (const row of sweep(configs, square, {
      journal: path,
      batch: 2,
      groupBy: (x) => String(x % 2),
    }))
      seen.push(row);
    return seen;
  };
  const row = (x: number): unknown => ({ x, y: x === 4 ? Number.NaN : x * x });
  assert.deepEqual(await rows([4, 1, 2]), [4, 1, 2].map(row));
  assert.deepEqual(ran, [4, 2, 1]);
  await assert.rejects(rows([1, 6, 5, 7, 13]), /no 13/);
  assert.deepEqual(ran.splice(0), [4, 2, 1, 6, 5, 7, 13]);
  assert.deepEqual(await rows([7, 6, 5, 4, 3, 2, 1]), [7, 6, 5, 4, 3, 2, 1].map(row));
  assert.deepEqual(ran, [3]);
  assert.throws(
    () =>
      sweep(
        [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
        async () => [],
      ),
    /sweep: configs must differ, 0 and 1 are equal/,
  );
});

test("sweep reports progress, journalled rows first, and its row is the same with and without a journal", async () => {
  const path = newPath();
  const run = async (jobs: readonly number[]): Promise<unknown[]> =>
    jobs.map((x) => ({ x, u: undefined }));
  const seen: string[] = [];
  for (const journal of [undefined, path, path]) {
    const rows: unknown[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }): number =>
      seen.push(`${done}/${total}`);
    for await (const row of sweep([1, 2], run, journal ? { journal, onProgress } : {}))
      rows.push(row);
    assert.deepEqual(rows, [{ x: 1 }, { x: 2 }]);
  }
  assert.deepEqual(seen, ["1/2", "2/2", "1/2", "2/2"]);
});
