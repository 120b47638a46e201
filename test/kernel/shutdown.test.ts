import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findNode, MAJORS } from "./nodes.js";
import { Session } from "./session.js";

/** Cells after which something is still to come when the kernel is told to end. */
const SURFACING: Readonly<Record<string, string>> = {
  "lines of an interval": 'setInterval(() => console.log("tick"), 0);\nundefined',
  "a flood of lines":
    "const flood = (): void => { for (let i = 0; i < 100; i += 1) console.log(i); setImmediate(flood); };\nflood();",
  "rejections that nobody handles":
    'setInterval(() => { void Promise.reject(new Error("late")); }, 1);\nundefined',
  "exceptions of timers": 'setInterval(() => { throw new Error("late"); }, 1);\nundefined',
  displays:
    'import * as tslab from "tslab";\nsetInterval(() => tslab.display.text("late"), 0);\nundefined',
  "the output of a worker": `import { Worker } from "node:worker_threads";
new Worker('setInterval(() => console.log("worker".repeat(100)), 0)', { eval: true });
undefined`,
  "the output of a child process": `import { spawn } from "node:child_process";
const child = spawn(process.execPath, ["-e", 'setInterval(() => console.log("child"), 0)']);
child.stdout.pipe(process.stdout);
process.on("exit", () => child.kill());
undefined`,
  "what is printed at the exit":
    'process.on("exit", () => { for (let i = 0; i < 100; i += 1) console.log(i); });\nundefined',
  "an error at the exit": 'process.on("exit", () => { throw new Error("exit"); });\nundefined',
  "an exit code": "process.exitCode = 5;\nundefined",
  "training with TensorFlow": `import * as tf from "@tensorflow/tfjs-node";
const w = tf.variable(tf.ones([100, 100]));
setInterval(() => { tf.train.sgd(0.1).minimize(() => w.square().sum() as tf.Scalar); console.log("step"); }, 0);
undefined`,
};

for (const major of MAJORS)
  describe(`the kernel ends with 0 when it is told to, on Node ${major}`, () => {
    const node = findNode(major);
    const skip = node === undefined && process.platform !== "linux";

    async function assertEnds(cell: string | null): Promise<void> {
      const session = await Session.start(node);
      try {
        if (cell === null) await session.pid();
        else await session.run(cell); // some of what surfaces may do so in the cell itself
        assert.equal(await session.shutdown(), 0);
      } finally {
        await session.close();
      }
      assert.doesNotMatch(session.terminal, /Socket is|Error/);
    }

    test("before any cell", { skip }, async () => await assertEnds(null));
    for (const [what, cell] of Object.entries(SURFACING))
      test(`while ${what} still surface`, { skip }, async () => await assertEnds(cell));

    test("while a cell runs", { skip }, async () => {
      const session = await Session.start(node);
      try {
        const cell =
          'console.log("go");\nfor (;;) await new Promise((next) => setTimeout(next, 1));';
        assert.equal(await session.shutdown(cell, "go"), 0);
      } finally {
        await session.close();
      }
    });
  });

test("a shutdown is told to everybody, and what was printed before it arrives", async () => {
  const session = await Session.start();
  try {
    const messages = await session.converse([["control", "shutdown_request", { restart: true }]]);
    const kinds = messages.map(({ type, reply, content }) =>
      type === "status" ? content["execution_state"] : `${type}${reply ? "" : " to all"}`,
    );
    assert.deepEqual(
      new Set(kinds),
      new Set(["busy", "shutdown_reply", "shutdown_reply to all", "idle"]),
    );
    const all = messages.filter(({ type }) => type === "shutdown_reply");
    for (const { content } of all) assert.deepEqual(content, { status: "ok", restart: true });
  } finally {
    await session.close();
  }
});
