/** Notebooks run headless with the real kernel: in parallel, each failure kept and told, no process left. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { processes } from "../processes.js";
import { root, script } from "../scripts.js";
import { code, notebook, prose, write } from "./notebooks.js";

interface Made {
  readonly index: string | null;
  readonly reports: readonly string[];
  readonly problems: readonly string[];
}
type Event = Readonly<{ event: string; notebook: string; cell?: number }>;
const { makeReports } = await script<{ makeReports: (options: object) => Promise<Made> }>(
  "report/makeReports.mjs",
);

const folder = mkdtempSync(path.join(os.tmpdir(), "batchwise-run-"));
const source = path.join(folder, "notebooks");
const out = path.join(folder, "reports");
const journals = path.join(folder, "journals");
/** What a notebook does that has finished a run. */
const keep =
  "import fs from 'node:fs';\n" +
  "const folder = process.env.BATCHWISE_JOURNALS ?? '';\n" +
  "fs.mkdirSync(folder, { recursive: true }); fs.writeFileSync(folder + '/runs.jsonl', '');";
const expected = { tags: ["raises-exception"] };
const notebooks = {
  "ok.ipynb": notebook([
    prose("# Fine\n\n> It works."),
    code(
      "const params: { profile: string } = JSON.parse(process.env.NB_PARAMS ?? '{}');\nparams.profile",
    ),
    code("throw new Error('as expected')", [], expected),
    code("console.log('after', 1 + 1)"),
    code(keep),
  ]),
  "throws.ipynb": notebook([
    code("console.log('before')"),
    code("\nthrow new RangeError('too <b>big')"),
    code("3"),
  ]),
  "timed.ipynb": notebook([{ ...code("1"), metadata: { tags: ["timed"] } }]),
  "slow.ipynb": notebook([code("console.log('begun');"), code("for (;;) {}")]),
  "dies.ipynb": notebook([code("console.log('last words')"), code(`${keep}\nprocess.exit(3)`)]),
};
const events: Event[] = [];
let made: Made;

const kernels = (): string[] =>
  processes().filter((line) => line.includes(path.join(root, ".jupyter", "runtime", "kernel-")));

interface Executed {
  readonly metadata: { readonly batchwise: Readonly<Record<string, unknown>> };
  readonly cells: readonly {
    readonly execution_count?: number | null;
    readonly metadata: { readonly batchwise?: { readonly seconds: number } };
    readonly outputs?: readonly Readonly<Record<string, unknown>>[];
  }[];
}
const executed = (name: string, where = out): Executed =>
  JSON.parse(readFileSync(path.join(where, "notebooks", name), "utf8")) as Executed;

before(
  async () => {
    mkdirSync(source);
    for (const [name, content] of Object.entries(notebooks)) write(source, name, content);
    made = await makeReports({
      root,
      source,
      out,
      notebooks: Object.keys(notebooks),
      profile: "standard",
      jobs: 2,
      timeout: 5,
      env: { ...process.env, BATCHWISE_JOURNALS: journals },
      onEvent: (event: Event) => events.push(event),
    });
  },
  { timeout: 180_000 },
);
after(() => rmSync(folder, { recursive: true, force: true }));

test("cells run in order with the profile, and an expected failure stops nothing", () => {
  const { metadata, cells } = executed("ok.ipynb");
  assert.equal(metadata.batchwise["status"], "ok");
  assert.equal(metadata.batchwise["profile"], "standard");
  const text = JSON.stringify(cells.map(({ outputs }) => outputs));
  for (const part of ["standard", "as expected", "after 2"]) assert.ok(text.includes(part), part);
  assert.deepEqual(
    cells.slice(1).map((cell) => cell.execution_count),
    [1, 2, 3, 4],
  );
  for (const cell of cells.slice(1)) assert.ok((cell.metadata.batchwise?.seconds ?? 0) > 0);
});

test("a notebook that measures time runs with no other beside it", () => {
  const of = (kind: string): number =>
    events.findIndex(({ event, notebook }) => event === kind && notebook === "timed.ipynb");
  const [started, done] = [of("start"), of("done")];
  assert.ok(started >= 0 && done > started);
  for (const [i, { event, notebook }] of events.entries())
    if (event === "start" && notebook !== "timed.ipynb") assert.ok(i > done, notebook);
});

test("two notebooks run at a time, and no more", () => {
  let running = 0;
  const most = Math.max(
    ...events.map(({ event }) => {
      running += event === "start" ? 1 : event === "done" ? -1 : 0;
      return running;
    }),
  );
  assert.equal(most, 2);
});

test("each failure is told with notebook, cell, first line and error, and its report is kept", () => {
  const told = (name: string): string => made.problems.find((text) => text.startsWith(name)) ?? "";
  assert.equal(made.problems.length, 3);
  assert.match(
    told("throws"),
    /cell 2: throw new RangeError\('too <b>big'\)\n.*RangeError: too <b>big/,
  );
  assert.match(told("slow"), /cell 2: for \(;;\) \{\}\n.*longer than its limit of 5 s/);
  assert.match(told("dies"), /cell 2: import fs from 'node:fs';\n.*ended with 3/);
  for (const [name, kept] of [
    ["throws", "before"],
    ["slow", "begun"],
    ["dies", "last words"],
  ]) {
    assert.match(JSON.stringify(executed(`${name}.ipynb`).cells[0]), new RegExp(kept));
    const page = readFileSync(path.join(out, `${name}.html`), "utf8");
    assert.match(page, /This run failed in <a href="#failed">cell 2 of \d<\/a>/);
    assert.match(page, new RegExp(kept));
  }
  assert.equal(executed("throws.ipynb").cells[2].execution_count, null);
  assert.ok(made.index && existsSync(made.index));
});

test("finished runs are kept for a notebook that was cut short, and for no other", () => {
  assert.ok(existsSync(path.join(journals, "dies", "runs.jsonl")));
  assert.ok(!existsSync(path.join(journals, "ok")));
});

test("no kernel is left when all is done", () => {
  assert.deepEqual(kernels(), []);
});

/** The runner on a notebook that never ends, once its first cell has begun the loop. */
async function runningRunner(): Promise<ChildProcess> {
  const python = path.join(root, ".venv", "bin", "python");
  const file = path.join(root, "scripts", "notebook", "run", "execute.py");
  const where = path.join(folder, "stopped", "notebooks");
  const child = spawn(python, [file, "--out", where, path.join(source, "slow.ipynb")], {
    env: { ...process.env, JUPYTER_RUNTIME_DIR: path.join(root, ".jupyter", "runtime") },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.once("close", (exit) => reject(new Error(`ended with ${exit}: ${said}`)));
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (/"event": "cell", .*"cell": 2/.test(said)) resolve();
    });
  });
  return child;
}

const gone = async (): Promise<void> => {
  while (kernels().length > 0) await new Promise((resolve) => setTimeout(resolve, 100));
};

test("Ctrl-C, a parent that is gone and SIGKILL each leave no kernel; the first two keep the notebook", {
  timeout: 120_000,
}, async () => {
  for (const way of ["SIGINT", "end of input", "SIGKILL"] as const) {
    const stopped = path.join(folder, "stopped");
    rmSync(stopped, { recursive: true, force: true });
    const child = await runningRunner();
    const ended = new Promise((resolve) => child.once("close", resolve));
    if (way === "end of input") child.stdin?.destroy();
    else child.kill(way);
    assert.equal(await ended, way === "SIGKILL" ? null : 130);
    await gone();
    if (way === "SIGKILL") continue;
    const kept = executed("slow.ipynb", stopped);
    assert.equal(kept.metadata.batchwise["status"], "interrupted");
    assert.match(JSON.stringify(kept.cells[0]), /begun/);
  }
});
