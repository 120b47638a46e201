import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { root, script } from "../scripts.js";

const { adviseOptions } = await script<{
  adviseOptions(args: readonly string[]): {
    readonly command?: string;
    readonly folder: string;
    readonly reading: unknown;
    readonly options: unknown;
  };
}>("advise/adviseOptions.mjs");
const folder = mkdtempSync(join(tmpdir(), "advise-command-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const wine = join(root, "data/examples/wine.csv");

function command(...args: readonly string[]) {
  return spawnSync(process.execPath, [join(root, "scripts/advise.mjs"), ...args], {
    cwd: root,
    encoding: "utf8",
  });
}

test("options become those of the call", () => {
  const {
    folder: out,
    reading,
    options,
  } = adviseOptions([
    ..."t/data.csv --label kind --budget 2m --model mlp:128,64 --optimizer sgd --margin 1".split(
      " ",
    ),
    ..."--rate 0.01 --memory 1.5GB --current 64 --seed 3 --ignore id,date --missing drop --out here".split(
      " ",
    ),
  ]);
  assert.equal(out, join("here", "data"));
  assert.deepEqual(reading, { label: "kind", ignore: ["id", "date"], missing: "drop" });
  assert.deepEqual(options, {
    model: { kind: "mlp", hidden: [128, 64] },
    optimizer: "sgd",
    margin: 1,
    current: 64,
    currentRate: 0.01,
    memory: 1.5e9,
    seed: 3,
    budget: { seconds: 120 },
  });
});

test("what cannot be used is refused with what may be", () => {
  const refused = (args: string, message: RegExp): void => {
    assert.throws(() => adviseOptions(args.split(" ")), message);
  };
  refused("--label y", /advise: name one file, got "none"/);
  refused("a.csv", /--label must name the column that is to be foretold/);
  refused(
    "a.csv --label y --problem ranking",
    /--problem must be one of auto, classification, reg/,
  );
  refused("pictures --image-size 0x3", /--image-size must be rows × columns, as in 32 or 32x48/);
  refused(
    "a.csv --label y --budget soon",
    /--budget must be a time such as 60s, 5m or 1h, got "soon"/,
  );
  refused(
    "a.csv --label y --model tree",
    /--model must be linear, mlp:128,64, cnn:8,16 or the folder of a tf\.LayersModel, got "tree"/,
  );
  refused("a.csv --label y --model mlp:0", /--model must be .*got "mlp:0"/);
  refused("a.csv --label y --optimizer lion", /--optimizer must be one of adam, sgd.*got "lion"/);
  refused(
    "a.csv --label y --memory lots",
    /--memory must be a size such as 500MB or 2GB, got "lots"/,
  );
  refused("a.csv --label y --rate 0", /--rate must be a number above 0, got "0"/);
  refused("a.csv --label y --current 0", /--current must be a whole number from 1, got "0"/);
  refused("a.csv --label y --epochs 2 --steps 3", /give --epochs or --steps, not both/);
  refused(
    "a.csv --label y --batch 3",
    /Unknown option '--batch'.*The options are --label, --budget/s,
  );
});

test("a program in place of data: its options, and what is not for it", () => {
  const told = "python t.py -b {batchSize} -l {learningRate} -s {seed}";
  const {
    command: line,
    folder: out,
    options,
  } = adviseOptions([
    ...["--command", told, "--sizes", "16..256", "--devices", "0,1", "--time-limit", "10m"],
    ...["--budget", "1h", "--out", "here", "--current", "32"],
  ]);
  assert.deepEqual([line, out], [told, join("here", "t")]);
  assert.deepEqual(options, {
    current: 32,
    sizes: [16, 256],
    seconds: 3600,
    devices: ["0", "1"],
    timeLimit: 600,
  });
  const refused = (args: readonly string[], message: RegExp): void => {
    assert.throws(() => adviseOptions(["--command", told, ...args]), message);
  };
  refused(["--label", "y"], /--label is for data; a --command has its own, got "y"/);
  refused(["a.csv"], /name a file or a --command, not both, got "a\.csv"/);
  refused(["--sizes", "8-512"], /--sizes must be two sizes, as in 8\.\.512, got "8-512"/);
  refused(["--name", "../x"], /--name must be letters/);
});

test("a table in, an answer out: on the terminal and in the folder", () => {
  const args = ["--label", "cultivar", "--steps", "40", "--model", "linear", "--out", folder];
  const { status, stdout, stderr } = command(wine, ...args);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /178 examples, 13 features, 3 classes of "cultivar"/);
  assert.match(stdout, /Plan: about \d+ trainings/);
  assert.match(stdout, /Use batch size \d+ with learning rate/);
  assert.match(stdout, /torch\.optim\.Adam\(model\.parameters\(\), lr=/);
  const advice = JSON.parse(readFileSync(join(folder, "wine", "advice.json"), "utf8"));
  for (const field of [
    ..."status problem metric batchSize learningRate learningRateInterval equivalent".split(" "),
    ..."contrasts speed criticalBatch baseline test seconds trainings notes".split(" "),
  ])
    assert.ok(Object.hasOwn(advice, field), field);
  assert.ok(existsSync(join(folder, "wine", "plan.json")));
  const plan = join(folder, "wine", "plan.json");
  const again = command(
    wine,
    ...args.slice(0, 2),
    "--model",
    "linear",
    "--plan",
    plan,
    "--out",
    join(folder, "2"),
  );
  assert.equal(again.status, 0, again.stderr);
  const repeated = JSON.parse(readFileSync(join(folder, "2", "wine", "advice.json"), "utf8"));
  assert.deepEqual([repeated.sizes, repeated.contrasts], [advice.sizes, advice.contrasts]);
});

test("Ctrl+C: what is finished is kept, and it says how to go on", async () => {
  const program = join(root, "scripts/advise.mjs");
  const args = [program, wine, "--label", "cultivar", "--steps", "20000", "--out", folder];
  const child = spawn(process.execPath, args, { cwd: root });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  child.stdout.on("data", (text) => {
    if (`${text}`.includes("Plan:")) child.kill("SIGINT");
  });
  const code = await new Promise((resolve) => {
    child.once("close", resolve);
  });
  assert.equal(code, 130, said);
  assert.match(said, /interrupted\. \d+ trainings are kept in .*wine; the same command goes on/);
});

test("a label that is not there: the nearest column is named", () => {
  const { status, stderr } = command(wine, "--label", "Cultivars");
  assert.equal(status, 1);
  assert.match(
    stderr,
    /there is no column "Cultivars"; "cultivar" is nearest to it; the columns are/,
  );
});

test("--help says the options, and the examples have their checksums", () => {
  assert.match(command("--help").stdout, /--label COLUMN.*--seed N/s);
  const sums = readFileSync(join(root, "data/examples/SHA256SUMS"), "utf8").trim().split("\n");
  for (const [sum, file] of sums.map((line) => line.split("  "))) {
    const bytes = readFileSync(join(root, "data/examples", file));
    assert.equal(createHash("sha256").update(bytes).digest("hex"), sum, file);
  }
});
