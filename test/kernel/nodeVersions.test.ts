import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findNode, MAJORS } from "./nodes.js";
import { errorOf, printed, Session } from "./session.js";

/** What the kernel depends on in Node itself: loaders, source maps, tfjs's native addon, signals. */
describe("the kernel on every supported Node.js", () => {
  for (const major of MAJORS)
    test(`Node ${major}`, async (context) => {
      const node = findNode(major);
      if (node === undefined) {
        assert.notEqual(process.platform, "linux", "Linux has every version");
        context.skip(`no package brings Node ${major} for ${process.platform}-${process.arch}`);
        return;
      }
      const session = await Session.start(node);
      try {
        const version = await session.run("console.log(process.version)");
        assert.match(printed(version), new RegExp(`^v${major}\\.`));

        const load = await session.run(
          'import { loadDigits } from "batchwise";\nimport { parseIdx } from "batchwise/data";\nloadDigits().n',
        );
        assert.deepEqual(
          load.outputs.map(({ text }) => text),
          ["1797\n"],
        ); // and no warning
        const failed = errorOf(await session.run('\nparseIdx(new Uint8Array(2), "x");'));
        assert.match(failed.traceback, /\(lib\/data\/idx\.ts:\d+:\d+\)/);
        assert.match(failed.traceback, /<cell \[3\]>:2:\d+\n/);

        const train = `import * as tf from "@tensorflow/tfjs-node";
const w = tf.variable(tf.scalar(1));
tf.train.sgd(0.1).minimize(() => w.sub(3).square() as tf.Scalar);
console.log(w.dataSync()[0].toFixed(2), tf.topk(tf.tensor1d([1, 3, 2])).indices.dataSync()[0]);`;
        const trained = await session.run(train);
        assert.deepEqual(
          trained.outputs.map(({ text }) => text),
          ["1.40 1\n"],
        );

        assert.equal(
          printed(await session.run("for await (const x of [1]) console.log(x);")),
          "1\n",
        );
        const unhandled = await session.run('void Promise.reject(new Error("nobody"));');
        assert.equal(errorOf(unhandled).evalue, "nobody");
        const endless = await session.run('console.log("go");\nfor (;;) {}', { interruptAt: "go" });
        assert.equal(errorOf(endless).ename, "Interrupted");
        const waiting = 'console.log("go");\nawait new Promise((r) => setTimeout(r, 100_000));';
        assert.equal(
          errorOf(await session.run(waiting, { interruptAt: "go" })).ename,
          "Interrupted",
        );
        assert.equal(printed(await session.run("1 + 1")), "2\n");
        await session.run("setInterval(() => {}, 1000);"); // keeps Node alive, not the kernel
        assert.equal(await session.shutdown(), 0);
      } finally {
        await session.close();
      }
    });
});
