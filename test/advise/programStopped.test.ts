import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Rng } from "batchwise";
import {
  type Advice,
  adviseProgram,
  type Command,
  type Plan,
  ProgramError,
} from "batchwise/advise";
import { root } from "../scripts.js";
import { isAlive, until } from "./alive.js";
import { writeTrainer } from "./trainers.js";

const folder = mkdtempSync(join(tmpdir(), "advise-stopped-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const KILLS = Number(process.env["BATCHWISE_KILLS"] ?? 4);
const starts = join(folder, "starts");
const NOTED = `import { appendFileSync } from "node:fs"; appendFileSync(${JSON.stringify(starts)}, process.pid + "\\n");`;
const plain = readFileSync(writeTrainer(folder, "plain.mjs"), "utf8");
const trainer = writeTrainer(folder, "trainer.mjs", `${NOTED}\n${plain}`);
const command: Command = [process.execPath, trainer, "{batchSize}", "{learningRate}", "{seed}"];
const given = [
  "--command",
  command.join(" "),
  "--sizes",
  "16..128",
  "--margin",
  "5",
  "--name",
  "it",
];
const program = join(root, "scripts/advise.mjs");

const lines = (file: string): string[] =>
  existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];

/** Runs the command; it is killed so many milliseconds after it began with the program. */
async function run(
  out: string,
  options: readonly string[],
  killAfter?: number,
): Promise<{ code: number | null; planned: boolean }> {
  const child = spawn(process.execPath, [program, ...given, ...options, "--out", out], {
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
  });
  let said = "";
  child.stdout.on("data", (text) => {
    if (said === "" && killAfter !== undefined) setTimeout(() => child.kill("SIGKILL"), killAfter);
    said += text;
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  return { code, planned: said.includes("Plan:") };
}

/** The finished trainings by journal. */
function finished(out: string): Map<string, readonly string[]> {
  const journals = join(out, "it", "journal");
  const names = existsSync(journals) ? readdirSync(journals) : [];
  return new Map(
    names
      .filter((name) => name.endsWith(".jsonl"))
      .map((name) => [
        name,
        lines(join(journals, name))
          .slice(1)
          .filter((line) => line.endsWith("}")),
      ]),
  );
}

const countOf = (rows: ReadonlyMap<string, readonly string[]>): number =>
  [...rows.values()].reduce((sum, { length }) => sum + length, 0);

const answerOf = ({ sizes, contrasts, tried, batchSize, learningRate, trainings }: Advice) => ({
  ...{ sizes, contrasts, tried, batchSize, learningRate, trainings },
});

const adviceIn = (out: string): Advice =>
  JSON.parse(readFileSync(join(out, "it", "advice.json"), "utf8"));

test("killed at any moment it loses no finished run of the program, repeats none, and ends in the same answer", async () => {
  const own = join(folder, "killed");
  const rng = Rng.fromSeed(7);
  let before = finished(own);
  let unfinished = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const begun = lines(starts).length;
    const { planned } = await run(own, [], 1 + 3000 * rng.uniform());
    const now = finished(own);
    for (const [name, rows] of before)
      assert.deepEqual(now.get(name)?.slice(0, rows.length), rows, name);
    for (const [name, rows] of now) {
      const configs = rows.map((row) => JSON.stringify(JSON.parse(row).entry.config));
      assert.equal(new Set(configs).size, configs.length, name);
    }
    // Of what was begun, only what ran at the kill and what timed the sizes is not in a journal.
    const lost = lines(starts).length - begun - (countOf(now) - countOf(before));
    assert.ok(lost >= 0 && lost <= 1 + 5, `${lost} lost, planned: ${planned}`);
    unfinished += lost;
    before = now;
  }
  assert.equal((await run(own, [])).code, 0);
  const all = lines(starts).length - countOf(finished(own));
  assert.ok(
    all <= unfinished + 5,
    `${all} runs are in no journal, ${unfinished} before the last call`,
  );
  const straight = join(folder, "straight");
  const plan = join(own, "it", "plan.json");
  assert.equal((await run(straight, ["--plan", plan])).code, 0);
  assert.deepEqual(answerOf(adviceIn(own)), answerOf(adviceIn(straight)));
});

test("Ctrl+C ends the program too; a second one at once, even if the program ignores it", {
  skip: process.platform === "win32",
  timeout: 60_000, // The program itself never ends.
}, async () => {
  const pidFile = join(folder, "pid");
  const stubborn = `import { writeFileSync } from "node:fs";
process.on("SIGTERM", () => writeFileSync(${JSON.stringify(`${pidFile}-term`)}, "")); process.on("SIGINT", () => {});
writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => {}, 1000);`;
  const file = writeTrainer(folder, "stubborn.mjs", stubborn);
  for (const times of [1, 2]) {
    for (const old of [pidFile, `${pidFile}-term`]) rmSync(old, { force: true });
    // As in a terminal, which sends the signal to npm and all that it started; the program is in a group of its own.
    const args = ["run", "advise", "--", "--command", `${process.execPath} ${file}`];
    const child = spawn("npm", [...args, "--out", join(folder, `stop-${times}`)], {
      cwd: root,
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    });
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
    });
    const closed = new Promise((resolve) => {
      child.once("close", resolve);
    });
    await until(() => lines(pidFile).length > 0);
    const pid = Number(readFileSync(pidFile, "utf8"));
    assert.ok(child.pid !== undefined);
    process.kill(-child.pid, "SIGINT");
    if (times === 2) {
      await until(() => existsSync(`${pidFile}-term`));
      process.kill(-child.pid, "SIGINT");
    }
    await closed;
    await until(() => !isAlive(pid));
    if (times === 1) assert.match(said, /interrupted\. 0 trainings are kept/);
  }
});

test("a budget that ends on the way: what is there so far, and the rest by the same call with more", async () => {
  const own = join(folder, "budget");
  const slow = writeTrainer(
    folder,
    "slow.mjs",
    `${plain}\nawait new Promise((resolve) => setTimeout(resolve, 100));`,
  );
  const told: Command = [process.execPath, slow, "{batchSize}", "{learningRate}", "{seed}"];
  let plan: Plan | undefined;
  const enough = new AbortController();
  const options = { sizes: [16, 128] as const, margin: 5, folder: own };
  const planned = adviseProgram(told, {
    ...options,
    signal: enough.signal,
    onPlan: (made) => {
      plan = made;
      enough.abort(new Error("planned"));
    },
  });
  await assert.rejects(planned, /planned/);
  assert.ok(plan);
  const some = await adviseProgram(told, { ...options, plan, seconds: 6 });
  assert.notEqual(some.status, "settled");
  assert.match(some.notes.join("\n"), /budget|time/);
  const kept = countOf(new Map([["all", lines(join(own, "journal", "tuning.jsonl"))]]));
  const whole = await adviseProgram(told, { ...options, plan });
  assert.ok(whole.trainings > some.trainings && kept > 0);
});

test("a budget that is over before the program ran once says so", async () => {
  writeFileSync(starts, "");
  const hangs: Command = [process.execPath, "-e", "setInterval(() => console.log(1), 50)"];
  await assert.rejects(adviseProgram(hangs, { seconds: 1 }), (error: Error) => {
    assert.ok(error instanceof ProgramError);
    assert.match(error.message, /not yet run once and timed at each size when the budget of 1 s/);
    return true;
  });
});
