import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";

const root = process.cwd();
const biome = join(root, "node_modules", "@biomejs", "biome", "bin", "biome");

type Locked = { readonly integrity?: string; readonly resolved?: string; readonly link?: boolean };
const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync("package-lock.json", "utf8"),
);

test("every locked npm package has a checksum, and no address", () => {
  const installed = Object.entries(lock.packages).filter(([path]) =>
    path.includes("node_modules/"),
  );
  assert.ok(installed.length > 100);
  for (const [path, { integrity, resolved, link }] of installed) {
    if (link) continue;
    assert.match(integrity ?? "", /^sha512-/, path);
    assert.equal(resolved, undefined, path);
  }
});

test("there is one copy of tfjs-node, and danfojs-node's spreadsheet reader comes from the registry", () => {
  const copies = Object.keys(lock.packages).filter((path) => path.endsWith("/tfjs-node"));
  assert.deepEqual(copies, ["node_modules/@tensorflow/tfjs-node"]);
  assert.equal(existsSync("node_modules/danfojs-node/node_modules/@tensorflow"), false);
  const reader = JSON.parse(readFileSync("node_modules/xlsx/package.json", "utf8"));
  assert.equal(reader.name, "@e965/xlsx");
});

test("every locked Python package has a checksum, and no address", () => {
  const lines = readFileSync("scripts/setup/requirements.txt", "utf8")
    .replaceAll("\\\n", "")
    .split("\n");
  const pins = lines.filter((line) => /^[\w.-]+==/.test(line));
  assert.ok(pins.length > 50);
  for (const pin of pins) assert.match(pin, /--hash=sha256:[0-9a-f]{64}/);
  assert.doesNotMatch(lines.join("\n"), /https?:|--index-url|--find-links/);
});

/** The rules that biome reports for files laid into a copy of the project's settings. */
function rulesBroken(files: Readonly<Record<string, string>>): Set<string> {
  const copy = mkdtempSync(join(tmpdir(), "batchwise-lint-"));
  try {
    for (const part of ["biome.json", "scripts/lint", "lib/check.ts", "lib/random.ts"])
      cpSync(join(root, part), join(copy, part), { recursive: true });
    spawnSync("git", ["init", "-q"], { cwd: copy });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), text);
    }
    const args = [biome, "check", "--reporter=json", "--max-diagnostics=200", "."];
    const { stdout } = spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8" });
    const report: { readonly diagnostics: readonly { readonly category: string }[] } =
      JSON.parse(stdout);
    return new Set(report.diagnostics.map((d) => d.category));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const RESTRICTED = "lint/style/noRestrictedImports";
test("the lint rules bite: packages that a folder must not know", () => {
  const broken = (file: string, target: string): boolean =>
    rulesBroken({ [file]: `export { a } from "${target}";\n` }).has(RESTRICTED);
  for (const folder of ["linear", "data", "claims", "experiment"])
    assert.ok(broken(`lib/${folder}/b.ts`, "@tensorflow/tfjs-node"), folder);
  for (const target of ["tslab", "danfojs-node"])
    for (const folder of ["nn/model", "plot"])
      assert.ok(broken(`lib/${folder}/b.ts`, target), `${folder}: ${target}`);
  assert.ok(!broken("lib/nn/model/b.ts", "@tensorflow/tfjs-node"));
});

test("the lint rules bite: cycles, any, !, default exports, printing, ambient randomness, length", () => {
  const broken = rulesBroken({
    "lib/data/a.ts": 'export { b } from "./b.js";\nexport const a: number = 1;\n',
    "lib/data/b.ts": 'export { a } from "./a.js";\nexport const b: number = 1;\n',
    "lib/data/c.ts":
      "export default function c(x: any): number {\n  console.log(x!);\n  return Math.random();\n}\n",
    "lib/data/d.ts": Array.from(
      { length: 301 },
      (_, i) => `export const c${i}: number = ${i};\n`,
    ).join(""),
    "lib/data/e.ts":
      "async function f(): Promise<void> {}\nexport function g(): void {\n  f();\n}\n",
    "lib/data/f.ts": "export const  f = 1\n",
  });
  for (const rule of [
    "lint/suspicious/noImportCycles",
    "lint/suspicious/noExplicitAny",
    "lint/style/noNonNullAssertion",
    "lint/style/noDefaultExport",
    "lint/suspicious/noConsole",
    "lint/style/noExcessiveLinesPerFile",
    "lint/nursery/noFloatingPromises",
    "plugin",
    "format",
  ])
    assert.ok(broken.has(rule), `${rule} not in ${[...broken].join(", ")}`);
});
