import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { earlyText, endedEarly } from "batchwise/dist/advise/program/endedEarly.js";
import { evaluationOn } from "batchwise/dist/advise/program/evaluationLine.js";
import { Lines } from "batchwise/dist/advise/program/lastLines.js";
import { speedOf, startUpOf } from "batchwise/dist/advise/program/programSpeed.js";
import {
  ProgramError,
  type ProgramOptions,
  type ProgramRun,
  runProgram,
} from "batchwise/dist/advise/program/runProgram.js";
import { isAlive, until } from "./alive.js";

const told = { batchSize: 32, learningRate: 0.01, seed: 0 };
const SAY = `const say = (step, more = {}) => JSON.stringify({ step, validLoss: 1 / (step + 1), ...more });`;

function running(source: string, options: ProgramOptions = {}): Promise<ProgramRun> {
  return runProgram([process.execPath, "-e", `${SAY}\n${source}`], told, options);
}

const steps = ({ evaluations }: ProgramRun): number[] => evaluations.map(({ step }) => step);

test("a million lines that are no evaluations: those among them are found, and little is kept", async () => {
  const source = `
    let i = 0;
    const flood = () => {
      for (; i < 1e6; i++) {
        if (i % 250000 === 0 && !process.stdout.write(say(i) + "\\n")) {}
        if (!process.stdout.write("epoch 1 batch " + i + ' of 1000000 "loss": 0.123 | acc 0.9\\n')) { i++; return process.stdout.once("drain", flood); }
      }
      process.stdout.write(say(i) + "\\n");
    };
    flood();`;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const run = await running(source);
  assert.deepEqual(steps(run), [0, 250_000, 500_000, 750_000, 1_000_000]);
  assert.ok(process.memoryUsage().heapUsed - before < 300e6);
});

test("lines without end keep no more than a line's worth; the next line is read", () => {
  const found: [length: number, whole: boolean][] = [];
  const lines = new Lines((line, whole) => found.push([line.length, whole]));
  for (let i = 0; i < 2000; i++) lines.push("x".repeat(100_000));
  lines.push('\n{"step": 1}\n');
  assert.equal(found.length, 2);
  assert.ok(found[0][0] <= 1_000_000 && !found[0][1]);
  assert.deepEqual(found[1], [11, true]);
});

test("output in pieces, with CRLF, with letters cut across them, without a last line end", async () => {
  const source = `
    const bytes = Buffer.from("é😀 größer\\r\\n" + say(1, { note: "é😀" }) + "\\r\\n" + say(2) + "\\n\\r" + say(3));
    let i = 0;
    const next = () => { if (i < bytes.length) process.stdout.write(bytes.subarray(i, ++i), () => setImmediate(next)); };
    next();`;
  assert.deepEqual(steps(await running(source)), [1, 2, 3]);
  await assert.rejects(
    running(
      `process.stdout.write(Buffer.from([0xf0, 0x9f])); setTimeout(() => { process.stdout.write(Buffer.from([0x98, 0x80, 10])); process.exitCode = 4; }, 50);`,
    ),
    /exit code 4.*\| 😀/s,
  );
});

test("what a logger or a progress bar puts before an evaluation is passed over", () => {
  const line = '{"step": 3, "validLoss": 0.5}';
  for (const before of ["INFO:root:", "[rank0] ", "45/45 ━━━ 0s 2ms/step - loss: 0.1", "50 %\r"])
    assert.deepEqual(evaluationOn(before + line), { step: 3, validLoss: 0.5 });
  assert.equal(evaluationOn(`${line} and more`), undefined);
  assert.equal(evaluationOn("{'step': 3, 'validLoss': 0.5}"), undefined);
  assert.deepEqual(evaluationOn('{"step": 3, "at": {"a": [1]}, "validLoss": 0.5}'), {
    step: 3,
    validLoss: 0.5,
  });
});

test("what comes after enough is not counted, be it in the same piece, be it nonsense", async () => {
  const source = `
    process.on("SIGTERM", () => { console.log(say(9) + "\\n" + '{"step": 1, "validLoss": "x"}'); process.exit(7); });
    console.log(say(1) + "\\n" + say(2) + "\\n" + say(3) + "\\n" + say(4));
    setInterval(() => {}, 1000);`;
  const run = await running(source, { enough: ({ length }) => length >= 3 });
  assert.deepEqual(steps(run), [1, 2, 3]);
});

test("a shell script that starts others in the background ends with them", {
  skip: process.platform === "win32",
  timeout: 60_000, // They would not end by themselves before.
}, async () => {
  const own = mkdtempSync(join(tmpdir(), "advise-shell-"));
  const inner = `${process.execPath} -e 'let step = 0; setInterval(() => console.log(JSON.stringify({ step: step++, validLoss: 1 })), 20)'`;
  const script = `trap "" TERM; sleep 300 & echo $! > pid; ${inner} & wait; sleep 300`;
  const run = await runProgram(["bash", "-c", script], told, {
    folder: own,
    enough: ({ length }) => length > 3,
  });
  assert.equal(run.evaluations.length, 4);
  const pid = Number(readFileSync(join(own, "pid"), "utf8"));
  await until(() => !isAlive(pid));
  rmSync(own, { recursive: true });
  // The shell is given its values by the environment.
  const environment = `echo "{\\"step\\": $BATCHWISE_BATCH_SIZE, \\"validLoss\\": $BATCHWISE_LEARNING_RATE}"`;
  assert.deepEqual((await runProgram(["bash", "-c", environment], told)).evaluations, [
    { step: 32, validLoss: 0.01 },
  ]);
});

test("a child that moved to another group and keeps the output open is not waited for", {
  skip: process.platform === "win32",
}, async () => {
  const source = `
    const { spawn } = require("node:child_process");
    const child = spawn("sleep", ["30"], { detached: true, stdio: "inherit" });
    console.log("child " + child.pid + "\\n" + say(1));
    child.unref();
    process.exit(0);`;
  const run = await running(source);
  assert.deepEqual(steps(run), [1]);
  assert.ok(run.seconds < 25);
});

test("limits longer than a timer can wait are no short ones", async () => {
  const run = await running("setTimeout(() => console.log(say(1)), 200)", {
    timeLimit: 1e9,
    silence: 1e9,
  });
  assert.deepEqual(steps(run), [1]);
  await assert.rejects(running("setInterval(() => {}, 1000)", { timeLimit: 0.5 }), ProgramError);
});

test("a training that ended early is told from one whose last evaluation lies a little before the end", () => {
  assert.equal(endedEarly([0.1, 0.2, 0.3], 1), 0.3);
  assert.equal(endedEarly([0.1, 0.2, 0.3], 0.35), undefined);
  assert.equal(endedEarly([0.3, 0.6, 0.9], 1), undefined);
  assert.equal(endedEarly([0.5, 1], 1), undefined);
  assert.match(earlyText([0.3]), /^one training ended .* at 30 % of a whole one: it counts/);
  assert.match(earlyText([0.5, 0.25]), /^2 trainings ended .* the earliest at 25 %/);
});

test("what a program compiles before its first evaluation is start, not speed", () => {
  const evaluations = [1, 2, 3, 4].map((i) => ({
    step: 3 * i,
    seconds: 2 + 0.003 * i,
    validLoss: 1,
  }));
  const run = { evaluations, arrivals: evaluations.map(({ seconds }) => 5 + seconds), seconds: 8 };
  assert.ok(Math.abs(speedOf(512, run).microsPerStep - 1000) < 1e-6);
  assert.ok(Math.abs(startUpOf(run) - 7) < 1e-9);
  const one = { evaluations: evaluations.slice(0, 1), arrivals: [7.003], seconds: 8 };
  assert.ok(Math.abs(speedOf(512, one).microsPerStep - 2.003e6 / 3) < 1);
});
