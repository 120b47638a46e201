import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { last } from "./last.js";
import { errorOf, printed, ROOT, Session } from "./session.js";

let session: Session;
before(async () => {
  session = await Session.start();
});
after(async () => await session.close());

describe("a printed error names the cell and nothing of Node, tslab and the kernel:", () => {
  const FOREIGN = /node:|tslab|evalmachine|scripts\/notebook|<anonymous>/;
  const CASES: readonly (readonly [string, string, RegExp])[] = [
    [
      "console.error",
      'try { JSON.parse("{"); } catch (e) { console.error(e); }',
      /^SyntaxError: .*\n {4}at <cell \[\d+\]>:1:12\n$/,
    ],
    [
      "console.log",
      "console.log(new RangeError('r'));",
      /^RangeError: r\n {4}at <cell \[\d+\]>:1:13\n$/,
    ],
    [
      "stack",
      "function inF() { return new Error('s').stack; }\nconsole.log(inF())",
      /^Error: s\n {4}at inF \(<cell \[\d+\]>:1:25\)\n {4}at <cell \[\d+\]>:2:13\n$/,
    ],
    ["console.trace", "console.trace('here');", /^Trace: here\n {4}at <cell \[\d+\]>:1:9\n$/],
    [
      "last value with a cause",
      'new Error("outer", { cause: new TypeError("inner") })',
      /^Error: outer\n {4}at <cell \[\d+\]>:1:1 \{\n {2}\[cause\]: TypeError: inner\n {6}at <cell \[\d+\]>:1:29\n\}\n$/,
    ],
    ["within objects", "({ e: [new Error('deep')] })", /Error: deep\n\s+at <cell \[\d+\]>:1:8\n/],
    [
      "AggregateError",
      "new AggregateError([new Error('one')], 'all')",
      /^AggregateError: all\n {4}at <cell \[\d+\]>:1:1 \{\n {2}\[errors\]: \[\n {4}Error: one\n\s+at <cell \[\d+\]>:1:21\n/,
    ],
    [
      "after an await",
      "await null; console.log(new Error('a'));",
      /^Error: a\n {4}at <cell \[\d+\]>:1:25\n$/,
    ],
    [
      "in a callback",
      "await new Promise<void>((done) => setTimeout(() => { console.log(new Error('t')); done(); }, 1));",
      /^Error: t\n {4}at .*<cell \[\d+\]>:1:66\)?\n$/,
    ],
    [
      "of a name that is no function",
      "const noCall = 1 as unknown as () => void, noClass = 1 as unknown as new () => object;\ntry { noCall(); } catch (e) { console.log(e); }\ntry { new noClass(); } catch (e) { console.log(e); }",
      /^TypeError: noCall is not a function\n {4}at <cell \[\d+\]>:2:7\nTypeError: noClass is not a constructor\n {4}at <cell \[\d+\]>:3:7\n$/,
    ],
    [
      "of the library",
      'import { parseIdx } from "batchwise/data";\ntry { parseIdx(new Uint8Array(2), "x"); } catch (e) { console.error(e); }',
      /^DataError: x: .*\n {4}at parseIdx \(lib\/data\/idx\.ts:\d+:\d+\)\n {4}at <cell \[\d+\]>:2:7\n$/,
    ],
    [
      "of a file that is not there",
      'import { readFileSync } from "node:fs";\ntry { readFileSync(process.cwd() + "/none"); } catch (e) { console.log((e as Error).stack); }',
      /^Error: ENOENT: .*'none'\n {4}at <cell \[\d+\]>:2:7\n$/,
    ],
  ];
  for (const [name, cell, pattern] of CASES)
    test(name, async () => {
      for (const run of ["first", "again"]) {
        const result = await session.run(cell);
        const text = printed(result);
        assert.match(text, pattern, run);
        assert.doesNotMatch(text, FOREIGN);
        assert.ok(!text.includes(ROOT));
        assert.ok(text.includes(`<cell [${result.input}]>`));
      }
    });

  test("the report of a failed cell tells the errors of an AggregateError", async () => {
    const cell = 'await Promise.any([Promise.reject(new TypeError("first"))]);';
    assert.match(
      errorOf(await session.run(cell)).traceback,
      /One of them:\n {2}TypeError: first\n {6}at <cell/,
    );
  });
});

describe("last values", () => {
  test("null is shown", async () => assert.equal(await last(session, "null"), "null\n"));

  test("tensors print their numbers, wherever they stand", async () => {
    await last(session, 'import * as tf from "@tensorflow/tfjs-node";');
    assert.match(
      await last(session, "tf.tensor2d([[1, 2], [3, 4]])"),
      /shape: \[2,2\]\n {2}values:\n {4}\[\[1, 2\],\n {5}\[3, 4\]\]\n/,
    );
    assert.match(
      await last(session, "console.log({ loss: tf.scalar(0.5) })"),
      /loss: Tensor(.|\n)*0\.5/,
    );
    assert.equal(
      await last(session, "const gone = tf.ones([2]); gone.dispose(); gone"),
      "Tensor (disposed) of shape [2]\n",
    );
  });
});

describe("stdin is refused at once:", () => {
  const CASES: readonly (readonly [string, string])[] = [
    [
      "readline",
      'import { createInterface } from "node:readline/promises";\nawait createInterface({ input: process.stdin, output: process.stdout }).question("Name? ");',
    ],
    [
      "lines",
      'import { createInterface as lines } from "node:readline";\nfor await (const line of lines({ input: process.stdin })) console.log(line);',
    ],
    ["readFileSync", 'import { readFileSync as readAll } from "node:fs";\nreadAll(0);'],
    [
      "/dev/stdin",
      'import { readFile as readLater } from "node:fs/promises";\nawait readLater("/dev/stdin");',
    ],
    ["data events", 'process.stdin.on("data", console.log);\nawait new Promise(() => {});'],
  ];
  for (const [name, cell] of CASES)
    test(name, async () => {
      for (let round = 0; round < 2; round += 1)
        assert.match(
          errorOf(await session.run(cell)).evalue,
          /stdin: the kernel takes no input; give the value in a cell/,
        );
    });
});
