import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { findNode, MAJORS } from "./nodes.js";
import { errorOf, printed, Session } from "./session.js";

const GO = 'console.log("go");';
const ENDLESS = "for (;;) {}";
/** Cells that keep the kernel busy for ever, each in another way. */
const BUSY: Readonly<Record<string, string>> = {
  "synchronous work": `${GO}\n${ENDLESS}`,
  "synchronous work after an await": `${GO}\nawait 0;\n${ENDLESS}`,
  "synchronous work after a timer": `${GO}\nawait new Promise((r) => setTimeout(r, 5));\n${ENDLESS}`,
  "a timer's callback": `${GO}\nawait new Promise(() => setTimeout(() => { ${ENDLESS} }, 5));`,
  "an interval's callback": `${GO}\nawait new Promise(() => setInterval(() => { ${ENDLESS} }, 5));`,
  "an immediate": `${GO}\nawait new Promise(() => setImmediate(() => { ${ENDLESS} }));`,
  "an immediate of a cell that has nothing else to do": `${GO}\nsetImmediate(() => { ${ENDLESS} });`,
  "a tick": `${GO}\nprocess.nextTick(() => { ${ENDLESS} });`,
  "a microtask": `${GO}\nqueueMicrotask(() => { ${ENDLESS} });`,
  "awaits that never leave the microtasks": `${GO}\nfor (;;) await null;`,
  "ticks that never end": `${GO}\nconst again = (): void => process.nextTick(again);\nagain();`,
  "ticks that queue themselves before they work": `${GO}
const again = (): void => {
  process.nextTick(again);
  for (const end = performance.now() + 50; performance.now() < end; );
};
again();`,
  "the callback of a file": `import { readFile } from "node:fs";\n${GO}\nawait new Promise(() => readFile("package.json", () => { ${ENDLESS} }));`,
  "an event of a worker": `import { Worker } from "node:worker_threads";\n${GO}\nawait new Promise(() => new Worker("", { eval: true }).on("exit", () => { ${ENDLESS} }));`,
  "a regular expression": `${GO}\nawait 0;\n/^(a+)+$/.test("a".repeat(50) + "b");`,
  "a thread that waits": `${GO}\nawait 0;\nAtomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
  "what catches every error": `${GO}\nawait 0;\nfor (;;) { try { for (;;) JSON.stringify([1]); } catch {} finally { continue; } }`,
  "code with asynchronous hooks": `import { AsyncLocalStorage, createHook } from "node:async_hooks";
createHook({ init() {}, before() {}, after() {} }).enable();
${GO}
await new AsyncLocalStorage().run(1, () => new Promise(() => setTimeout(() => { ${ENDLESS} }, 5)));`,
  "a getter of the last value": `${GO}\nawait 0;\n({ [Symbol.for("Jupyter.display")]: () => { ${ENDLESS} } })`,
};

/** That the kernel is whole: its event loop, its state, what it prints. */
async function assertWhole(session: Session): Promise<void> {
  const cell = `await new Promise((r) => setTimeout(r, 2));
await new Promise((r) => setImmediate(r));
await new Promise((r) => process.nextTick(r));
await (await import("node:fs/promises")).readFile("package.json");
console.log(kept.join());`;
  for (const [source, expected] of [
    [cell, "1,2\n"],
    ["1 + 1", "2\n"],
  ] as const) {
    const result = await session.run(source);
    assert.equal(printed(result), expected, JSON.stringify(result));
  }
}

/** Waits until no interrupt is on its way any more: it is heard a little after it was sent, by the cell of then. */
async function untilQuiet(session: Session): Promise<void> {
  for (let tries = 0; tries < 30; tries += 1) {
    const result = await session.run("await new Promise((r) => setTimeout(r, 100));");
    if (result.reply.status === "ok") return;
    assert.equal(errorOf(result).ename, "Interrupted");
  }
  assert.fail("interrupts go on to be heard after the last was sent");
}

for (const major of MAJORS)
  describe(`interrupts on Node ${major}`, () => {
    let session: Session;
    const node = findNode(major);
    const skip = node === undefined && process.platform !== "linux";
    before(async () => {
      if (skip) return;
      session = await Session.start(node);
      await session.run("const kept = [1, 2];");
    });
    after(async () => await session?.close());

    for (const [what, cell] of Object.entries(BUSY))
      test(`stop ${what} and keep the kernel's state`, { skip }, async () => {
        const result = await session.run(cell, { interruptAt: "go" });
        assert.equal(errorOf(result).ename, "Interrupted");
        await assertWhole(session);
      });

    test("reach a kernel that is signalled alone, without its process group", {
      skip,
    }, async () => {
      for (const what of ["synchronous work", "synchronous work after an await"]) {
        const result = await session.run(BUSY[what] ?? "", {
          interruptAt: "go",
          wholeGroup: false,
        });
        assert.equal(errorOf(result).ename, "Interrupted");
      }
      await assertWhole(session);
    });

    test("sent again and again do no more than one", { skip }, async () => {
      for (const what of [
        "synchronous work",
        "synchronous work after an await",
        "a timer's callback",
      ]) {
        const result = await session.run(BUSY[what] ?? "", { interruptAt: "go", interrupts: 4 });
        assert.equal(errorOf(result).ename, "Interrupted");
        await assertWhole(session);
      }
    });

    test("of finite work are not swallowed by its end", { skip }, async () => {
      const work = "const end = Date.now() + 800;\nwhile (Date.now() < end) {}";
      const cells = [
        `${GO}\n{ ${work} }`,
        `${GO}\nawait 0;\n{ ${work} }`,
        `${GO}\nsetImmediate(() => { ${work} });`,
        `${GO}\nawait new Promise<void>((done) => setTimeout(() => { ${work}\ndone(); }, 5));`,
      ];
      for (const cell of cells) {
        const result = await session.run(cell, { interruptAt: "go" });
        assert.equal(errorOf(result).ename, "Interrupted", cell);
      }
      await assertWhole(session);
    });

    test("end a cell whose display never comes", { skip }, async () => {
      const cell = `${GO}\n({ [Symbol.for("Jupyter.display")]: () => new Promise(() => {}) })`;
      assert.equal(errorOf(await session.run(cell, { interruptAt: "go" })).ename, "Interrupted");
      await assertWhole(session);
    });

    test("abort the cells that wait behind", { skip }, async () => {
      const cells = [`${GO}\nawait 0;\n${ENDLESS}`, "2", "3"];
      const results = await session.execute(cells, { interruptAt: "go" });
      assert.deepEqual(
        results.map(({ reply }) => reply.status),
        ["error", "aborted", "aborted"],
      );
    });

    test("between cells are none of the next cell's business", { skip }, async () => {
      const count =
        "const heard: number[] = [];\nprocess.on('SIGINT', () => void heard.push(1));\nundefined";
      await session.run(count);
      for (const n of [1, 2]) {
        await session.signal({ wholeGroup: n === 1 });
        while (printed(await session.run("heard.length")) !== `${n}\n`) await pause(50);
        await assertWhole(session);
      }
      await session.run("process.removeAllListeners('SIGINT');\nundefined");
      await assertWhole(session);
    });

    test("stop what an earlier cell left behind, which keeps the next one waiting", {
      skip,
    }, async () => {
      await session.run(`setTimeout(() => { ${ENDLESS} }, 50);\nundefined`);
      await pause(500);
      await session.signal();
      await assertWhole(session);
    });

    test("that come in while a cell is compiled keep it from running", { skip }, async () => {
      const types = Array.from(
        { length: 400 },
        (_, i) => `type T${i} = { a${i}: [string, number] };`,
      );
      const cell = `${types.join("\n")}\nconsole.log("ran");\n${ENDLESS}`;
      const running = session.run(cell, { interruptAt: "ran", interrupts: 2 });
      assert.equal(errorOf(await running).ename, "Interrupted");
      await assertWhole(session);
    });

    test("never end the kernel, however they fall on the beginnings and ends of cells", {
      skip,
    }, async () => {
      const pid = await session.pid();
      const cells = ["1", "await 0;", "for (let i = 0; i < 1e6; i += 1) {}", "throw new Error();"];
      for (let round = 0; round < 15; round += 1) {
        const results = await session.storm(cells, 30, 0.001 * (round % 5));
        assert.equal(results.length, cells.length);
      }
      assert.equal(await session.pid(), pid);
      await untilQuiet(session);
      await assertWhole(session);
    });

    test("reach the notebook's own listeners too, and go on to stop cells", { skip }, async () => {
      const listen = `process.once("SIGINT", () => console.log("heard"));
${GO}
await new Promise((done) => setTimeout(done, 100_000));`;
      const result = await session.run(listen, { interruptAt: "go" });
      assert.match(printed(result), /heard/);
      const removed =
        "const nothing = (): void => {};\nprocess.on('SIGINT', nothing).off('SIGINT', nothing);\nundefined";
      await session.run(removed);
      const busy = await session.run(BUSY["synchronous work"] ?? "", { interruptAt: "go" });
      assert.equal(errorOf(busy).ename, "Interrupted");
      await assertWhole(session);
    });

    test("leave the tensor engine usable, after an await and with a tensor half made", {
      skip,
    }, async () => {
      await session.run('import * as tf from "@tensorflow/tfjs-node";\ntf.ones([1]).dispose();');
      const halfMade = "{ id: -1, dispose() { throw new Error('half made'); } } as never";
      const loop = `const slope = tf.grad((x: tf.Tensor) => x.square().sum());
console.log("go");
await 0;
tf.tidy(() => {
  tf.engine().state.activeScope.track.push(${halfMade});
  for (;;) slope(tf.ones([4]));
});`;
      assert.equal(errorOf(await session.run(loop, { interruptAt: "go" })).ename, "Interrupted");
      const check = `const tensors = tf.memory().numTensors;
const at3 = tf.tidy(() => tf.grad((x: tf.Tensor) => x.square().sum())(tf.tensor1d([3])).dataSync()[0]);
console.log(at3, tf.memory().numTensors - tensors, tf.engine().state.scopeStack.length);`;
      assert.equal(printed(await session.run(check)), "6 0 0\n");
      await assertWhole(session);
    });
  });
