import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { last } from "./last.js";
import { errorOf, Session } from "./session.js";

let session: Session;
before(async () => {
  session = await Session.start();
});
after(async () => await session.close());

describe("what works in the library works in a cell:", () => {
  const CASES: readonly (readonly [string, string, readonly string[]])[] = [
    ["export of one name twice", "two", ["export const x = 1;", 'export const x = "two";\nx']],
    ["export default", "5", ["export default class Main { five = 5; }", "new Main().five"]],
    [
      "ES2023",
      "[ [ 1, 3 ], [ 3, 1 ], 9 ]",
      ["const es = [3, 1]; [es.toSorted(), es, new Float32Array([1]).with(0, 9)[0]]"],
    ],
    ["structuredClone", "{ a: [ 1 ] }", ["structuredClone({ a: [1] })"]],
    [
      "a package typed through exports alone",
      "number",
      [
        'import { uniformInt } from "pure-rand/distribution/uniformInt";\nimport { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";\ntypeof uniformInt(xoroshiro128plus(1), 0, 9)',
      ],
    ],
    [
      "JSON with attributes",
      "batchwise-notebooks",
      ['import manifest from "./package.json" with { type: "json" };\nmanifest.name'],
    ],
    [
      "JSON without",
      "batchwise-notebooks",
      ['import manifest2 from "./package.json";\nmanifest2.name'],
    ],
    [
      "JSON by import()",
      "batchwise-notebooks",
      ['(await import("./package.json", { with: { type: "json" } })).default.name'],
    ],
    [
      "the default of a CommonJS package",
      "[ true, 'object' ]",
      ['import papa, { parse } from "papaparse";\n[papa.parse === parse, typeof papa]'],
    ],
    [
      "one instance of a package",
      "true",
      ['import { Matrix } from "ml-matrix";\n(await import("ml-matrix")).Matrix === Matrix'],
    ],
    [
      "satisfies, const type parameters, import type",
      "[ 1, 1797 ]",
      [
        'import { loadDigits, type Rng } from "batchwise";\nimport type { Dataset } from "batchwise";\nconst size = (d: Dataset) => d.n; function keep<const T>(x: T): T { return x; }\n[({ a: 1 } satisfies Record<string, number>).a, size(keep(loadDigits()))]',
      ],
    ],
    [
      "an unnamed class with a private field",
      "[ 1, 2 ]",
      [
        "const Unnamed = class { private one = 1; get() { return this.one; } };\nconst made = () => new (class { protected two = 2; get() { return this.two; } })();",
        "[new Unnamed().get(), made().get()]",
      ],
    ],
    ["import.meta", "file:///cell.js", ["import.meta.url.replace(process.cwd(), '')"]],
    [
      "standard decorators",
      "[ 'method', 2 ]",
      [
        "const kinds2: string[] = [];\nfunction twice(f: (this: unknown) => number, c: ClassMethodDecoratorContext) { kinds2.push(c.kind); return function (this: unknown) { return 2 * f.call(this); }; }\nclass Decorated { @twice one() { return 1; } }\n[...kinds2, new Decorated().one()]",
      ],
    ],
    [
      "strict mode",
      "TypeError",
      [
        "const frozen = Object.freeze({ a: 1 }) as { a: number };\nlet caught = ''; try { frozen.a = 2; } catch (error) { caught = (error as Error).name; } caught",
      ],
    ],
    [
      "a module of another cell",
      "6",
      [
        "/** @module tools */\nexport const triple = (n: number) => 3 * n;",
        'import { triple } from "./tools";\ntriple(2)',
      ],
    ],
  ];
  for (const [name, expected, cells] of CASES)
    test(name, async () => assert.equal((await last(session, ...cells)).trim(), expected));

  const RESOURCE = `class Resource {
  constructor(readonly name: string) {}
  [Symbol.dispose]() { console.log("close", this.name); }
  async [Symbol.asyncDispose]() { await null; console.log("closed", this.name); }
}`;

  test("using, in blocks, functions, loops and the cell", async () => {
    const cell = `{ using a = new Resource("a"), b = new Resource("b"); console.log(a.name); }
const within = async () => { await using c = new Resource("c"); return c.name; };
console.log(await within());
for (using d of [new Resource("d")]) console.log(d.name);
using e = new Resource("e");`;
    const expected = "a\nclose b\nclose a\nclosed c\nc\nd\nclose d\nclose e\n";
    assert.equal(await last(session, RESOURCE, cell), expected);
  });

  test("using, when the block fails", async () => {
    const error = errorOf(
      await session.run('{ using f = new Resource("f"); throw new Error("body"); }'),
    );
    assert.equal(error.evalue, "body");
    assert.match(error.traceback, /<cell \[\d+\]>:1:38/);
  });
});
