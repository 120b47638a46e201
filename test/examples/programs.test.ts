import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Command } from "batchwise/advise";
import { type ProgramRun, runProgram } from "batchwise/dist/advise/program/runProgram.js";
import { root } from "../scripts.js";

/** The benchmarks' environment has all three libraries. */
const python = join(root, ".venv-bench/bin/python");
const skip = existsSync(python)
  ? false
  : `no ${python}: npm run programs makes it and runs these tests`;
const TRAINING = 1437;
const EPOCHS: Readonly<Record<string, number>> = { pytorch: 30, keras: 20, "scikit-learn": 30 };

function run(name: string, seed: number): Promise<ProgramRun> {
  const program = join("examples", name, "train.py");
  const command: Command = [python, program, "{batchSize}", "{learningRate}", "{seed}"];
  return runProgram(command, { batchSize: 64, learningRate: 0.01, seed }, { folder: root });
}

for (const [name, epochs] of Object.entries(EPOCHS)) {
  test(`examples/${name}: at most eight lines are for the advisor`, () => {
    const text = readFileSync(join(root, "examples", name, "train.py"), "utf8");
    const added = text.split("\n").filter((line) => line.endsWith("# advise")).length;
    assert.ok(added >= 3 && added <= 8, String(added));
  });

  test(`examples/${name}: learns, counts as the advisor reads it, follows its seed`, {
    skip,
  }, async () => {
    const { evaluations } = await run(name, 0);
    assert.equal(evaluations.length, epochs);
    const last = evaluations[evaluations.length - 1];
    assert.equal(last.step, epochs * Math.ceil(TRAINING / 64));
    assert.equal(last.examples, epochs * TRAINING);
    assert.ok((last.validAccuracy ?? 0) > 0.9 && last.validLoss < 0.5, JSON.stringify(last));
    const losses = (found: ProgramRun): number[] =>
      found.evaluations.map(({ validLoss }) => validLoss);
    assert.notDeepEqual(losses(await run(name, 1)), losses({ evaluations } as ProgramRun));
  });
}

test("examples/batchwise: at most eight lines are for the advisor; learns, follows its seed", async () => {
  const program = join(root, "examples/batchwise/train.mjs");
  const lines = readFileSync(program, "utf8").split("\n");
  const added = lines.filter((line) => line.endsWith("// advise")).length;
  assert.ok(added >= 3 && added <= 8, String(added));
  const command: Command = [process.execPath, program, "{batchSize}", "{learningRate}", "{seed}"];
  const [one, two] = await Promise.all(
    [0, 1].map((seed) => runProgram(command, { batchSize: 64, learningRate: 0.02, seed })),
  );
  const last = one.evaluations[one.evaluations.length - 1];
  assert.ok((last.validAccuracy ?? 0) > 0.9 && last.validExamples === 300, JSON.stringify(last));
  assert.notDeepEqual(last.validLoss, two.evaluations[two.evaluations.length - 1].validLoss);
});
