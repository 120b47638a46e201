import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { pathToFileURL } from "node:url";
import { formatWithOptions } from "node:util";
import * as batchwise from "batchwise";
import { root } from "../scripts.js";
import { type Example, examplesIn, formProblems, sources, statedIn } from "./examples.js";

/*
 * The form of an example: fenced as `ts`, complete with its imports, and after every statement that prints, in the
 * same line or in the next, what it prints: `console.log(holm([0.01, 0.04])); // [ 0.02, 0.04 ]`. Here each is
 * type-checked as strictly as the library, run, and its output compared with what it says, as text: objects on one line.
 */

/** What has no example, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  loadMnist: "downloads",
  loadFashionMnist: "downloads",
  loadCifar10: "downloads",
};

const folder = join(root, "build", "examples");
const found = sources().map((file) => ({ file, ...examplesIn(file) }));
const examples = found.flatMap((source) => source.examples);

/** Writes the examples as programs and compiles them; what the compiler says. */
function compile(): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { name, code } of examples) writeFileSync(join(folder, `${name}.ts`), `${code}\n`);
  const compilerOptions = { composite: false, sourceMap: false, rootDir: ".", outDir: "out" };
  const project = { extends: "../../tsconfig.base.json", compilerOptions, include: ["*.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(project));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  return spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" }).stdout;
}

/** What an example prints. */
async function printed({ name }: Example): Promise<string[]> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (...values) => {
    lines.push(formatWithOptions({ breakLength: Number.POSITIVE_INFINITY }, ...values));
  };
  try {
    await import(pathToFileURL(join(folder, "out", `${name}.js`)).href);
  } finally {
    console.log = log;
  }
  return lines;
}

suite("the examples of the doc comments", () => {
  test("are all found", () => {
    for (const { file, examples, all } of found)
      assert.equal(examples.length, all, `lib/${file}: an example that is not in the form`);
    const names = examples.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
  });

  test("show every function and class of the main entry", () => {
    const shown = new Set([...examples.map(({ name }) => name), ...Object.keys(WITHOUT)]);
    const callable = Object.entries(batchwise).filter(([, value]) => typeof value === "function");
    assert.deepEqual(
      callable.map(([name]) => name).filter((name) => !shown.has(name)),
      [],
    );
  });

  for (const example of examples)
    test(`${example.name} is in the form`, () => assert.deepEqual(formProblems(example), []));

  test("compile strictly", () => assert.equal(compile(), ""));

  for (const example of examples)
    test(`${example.name} prints what it says`, async () => {
      assert.deepEqual(await printed(example), example.stated);
    });
});

suite("the form of an example", () => {
  const problems = (code: string): string[] => formProblems({ code, stated: statedIn(code) });
  const start = 'import { holm } from "batchwise";';

  test("is complete", () => {
    assert.deepEqual(problems(`${start}\nconsole.log(holm([1])); // [ 1 ]`), []);
  });
  test("starts with imports", () => {
    assert.match(problems("console.log(1); // 1")[0], /its imports/);
  });
  test("states every output", () => {
    assert.match(problems(start)[0], /print something/);
    assert.match(problems(`${start}\nconsole.log(holm([1]));`)[0], /followed by/);
    const spread = "console.log(\n  holm([1]),\n); // [ 1 ]";
    assert.match(problems(`${start}\n${spread}`)[0], /followed by/);
  });
  test("is short", () => {
    assert.match(problems(`${start}\n${"x;\n".repeat(12)}console.log(1); // 1`)[0], /13 lines/);
    assert.match(problems(`${start}\nconsole.log(1); // ${"1".repeat(100)}`)[0], /too long/);
  });
});
