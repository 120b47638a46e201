import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { last } from "./last.js";
import { errorOf, Session } from "./session.js";

let session: Session;
before(async () => {
  session = await Session.start();
});
after(async () => await session.close());

describe("cells are one program: a later cell's", () => {
  const CASES: readonly (readonly [string, string, readonly string[]])[] = [
    ["assignment", "0.02", ["let rate = 0.1; const step = () => rate * 2", "rate = 0.01; step()"]],
    [
      "compound assignments",
      "[ 5, 6, 12, 1 ]",
      [
        "let n1 = 1, n2: number | undefined, n3 = 1, n4 = 0; const all = () => [n1, n2, n3, n4];",
        "n1 += 3; n1++; n2 ??= 6; n3 &&= 12; n4 ||= 1; all()",
      ],
    ],
    [
      "destructuring with defaults",
      "[ 1, 2, { r: 3 } ]",
      [
        "let d1 = 0, d2 = 0, d3: object = {}; const ds = () => [d1, d2, d3];",
        "({ a: d1, b: { c: d2 = 2 } = {}, ...d3 } = { a: 1, r: 3 } as { a: number; b?: { c?: number }; r: number }); ds()",
      ],
    ],
    [
      "for-heads",
      "[ 3, 'q', 2 ]",
      [
        "let h1 = 0, h2 = '', h3 = 0; const hs = () => [h1, h2, h3];",
        "for (h1 of [2, 3]); for (h2 in { p: 0, q: 0 }); for await (h3 of [1, Promise.resolve(2)]); hs()",
      ],
    ],
    [
      "assignment within a function",
      "7",
      [
        "let inner = 0; const read = () => inner;",
        "(() => { (function set() { inner = 7; })(); })(); read()",
      ],
    ],
    [
      "new let, of another type",
      "[ 'new', 'string' ]",
      ["let again = 1; const kind = () => [again, typeof again];", "let again = 'new'; kind()"],
    ],
    [
      "new function",
      "new",
      [
        "function greet() { return 'old'; } const call = () => greet();",
        "function greet() { return 'new'; }\ncall()",
      ],
    ],
    [
      "new class",
      "new",
      [
        "class Tool { name() { return 'old'; } } const make = () => new Tool().name();",
        "class Tool { name() { return 'new'; } }\nmake()",
      ],
    ],
    [
      "new enum and namespace",
      "[ 7, [ '7', 'C' ], 8 ]",
      [
        "enum Kind { A, B } namespace Space { export const x = 1; } const kinds = () => [Object.values(Kind).at(-1), Object.keys(Kind), Space.x];",
        "enum Kind { C = 7 } namespace Space { export const x = 8; }\nkinds()",
      ],
    ],
    [
      "import",
      "a/b",
      [
        "let join = (...parts: string[]) => parts.join('+'); const path = () => join('a', 'b');",
        'import { join } from "node:path";\npath()',
      ],
    ],
    [
      "var in a block",
      "2",
      ["if (true) { var block = 1; } const b = () => block;", "block = 2; b()"],
    ],
    [
      "export",
      "2",
      [
        "export let shared = 1; export const see = () => shared;",
        "export { see as alias };\nshared = 2; see()",
      ],
    ],
    [
      "assignment, for a class",
      "[ 2, 2, 2 ]",
      [
        "let base = 1; class Uses { field = base; static get now() { return base; } m(p = base) { return p; } }",
        "base = 2; [new Uses().field, Uses.now, new Uses().m()]",
      ],
    ],
    [
      "assignment, for an enum of an earlier cell",
      "[ 'B', 2 ]",
      [
        "enum Letter { A = 1, B } let letter = Letter.A; const now = () => letter;",
        "letter = Letter.B; [Letter[letter], now()]",
      ],
    ],
  ];
  for (const [name, expected, cells] of CASES)
    test(name, async () => assert.equal((await last(session, ...cells)).trim(), expected));

  test("assignment, although it fails after that", async () => {
    await last(session, "let half = 1; const readHalf = () => half;");
    errorOf(
      await session.run('half = 2;\nconst whole = 3, never = (() => { throw new Error("x"); })();'),
    );
    assert.equal(await last(session, "readHalf()"), "2\n");
  });
});

describe("a name", () => {
  test("that a failed cell did not reach keeps its value and type; one that it reached has the new ones", async () => {
    await last(session, "let kept: number = 1; let given: number = 1;");
    const failing = 'let given: string = "new"; throw new Error("x"); let kept: string = "never";';
    errorOf(await session.run(failing));
    assert.equal(
      await last(session, "[kept.toFixed(1), given.toUpperCase()]"),
      "[ '1.0', 'NEW' ]\n",
    );
    errorOf(await session.run("const lost = (() => { throw new Error('x'); })();"));
    assert.match(errorOf(await session.run("lost")).evalue, /Cannot find name 'lost'/);
  });

  test("is not that of inner scopes, labels and properties", async () => {
    const cell = `const inScopes = [((only: number) => only)(2), (function only() { return typeof only; })(),
  { only: 3 }.only, (() => { try { throw 4; } catch (only) { return only; } })(),
  ((p = only) => { var only = 5; return [p, only]; })()];
only: for (const only of [6]) { inScopes.push(only); break only; }
inScopes`;
    const expected = "[ 2, 'function', 3, 4, [ 1, 5 ], 6 ]";
    assert.equal((await last(session, "let only = 1;", cell)).trim(), expected);
  });

  test("may also be a type's, and a type error names the earlier declaration", async () => {
    await last(
      session,
      "interface Point { x: number }",
      "const Point = (x: number): Point => ({ x });",
    );
    assert.equal(await last(session, "Point(2).x"), "2\n");
    assert.match(
      errorOf(await session.run('Point(1).x = "a";')).evalue,
      /not assignable to type 'number'/,
    );
    await last(session, "const fixed = 1;");
    assert.match(errorOf(await session.run("fixed = 2;")).evalue, /because it is a constant/);
  });

  test("before its declaration is refused, as in JavaScript", async () => {
    const cell = "const early = () => lateName;\nearly();\nlet lateName = 1;";
    const error = errorOf(await session.run(cell));
    assert.equal(error.evalue, "Cannot access 'lateName' before initialization");
    assert.match(error.traceback, /at early \(<cell \[\d+\]>:1:21\)/);
  });

  test("names its function or class", async () => {
    const cell = `const named = () => 1, Klass = class {}; let { fallback = function () {} } = {} as { fallback?: () => void };
[named.name, Klass.name, fallback.name]`;
    assert.equal((await last(session, cell)).trim(), "[ 'named', 'Klass', 'fallback' ]");
    assert.equal(
      await last(session, "function self(this: unknown) { return this; }", "String(self())"),
      "undefined\n",
    );
  });

  test("keeps its value when its cell runs again", async () => {
    const cell = "var times: number | undefined; times = (times ?? 0) + 1; times";
    assert.equal(await last(session, cell), "1\n");
    assert.equal(await last(session, cell), "2\n");
  });
});
