import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { adviceText, adviseProgram, type Command, ProgramError } from "batchwise/advise";
import { commandOf } from "batchwise/dist/advise/program/command.js";
import { evaluationOn } from "batchwise/dist/advise/program/evaluationLine.js";
import { runProgram } from "batchwise/dist/advise/program/runProgram.js";
import { writeTrainer } from "./trainers.js";

const folder = mkdtempSync(join(tmpdir(), "advise-program-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const trainer = writeTrainer(folder, "trainer.mjs");
const command: Command = [process.execPath, trainer, "{batchSize}", "{learningRate}", "{seed}"];
const told = { batchSize: 32, learningRate: 0.01, seed: 0 };

/** Runs a program of this source. */
function running(source: string, options: Parameters<typeof runProgram>[2] = {}) {
  return runProgram([process.execPath, "-e", source], told, options);
}

test("a command line becomes words without a shell", () => {
  const words = (text: string): Command => commandOf("test", text);
  assert.deepEqual(words("python a.py --lr {learningRate}"), [
    "python",
    "a.py",
    "--lr",
    "{learningRate}",
  ]);
  assert.deepEqual(words(`a 'b c' "d \\"e\\" f" g\\ h ''`), ["a", "b c", 'd "e" f', "g h", ""]);
  assert.deepEqual(words("a; rm -rf * | $HOME `b` > c"), [
    "a;",
    "rm",
    "-rf",
    "*",
    "|",
    "$HOME",
    "`b`",
    ">",
    "c",
  ]);
  assert.throws(() => words("a 'b"), /command must close its quotes/);
  assert.throws(() => words("  "), /command must name a program/);
  assert.throws(
    () => words("a {batch_size}"),
    /knows \{batchSize\}, \{learningRate\}, \{seed\} only, got "\{batch_size\}"/,
  );
});

test("evaluations are lines of JSON with what they must hold; other lines are passed over", () => {
  assert.deepEqual(evaluationOn(' {"step": 3, "validLoss": 0.5, "other": "x"}'), {
    step: 3,
    validLoss: 0.5,
  });
  assert.equal(evaluationOn("epoch 3, validLoss 0.5"), undefined);
  assert.equal(evaluationOn('{"loss": 3}'), undefined);
  assert.equal(evaluationOn('{"step": 3, "validLoss": 0.5'), undefined);
  assert.ok(
    Number.isNaN(
      (evaluationOn('{"step": 1, "validLoss": NaN}') as { validLoss: number }).validLoss,
    ),
  );
  assert.deepEqual(evaluationOn('{"step": 1, "validLoss": Infinity, "note": "NaN"}'), {
    step: 1,
    validLoss: Infinity,
  });
  assert.match(String(evaluationOn('{"validLoss": 1}')), /"step" must be there/);
  assert.match(
    String(evaluationOn('{"step": 1.5, "validLoss": 1}')),
    /"step" must be the updates so far, a whole number, got 1.5/,
  );
  assert.match(
    String(evaluationOn('{"step": 1, "validLoss": "0.3"}')),
    /"validLoss" must be .*got "0.3"/,
  );
  assert.match(
    String(evaluationOn('{"step": 1, "validLoss": 1, "validAccuracy": 93}')),
    /a share from 0 to 1, not percent, got 93/,
  );
});

test("a program that cannot be used: what it did, its last lines, how to mend it", async () => {
  const fails = async (run: Promise<unknown>, ...messages: readonly RegExp[]): Promise<void> => {
    await assert.rejects(run, (error: Error) => {
      assert.ok(error instanceof ProgramError, String(error));
      for (const message of messages) assert.match(error.message, message);
      return true;
    });
  };
  const good = `console.log('{"step":1,"validLoss":1}');`;
  await fails(
    runProgram(["no-such-program"], told),
    /there is no program "no-such-program".*\.venv\/bin\/python/s,
  );
  await fails(
    running("console.log('hello')"),
    /ended without an evaluation/,
    /\| hello/,
    /flush=True/,
  );
  await fails(
    running(`${good} console.error('out of memory'); process.exit(1)`),
    /ended with exit code 1 after 1 evaluations/,
    /\| out of memory/,
    /Run it by hand/,
  );
  await fails(
    running(`console.log('{"step":2,"validLoss":"x"}'); setInterval(()=>{}, 1000)`),
    /"validLoss" must be/,
  );
  await fails(
    running(
      `console.log('{"step":5,"validLoss":1}\\n{"step":4,"validLoss":1}'); setInterval(()=>{}, 1000)`,
    ),
    /went back from step 5 to 4/,
    /not of an epoch/,
  );
  await fails(
    running(`${good} setInterval(()=>{}, 1000)`, { timeLimit: 1 }),
    /ran longer than 1 s/,
  );
  await fails(
    running("setInterval(()=>{}, 1000)", { silence: 1 }),
    /printed no evaluation for 1 s/,
    /It printed nothing/,
  );
  await fails(
    running("process.kill(process.pid, 'SIGKILL')"),
    /was ended by SIGKILL after no evaluation/,
  );
  const long = "process.stdout.write('x'.repeat(5e6) + '\\n');";
  await fails(running(`${long} process.exit(3)`), /exit code 3/, / …/);
  const run = await running(`${long} ${good} process.stdout.write('{"step":2,"validLoss":0.5}')`);
  assert.deepEqual(
    run.evaluations.map(({ step }) => step),
    [1, 2],
  );
});

test("a program that is stopped ends with its children, also one that ignores SIGTERM", async () => {
  const mark = join(folder, "alive");
  const child = `setInterval(() => require('fs').writeFileSync(${JSON.stringify(mark)}, String(Date.now())), 50)`;
  const source = `process.on('SIGTERM', () => {}); require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' }); let step = 0; setInterval(() => console.log(JSON.stringify({ step: step++, validLoss: 1 })), 50);`;
  const run = await running(source, {
    enough: (evaluations) => evaluations.length >= 3 && existsSync(mark),
  });
  assert.ok(run.evaluations.length >= 3);
  const before = readFileSync(mark, "utf8");
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(readFileSync(mark, "utf8"), before);
});

test("more memory than the limit ends it", { skip: process.platform !== "linux" }, async () => {
  const source = `const kept = []; setInterval(() => kept.push(Buffer.alloc(3e7, 1)), 20)`;
  await assert.rejects(
    running(source, { memory: 3e8 }),
    /holds \d+ MB, more than the limit of 300/,
  );
});

test("an abort ends the program and fails with its reason", async () => {
  const stop = new AbortController();
  const reason = new Error("enough");
  setTimeout(() => stop.abort(reason), 300);
  await assert.rejects(running("setInterval(()=>{}, 1000)", { signal: stop.signal }), reason);
});

test("from a program to an answer: rates by the root rule, sizes beyond the bend cost, and it goes on from its journal", async () => {
  const own = join(folder, "advice");
  const options = { sizes: [8, 512] as const, folder: own, margin: 0.5 };
  const advice = await adviseProgram(command, options);
  assert.equal(advice.problem, "program");
  assert.equal(advice.metric, "accuracy");
  for (const { batchSize, learningRate } of advice.sizes) {
    const best = 0.01 * Math.sqrt(batchSize / 32);
    assert.ok(Math.abs(Math.log2(learningRate / best)) <= 1, `${batchSize}: ${learningRate}`);
  }
  assert.ok(["settled", "notSettled"].includes(advice.status));
  assert.ok(advice.batchSize <= 128, adviceText(advice));
  assert.match(adviceText(advice), /^Use batch size/);
  assert.match(adviceText(advice), /to target +fresh seeds, points ahead of \d+\n/);
  // Times are the program's own.
  const step = advice.speed.find(({ batchSize }) => batchSize === 32);
  assert.ok(step && Math.abs(step.microsPerStep / 72 - 1) < 0.05, JSON.stringify(advice.speed));
  const again = await adviseProgram(command, options);
  assert.deepEqual({ ...again, seconds: 0, settle: 0 }, { ...advice, seconds: 0, settle: 0 });
  assert.ok(again.seconds < advice.seconds / 4);
});

test("a program that does not use what it is told is found out", async () => {
  const fixed: Command = [process.execPath, trainer, "{batchSize}", "0.01", "{seed}"];
  await assert.rejects(
    adviseProgram(fixed),
    /printed the same figures with learningRate .*it does not use \{learningRate\}/s,
  );
  const seedless: Command = [process.execPath, trainer, "{batchSize}", "{learningRate}", "1"];
  await assert.rejects(
    adviseProgram(seedless),
    /printed the same figures with seed .*it does not use \{seed\}, which has to decide/s,
  );
});

test("a size at which the program fails is left out by name; options are checked before any work", async () => {
  const source = `if (Number(process.argv[2]) > 200) { console.error("CUDA out of memory"); process.exit(1); }`;
  const failing = writeTrainer(
    folder,
    "failing.mjs",
    `${source}\n${readFileSync(trainer, "utf8")}`,
  );
  const advice = await adviseProgram(
    [process.execPath, failing, "{batchSize}", "{learningRate}", "{seed}"],
    { sizes: [8, 512] },
  );
  assert.ok(advice.sizes.every(({ batchSize }) => batchSize <= 200));
  assert.match(
    advice.notes.join("\n"),
    /512 was left out, as the program failed: .*CUDA out of memory/,
  );
  const refused = async (options: Parameters<typeof adviseProgram>[1], message: RegExp) =>
    await assert.rejects(adviseProgram(["no-such-program"], options), message);
  await refused({ sizes: [64, 8] }, /sizes must rise/);
  await refused({ sizes: [64, 128] }, /sizes must hold the batch size in use, 32/);
  await refused({ timeLimit: 0 }, /timeLimit must be above 0, got 0/);
  await refused({ devices: [] }, /devices must name at least one/);
});
