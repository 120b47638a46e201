import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { errorOf, printed, ROOT, Session } from "./session.js";

describe("the kernel", () => {
  let session: Session;
  before(async () => {
    session = await Session.start();
  });
  after(async () => await session.close());

  test("works in the repository's folder, wherever Jupyter started it", async () => {
    const result = await session.run("process.cwd() + '/'");
    assert.equal(printed(result).trim(), ROOT);
  });

  test("the library is importable with its types", async () => {
    const cell = 'import { loadDigits } from "batchwise";\nconst digits = loadDigits();\ndigits.n';
    assert.equal(printed(await session.run(cell)).trim(), "1797");
    const misuse = errorOf(await session.run("const text: string = digits.n;"));
    assert.match(misuse.evalue, /^1:7 - Type 'number' is not assignable to type 'string'/);
    const { data } = await session.ask<Inspection>("inspect", "digits.shape", 3);
    assert.match(data["text/plain"] ?? "", /const digits: Dataset/);
    const { matches } = await session.ask<Completion>("complete", "digits.sha", 10);
    assert.deepEqual(matches.slice(0, 1), ["shape"]);
  });

  test("inspection and completion survive half-typed code", async () => {
    assert.equal((await session.ask<Completion>("complete", "digits.(((", 11)).status, "ok");
    assert.equal((await session.ask<Inspection>("inspect", "", 0)).found, false);
  });

  test("questions about widgets are answered: there are none", async () => {
    assert.deepEqual(await session.ask("comm_info"), { status: "ok", comms: {} });
  });

  test("types are strict, and type errors are listed with their lines", async () => {
    const error = errorOf(await session.run('const a: string = null;\nconst b: number = "b";'));
    assert.equal(error.ename, "TypeScriptError");
    assert.deepEqual(error.evalue.split("\n"), [
      "1:7 - Type 'null' is not assignable to type 'string'.",
      "2:7 - Type 'string' is not assignable to type 'number'.",
    ]);
    assert.ok(error.traceback.includes('  2 | const b: number = "b";\n            ^'));
  });

  test("a throw fails the cell with name, message and the lines of the cells", async () => {
    const define =
      "interface P { a: number }\n// a comment\nfunction fail(p: P): never {\n  throw new RangeError('bad ' + p.a);\n}\n1;";
    const defined = await session.run(define);
    const error = errorOf(await session.run("// calls it\nfail({ a: 1 });"));
    const n = defined.input ?? 0;
    assert.equal(error.ename, "RangeError");
    assert.equal(error.evalue, "bad 1");
    assert.match(error.traceback, new RegExp(`at fail \\(<cell \\[${n}\\]>:4:9\\)`));
    assert.ok(error.traceback.includes("  4 |   throw new RangeError('bad ' + p.a);"));
    assert.match(error.traceback, new RegExp(`at <cell \\[${n + 1}\\]>:2:1`));
    assert.doesNotMatch(error.traceback, /tslab|node:|evalmachine|scripts\/notebook/);
  });

  test("a stack names the library's TypeScript lines, relative to the repository", async () => {
    const cell = 'import { parseIdx } from "batchwise/data";\n\nparseIdx(new Uint8Array(2), "x");';
    const error = errorOf(await session.run(cell));
    assert.match(error.traceback, /\(lib\/data\/idx\.ts:\d+:\d+\)/);
    assert.match(error.traceback, /<cell \[\d+\]>:3:\d+\n/);
    assert.ok(!error.traceback.includes(ROOT));
  });

  test("what is thrown need not be an error, and causes are told", async () => {
    assert.equal(errorOf(await session.run("throw 'plain';")).evalue, "'plain'");
    const cell = 'throw new Error("outer", { cause: new TypeError("inner") });';
    assert.match(errorOf(await session.run(cell)).traceback, /Caused by:\n {2}TypeError: inner/);
  });

  test("a rejected await fails the cell", async () => {
    const error = errorOf(await session.run('await Promise.reject(new Error("rejected"));'));
    assert.equal(error.evalue, "rejected");
    assert.match(error.traceback, /<cell \[\d+\]>:1:22/);
  });

  test("an unhandled rejection fails its own cell", async () => {
    const result = await session.run(
      'Promise.reject(new TypeError("nobody"));\nconsole.log("on");',
    );
    assert.equal(printed(result), "on\n");
    assert.equal(errorOf(result).evalue, "nobody");
  });

  test("an uncaught exception ends a cell that would wait for ever", async () => {
    const cell = 'await new Promise(() => setTimeout(() => { throw new Error("timer"); }, 5));';
    assert.equal(errorOf(await session.run(cell)).evalue, "timer");
  });

  test("an error that surfaces after its cell fails the next one", async () => {
    const late = 'setTimeout(() => { void Promise.reject(new Error("late")); }, 200);\nundefined';
    assert.equal((await session.run(late)).reply.status, "ok");
    // What it did after it was given up on would be among the output of later cells.
    const wait = "await new Promise((done) => setTimeout(done, 1000));";
    assert.match(
      errorOf(await session.run(wait)).evalue,
      /^late( \(surfaced after cell \[\d+\] had ended\))?$/,
    );
    assert.equal((await session.run("1")).reply.status, "ok");
  });

  test("a failure aborts the cells behind it; the prompts count on", async () => {
    const [first, failed, aborted] = await session.execute(["1", 'throw new Error("x");', "2"]);
    const n = first?.input ?? 0;
    assert.equal(failed?.reply.status, "error");
    assert.equal(failed?.reply.execution_count, n + 1);
    assert.deepEqual([aborted?.reply.status, aborted?.input], ["aborted", null]);
    assert.equal((await session.run("3")).input, n + 2);
  });

  test("an expected failure does not", async () => {
    const cells = ['throw new Error("x");', '"after"'];
    const [failed, next] = await session.execute(cells, { stopOnError: false });
    assert.equal(failed?.reply.status, "error");
    assert.ok(next && printed(next) === "after\n");
  });

  test("names of earlier cells work in shorthand properties", async () => {
    await session.run("const rate = 0.5; const seed = 7;");
    const result = await session.run(
      "[{ rate, deep: { seed } }].map(({ rate }) => ({ rate, seed }))",
    );
    assert.equal(printed(result).trim(), "[ { rate: 0.5, seed: 7 } ]");
  });

  test("for await and await (…) work alone in a cell", async () => {
    const loop = await session.run("for await (const x of [1, 2]) console.log(x);");
    assert.equal(printed(loop), "1\n2\n");
    assert.equal(printed(await session.run("const q = await (Promise.resolve(4));\nq")), "4\n");
    const nested = await session.run("if (true) {\n  await (0);\n  throw new Error('here');\n}");
    assert.match(errorOf(nested).traceback, /<cell \[\d+\]>:3:9/);
  });

  test("interrupting asynchronous work aborts its signal, and each cell has a fresh one", async () => {
    const cell = `const signal: AbortSignal = Reflect.get(globalThis, Symbol.for("batchwise.interrupt"));
console.log(signal.aborted, "go");
while (!signal.aborted) await new Promise((next) => setImmediate(next));
console.log("stopped");`;
    for (let round = 0; round < 2; round += 1) {
      const result = await session.run(cell, { interruptAt: "go" });
      assert.equal(printed(result), "false go\nstopped\n");
      assert.equal(errorOf(result).ename, "Interrupted");
    }
  });

  test("interrupting gives up on asynchronous work that does not listen", async () => {
    const cell = 'console.log("go");\nawait new Promise((done) => setTimeout(done, 100_000));';
    const [result, next] = await session.execute([cell, "1"], { interruptAt: "go" });
    assert.ok(result && next);
    assert.equal(errorOf(result).ename, "Interrupted");
    assert.equal(next.reply.status, "aborted");
  });

  test("interrupting breaks an endless loop", async () => {
    const result = await session.run('console.log("go");\nwhile (true) {}', { interruptAt: "go" });
    assert.equal(errorOf(result).ename, "Interrupted");
    assert.equal(printed(await session.run("1 + 1")), "2\n");
  });

  test("interrupting a synchronous tensor loop leaves the engine usable", async () => {
    await session.run('import * as tf from "@tensorflow/tfjs-node";\ntf.ones([1]).dispose();');
    const loop = `const slope = tf.grad((x: tf.Tensor) => x.square().sum());
console.log("go");
tf.tidy(() => { for (;;) slope(tf.ones([4])); });`;
    assert.equal(errorOf(await session.run(loop, { interruptAt: "go" })).ename, "Interrupted");
    const check = `const tensors = tf.memory().numTensors;
const at3 = tf.tidy(() => tf.grad((x: tf.Tensor) => x.square().sum())(tf.tensor1d([3])).dataSync()[0]);
console.log(at3, tf.memory().numTensors - tensors, tf.engine().state.scopeStack.length);`;
    assert.equal(printed(await session.run(check)), "6 0 0\n");
  });

  test("a last value with Jupyter.display is shown as its bundle, once", async () => {
    const cell =
      '({ [Symbol.for("Jupyter.display")]: async () => ({ "text/plain": "p", "image/png": "AA" }) })';
    const { outputs } = await session.run(cell);
    assert.equal(outputs.length, 1);
    assert.equal(outputs[0]?.type, "display_data");
    assert.deepEqual(outputs[0]?.data, { "text/plain": "p", "image/png": "AA" });
    const wrong = await session.run('({ [Symbol.for("Jupyter.display")]: () => "text" })');
    assert.match(errorOf(wrong).evalue, /must return a MIME bundle, got string/);
  });

  test("a DataFrame is shown as an escaped table of its first rows", async () => {
    const cell = `import { DataFrame } from "danfojs-node";
const frame = new DataFrame({ "<b>": Array.from({ length: 30 }, (_, i) => i + 0.5), name: Array(30).fill("<i>&") });
frame`;
    const { outputs } = await session.run(cell);
    const html = outputs[0]?.data?.["text/html"] ?? "";
    assert.equal(outputs.length, 1);
    assert.ok(html.includes("<th>&lt;b&gt;</th>") && html.includes("<td>&lt;i&gt;&amp;</td>"));
    assert.doesNotMatch(html, /<b>|<i>/);
    assert.equal(html.match(/<tr>/g)?.length, 21);
    assert.match(html, /30 rows × 2 columns, the first 20 shown/);
    assert.match(outputs[0]?.data?.["text/plain"] ?? "", /19 {2}19\.5/);
    const series = await session.run('frame["name"].head(2)');
    assert.match(series.outputs[0]?.data?.["text/html"] ?? "", /2 rows × 1 column</);
  });

  test("other last values are printed, undefined is not", async () => {
    assert.equal(printed(await session.run("({ a: [1, { b: 2 }] })")), "{ a: [ 1, { b: 2 } ] }\n");
    assert.deepEqual((await session.run("undefined")).outputs, []);
  });

  test("tslab's displays work, and one can be updated in place", async () => {
    const cell = `import * as tslab from "tslab";
tslab.display.html("<b>x</b>");
const bar = tslab.newDisplay();
bar.text("1"); bar.text("2");`;
    const { outputs } = await session.run(cell);
    const seen = outputs.map(({ type, data }) => [type, ...Object.values(data ?? {})]);
    assert.deepEqual(seen, [
      ["display_data", "<b>x</b>"],
      ["display_data", "1"],
      ["update_display_data", "2"],
    ]);
    assert.equal(outputs[1]?.transient?.display_id, outputs[2]?.transient?.display_id);
  });

  test("a written chunk is acknowledged", async () => {
    const cell = 'await new Promise((done) => process.stdout.write("x", done));\nundefined';
    assert.equal(printed(await session.run(cell)), "x");
  });
});

interface Inspection {
  readonly found: boolean;
  readonly data: Readonly<Record<string, string>>;
}

interface Completion {
  readonly status: string;
  readonly matches: readonly string[];
}
