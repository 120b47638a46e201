import assert from "node:assert/strict";
import { test } from "node:test";
import { printed, Session } from "./session.js";

/** Cells, and what the last one prints. */
const LAWS: readonly (readonly [string, readonly string[], string])[] = [
  [
    "a reassigned let",
    ["let rate = 0.1; const step = () => rate * 2", "rate = 0.01; step()"],
    "0.02",
  ],
  ["a let declared anew", ["let a1 = 1; const f1 = () => a1", "let a1 = 2;", "f1()"], "2"],
  ["a const declared anew", ["const a2 = 1; const f2 = () => a2", "const a2 = 2", "f2()"], "2"],
  [
    "a function declared anew",
    [
      "function f3() { return 1 }\nfunction g3() { return f3() }",
      "function f3() { return 2 }",
      "g3()",
    ],
    "2",
  ],
  [
    "a class declared anew",
    ["class C4 { v = 1 }\nconst make4 = () => new C4().v", "class C4 { v = 2 }", "make4()"],
    "2",
  ],
  [
    "a name of another kind",
    ["let a5: number = 1; const f5 = () => typeof a5", "class a5 {}", "f5()"],
    "function",
  ],
  [
    "an import declared anew",
    [
      'import { join } from "node:path"; const j = () => join("a", "b")',
      'const join = (...all: string[]) => "own"',
      "j()",
    ],
    "own",
  ],
  [
    "an enum built anew",
    ["enum E7 { A, B }\nconst e7 = () => Object.keys(E7).length", "enum E7 { C }", "e7()"],
    "2",
  ],
  [
    "exported names, twice",
    ["export const a8 = 1; export function f8() { return a8 }", "export const a8 = 2;", "f8()"],
    "2",
  ],
  [
    "a name given in an async cell",
    ["let a9 = 0; const f9 = () => a9", "a9 = await Promise.resolve(3);", "f9()"],
    "3",
  ],
  ["a var in a block", ["if (true) { var a10 = 1 }", "a10++; a10"], "2"],
  ["a cell that is run again", ["let a11 = 1;", "a11 += 1;", "let a11 = 1;", "a11 += 1; a11"], "2"],
  [
    "names of functions and classes",
    [
      "const f12 = () => 0; const C12 = class {}; function g12() {}",
      "[f12.name, C12.name, g12.name].join()",
    ],
    "f12,C12,g12",
  ],
  [
    "no this in a call",
    ["function f13(this: unknown) { 'use strict'; return this === undefined }", "f13()"],
    "true",
  ],
  [
    "a default parameter",
    ["let a14 = 1; function f14(x = a14) { return x }", "a14 = 5; f14()"],
    "5",
  ],
  [
    "a static block and fields",
    [
      "let a15 = 1; class C15 { f = a15; static s = () => a15 }",
      "a15 = 4; [new C15().f, C15.s()].join()",
    ],
    "4,4",
  ],
];

test("what a later cell assigns or declares, earlier functions and classes see", async () => {
  const session = await Session.start();
  try {
    for (const [what, cells, expected] of LAWS) {
      const results = await session.execute(cells);
      const last = results.at(-1);
      assert.ok(last, what);
      assert.equal(printed(last).trim(), expected, what);
    }
  } finally {
    await session.close();
  }
});

test("what a failing cell had assigned stays assigned", async () => {
  const session = await Session.start();
  try {
    await session.run("let kept = 1; const seen = () => kept;");
    await session.run('kept = 2; throw new Error("after");');
    assert.equal(printed(await session.run("seen()")).trim(), "2");
  } finally {
    await session.close();
  }
});
