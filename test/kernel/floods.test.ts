import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { errorOf, type Flood, type Output, printed, Session } from "./session.js";

const digest = (text: string): readonly [number, string] => {
  const bytes = Buffer.from(text);
  return [bytes.length, createHash("sha256").update(bytes).digest("hex")];
};
const lines = (n: number, line: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => `${line(i)}\n`).join("");

function assertFlood(flood: Flood, stdout: string, stderr = ""): void {
  assert.equal(flood.error, null);
  assert.deepEqual(flood.stdout, digest(stdout));
  assert.deepEqual(flood.stderr, digest(stderr));
}

/** Runs of the same stream put together, displays by their text. */
function sequence(outputs: readonly Output[]): string[] {
  const all: string[] = [];
  let last: string | undefined;
  for (const { type, name, text, data } of outputs) {
    const shown = text ?? `<${data?.["text/plain"] ?? type}>`;
    if (name !== undefined && name === last) all.push((all.pop() ?? "") + shown);
    else all.push(shown);
    last = name;
  }
  return all;
}

describe("floods of output arrive whole and in order", () => {
  let session: Session;
  before(async () => {
    session = await Session.start();
  });
  after(async () => await session.close());

  test("a thousand lines, in few messages, and the cell keeps its number", async () => {
    const cell =
      'for (let i = 0; i < 1000; i += 1) console.log("row", i);\nconsole.log("total", 1000);';
    const flood = await session.flood(cell);
    assertFlood(flood, `${lines(1000, (i) => `row ${i}`)}total 1000\n`);
    assert.ok(flood.messages < 100, `${flood.messages} messages`);
    const [first, second] = await session.execute(["1", cell]);
    assert.equal(second?.input, (first?.input ?? 0) + 1);
  });

  test("a hundred thousand lines, synchronous and not", async () => {
    const expected = lines(100_000, (i) => `line ${i}`);
    const loop = "for (let i = 0; i < 100_000; i += 1)";
    assertFlood(await session.flood(`${loop} console.log("line " + i);`), expected);
    const turns = `${loop} {
  if (i % 100 === 0) await new Promise((next) => setImmediate(next));
  console.log("line " + i);
}`;
    assertFlood(await session.flood(turns), expected);
    const microtasks = `${loop} { await null; console.log("line " + i); }`;
    assertFlood(await session.flood(microtasks), expected);
  });

  test("fifty megabytes, in one write and in many", async () => {
    const text = "0123456789abcdef".repeat(50 * 65_536);
    assertFlood(
      await session.flood('void process.stdout.write("0123456789abcdef".repeat(50 * 65_536));'),
      text,
    );
    const many = `const block = "0123456789abcdef".repeat(64);
for (let i = 0; i < 50 * 1024; i += 1) void process.stdout.write(block);`;
    assertFlood(await session.flood(many), text);
  });

  test("single characters", async () => {
    const cell = 'for (let i = 0; i < 600; i += 1) process.stdout.write(".");';
    assertFlood(await session.flood(cell), ".".repeat(600));
  });

  test("both streams, in the order in which they were written", async () => {
    const cell = `for (let i = 0; i < 5000; i += 1) (i % 2 ? console.error : console.log)(i);`;
    const { outputs } = await session.run(cell);
    assert.equal(sequence(outputs).join(""), lines(5000, String));
    const four = "console.error(1); console.log(2); console.error(3); console.log(4);";
    assert.deepEqual(sequence((await session.run(four)).outputs), ["1\n", "2\n", "3\n", "4\n"]);
  });

  test("text, displays and the error of the cell", async () => {
    const cell = `import * as tslab from "tslab";
for (let i = 0; i < 50; i += 1) { console.log("a" + i); tslab.display.text("d" + i); console.error("e" + i); }
throw new Error("end");`;
    const { outputs } = await session.run(cell);
    const expected = Array.from({ length: 50 }, (_, i) => [`a${i}\n`, `<d${i}>`, `e${i}\n`]);
    assert.deepEqual(sequence(outputs), [...expected.flat(), "<error>"]);
  });

  test("600 displays, and 600 updates of one", async () => {
    const cell = `import * as tslab from "tslab";
const bar = tslab.newDisplay();
for (let i = 0; i < 600; i += 1) { tslab.display.text(String(i)); bar.text(String(i)); }`;
    const { outputs } = await session.run(cell);
    const texts = (kind: boolean): (string | undefined)[] =>
      outputs
        .filter(({ transient }) => (transient?.display_id !== undefined) === kind)
        .map(({ data }) => data?.["text/plain"]);
    const numbers = Array.from({ length: 600 }, (_, i) => String(i));
    assert.deepEqual(texts(false), numbers);
    assert.deepEqual(texts(true), numbers);
  });

  test("bytes, encodings, and characters cut in two", async () => {
    const cell = `const { stdout, stderr } = process;
const fox = Buffer.from("🦊é");
for (const byte of fox) stdout.write(Uint8Array.of(byte));
stdout.write(fox.subarray(0, 2));
await new Promise((next) => setTimeout(next, 20));
stdout.write(new Uint8Array(fox.subarray(2)));
stdout.write("6869", "hex");
stdout.write("aGk=", "base64");
stdout.write("\\ufeffé", "utf8");
void stdout.write("é", "latin1");`;
    assert.equal(printed(await session.run(cell)), "🦊é🦊éhihi\ufeffé\ufffd");
    const unfinished = "void process.stdout.write(Buffer.from('🦊').subarray(0, 2));";
    assert.equal(printed(await session.run(unfinished)), "\ufffd");
    const wrong = errorOf(await session.run("process.stdout.write(1 as unknown as string);"));
    assert.match(wrong.evalue, /must be a string or bytes, got number/);
  });

  test("every write is acknowledged, and a stream that was ended goes on", async () => {
    const cell = `let written = 0;
for (let i = 0; i < 1000; i += 1) process.stdout.write("x", () => { written += 1; });
await new Promise((done) => process.stderr.write("", "utf8", done));
await new Promise<void>((done) => { process.stdout.end("y", done); });
import { pipeline } from "node:stream/promises";
await pipeline(["1", "2"], process.stdout);
console.log(written);`;
    assert.equal(printed(await session.run(cell)), `${"x".repeat(1000)}y121000\n`);
  });

  test("a synchronous loop shows what it prints while it runs", async () => {
    const cell = "for (let i = 0; ; i += 1) console.log(i);";
    const result = await session.run(cell, { interruptAt: "\n20000\n" });
    assert.equal(errorOf(result).ename, "Interrupted");
    const shown = printed(result).split("\n").slice(0, -1);
    assert.deepEqual(
      shown,
      shown.map((_, i) => String(i)),
    );
    assert.equal(printed(await session.run('console.log("on");')), "on\n");
  });

  test("an asynchronous loop does too", async () => {
    const cell = `const signal: AbortSignal = Reflect.get(globalThis, Symbol.for("batchwise.interrupt"));
for (let i = 0; !signal.aborted; i += 1) {
  console.log(i);
  await new Promise((next) => setImmediate(next));
}`;
    const result = await session.run(cell, { interruptAt: "\n500\n" });
    assert.equal(errorOf(result).ename, "Interrupted");
  });

  test("worker threads and the piped output of child processes", async () => {
    const cell = `import { Worker } from "node:worker_threads";
import { spawn } from "node:child_process";
import { once } from "node:events";
const code = 'for (let i = 0; i < 5000; i += 1) console.log("w" + i);';
await once(new Worker(code, { eval: true }), "exit");
const child = spawn(process.execPath, ["-e", 'for (let i = 0; i < 5000; i += 1) console.log("c" + i);']);
child.stdout.pipe(process.stdout, { end: false });
await once(child, "close");
undefined`;
    const expected = lines(5000, (i) => `w${i}`) + lines(5000, (i) => `c${i}`);
    assertFlood(await session.flood(cell), expected);
  });

  test("what is printed after a cell's end belongs to the last cell", async () => {
    // Its timer goes on, and prints once a later cell runs.
    await session.run(`let later = false;
const late = new Promise<void>((resolve) => {
  const timer = setInterval(() => {
    if (!later) return;
    clearInterval(timer);
    console.log("late");
    resolve();
  }, 5);
});`);
    assert.equal(printed(await session.run("later = true;\nawait late;")), "late\n");
  });

  test("output of a cell that ends the process arrives", async () => {
    const ending = await Session.start();
    try {
      const exit = `for (let i = 0; i < 1000; i += 1) console.log("line " + i);
process.on("exit", () => { for (let i = 0; i < 20; i += 1) console.log("bye " + i); });
process.exit(3);`;
      const { outputs, code } = await ending.last(exit);
      assert.equal(code, 3);
      assert.equal(outputs, lines(1000, (i) => `line ${i}`) + lines(20, (i) => `bye ${i}`));
    } finally {
      await ending.close();
    }
  });

  test("a headless run keeps all of it", async () => {
    const { failure, cells } = await session.notebook([
      ["for (let i = 0; i < 100_000; i += 1) console.log('line ' + i);", []],
      ["void process.stdout.write('x'.repeat(50 * 1024 * 1024));", []],
    ]);
    assert.equal(failure, null);
    const texts = cells.map(({ outputs }) => outputs.map(({ text }) => text ?? "").join(""));
    assert.equal(
      texts[0],
      lines(100_000, (i) => `line ${i}`),
    );
    assert.equal(texts[1]?.length, 50 * 1024 * 1024);
  });
});
