import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";
import { root, script } from "../scripts.js";

interface Constant {
  readonly file: string;
  readonly constant: string;
  readonly value: number;
  readonly first: number;
}
interface Row extends Constant {
  readonly measured: number;
  readonly cases: Readonly<Record<string, number>>;
}

const { COST_FILES, constantsIn, constantsOf } = await script<{
  COST_FILES: readonly string[];
  constantsIn(text: string, file: string): Constant[];
  constantsOf(file: string): Constant[];
}>("bench/costs/constants.mjs");
const { MEASURES } = await script<{ MEASURES: Readonly<Record<string, object>> }>(
  "bench/costs/measures.mjs",
);

const sources = readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" })
  .map((file) => `lib/${file.replaceAll("\\", "/")}`)
  .filter((file) => file.endsWith(".ts") && !/\/(dist|node_modules)\//.test(file));

suite("the constants of time", () => {
  test("stand in the files of costs alone", () => {
    assert.deepEqual(
      sources.filter((file) => file.endsWith("/costs.ts")).sort(),
      [...COST_FILES].sort(),
    );
    const elsewhere = sources.filter(
      (file) =>
        !COST_FILES.includes(file) &&
        /const (PER_\w+|\w+_PAYS(_\w+)?) =/.test(readFileSync(join(root, file), "utf8")),
    );
    assert.deepEqual(elsewhere, []);
  });

  for (const file of COST_FILES)
    test(`in ${file} say where they were measured, and each has its measurement`, async () => {
      const module = file.replace(/^lib/, "batchwise/dist").replace(/ts$/, "js");
      const compiled: Record<string, number> = { ...(await import(module)) };
      const constants = constantsOf(file);
      assert.deepEqual(
        Object.fromEntries(constants.map(({ constant, value }) => [constant, value])),
        compiled,
      );
      for (const { constant, first } of constants) assert.ok(first > 0, constant);
      assert.deepEqual(Object.keys(MEASURES[file] ?? {}).sort(), Object.keys(compiled).sort());
    });

  test("are refused without a word on where they were measured", () => {
    const line = (comment: string): string => `/** ${comment} */\nexport const PER_THING = 1.5;\n`;
    const [constant] = constantsIn(
      line("A thing. Measured 1.4 on 2026-11-27, Intel Xeon."),
      "a.ts",
    );
    assert.deepEqual(
      [constant?.constant, constant?.value, constant?.first],
      ["PER_THING", 1.5, 1.4],
    );
    assert.throws(
      () => constantsIn(line("A thing, roughly."), "a.ts"),
      /PER_THING in a\.ts must say/,
    );
  });
});

test("npm run bench -- costs names every constant and measures finite times", () => {
  const folder = mkdtempSync(join(tmpdir(), "batchwise-costs-"));
  const json = join(folder, "rows.json");
  const options = ["costs", "--quick", "--rounds", "1", "--seconds", "0.01", "--json", json];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "scripts", "bench.mjs"), ...options],
    { cwd: root, encoding: "utf8" },
  );
  assert.equal(status, 0, stderr);
  const rows: readonly Row[] = JSON.parse(readFileSync(json, "utf8"));
  rmSync(folder, { recursive: true });
  // What this machine has no library for is left out, with a word.
  const missing = /bench: without (\w+): (?:there is no OpenBLAS|.*needs @tensorflow\/tfjs-node)/g;
  const left = [...stderr.matchAll(missing)].map(([, name]) => name);
  const names = COST_FILES.flatMap(constantsOf).map(({ constant }) => constant);
  assert.deepEqual([...rows.map(({ constant }) => constant), ...left].sort(), names.sort());
  for (const { constant, measured, cases } of rows) {
    assert.match(stdout, new RegExp(`^\\| ${constant}: `, "m"));
    for (const value of [measured, ...Object.values(cases)])
      assert.ok(Number.isFinite(value) && value > 0, `${constant}: ${value}`);
  }
});
