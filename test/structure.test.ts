import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const root = process.cwd();
const { structureFaults, MAY_IMPORT } = (await import(
  pathToFileURL(join(root, "scripts/lint/structure.mjs")).href
)) as {
  structureFaults(files: ReadonlyMap<string, string>): string[];
  MAY_IMPORT: Readonly<Record<string, readonly string[]>>;
};

const library = new Map(
  readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts") && !/^(dist|node_modules)\//.test(file))
    .map((file) => [file, readFileSync(join(root, "lib", file), "utf8")]),
);

test("the library's imports follow the directions, and no files form a circle", () => {
  assert.ok(library.size > 200);
  assert.deepEqual(structureFaults(library), []);
});

test("the directions themselves have no circle", () => {
  const rooms = new Set<string>();
  for (const [room, allowed] of Object.entries(MAY_IMPORT)) {
    for (const other of allowed) assert.ok(rooms.has(other), `${room} stands above ${other}`);
    rooms.add(room);
  }
});

const faultsOf = (files: Readonly<Record<string, string>>): string[] =>
  structureFaults(new Map(Object.entries(files)));

test("an arrow against the directions is a fault, also of a type or a thread", () => {
  const wrong: readonly (readonly [from: string, to: string, text: string])[] = [
    ["random.ts", "data/a.ts", 'import { a } from "./data/a.js";'],
    ["data/b.ts", "nn/config/a.ts", 'import type { A } from "../nn/config/a.js";'],
    ["linear/b.ts", "nn/model/a.ts", 'export { a } from "../nn/model/a.js";'],
    ["nn/model/b.ts", "linear/a.ts", 'import { a } from "../../linear/a.js";'],
    ["nn/device/b.ts", "nn/training/a.ts", 'await import("../training/a.js");'],
    ["stats/b.ts", "rows/a.ts", 'import "../rows/a.js";'],
    ["plot/b.ts", "search/a.ts", 'import {\n  a,\n} from "../search/a.js";'],
    ["experiment/b.ts", "study/a.ts", 'new URL("../study/a.js", import.meta.url);'],
    ["study/b.ts", "claims/a.ts", 'import { a } from "../claims/a.js";'],
    ["elsewhere/b.ts", "check.ts", 'import { a } from "../check.js";'],
  ];
  for (const [from, to, text] of wrong)
    assert.equal(faultsOf({ [from]: text, [to]: "" }).length >= 1, true, `${from} → ${to}`);
});

test("an arrow along the directions is none", () => {
  const right: readonly (readonly [from: string, to: string, text: string])[] = [
    ["data/b.ts", "check.ts", 'import { a } from "../check.js";'],
    ["nn/training/b.ts", "nn/model/a.ts", 'import { a } from "../model/a.js";'],
    ["study/speed/b.ts", "nn/config/a.ts", 'import { a } from "../../nn/config/a.js";'],
    ["plot/b.ts", "rows/a.ts", 'import { a } from "../rows/a.js";'],
  ];
  for (const [from, to, text] of right) assert.deepEqual(faultsOf({ [from]: text, [to]: "" }), []);
});

test("a circle is named, also one that a thread closes", () => {
  const started = faultsOf({
    "threads/pool.ts": 'new Worker(new URL("./thread.js", import.meta.url));',
    "threads/thread.ts": 'import type { Job } from "./pool.js";',
  });
  assert.deepEqual(started, ["a circle: threads/pool.ts → threads/thread.ts → threads/pool.ts"]);
});
