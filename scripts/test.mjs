import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { cacheDir, root } from "./setup/paths.mjs";
import { seconds } from "./setup/progress.mjs";
import { ensureSetup } from "./setup.mjs";

/**
 * `npm test`: types, lint and format, then every test file. `npm test -- report kernel` runs the test
 * files whose path holds one of the words.
 */
const words = process.argv.slice(2);

/** Where tools that would write to the user's home write instead. */
const inside = { XDG_CACHE_HOME: cacheDir, IPYTHONDIR: join(root, ".jupyter", "ipython") };

/** @param {string} title @param {readonly string[]} args to Node @param {NodeJS.ProcessEnv} [env] */
async function check(title, args, env) {
  console.log(`\n── ${title}`);
  const started = Date.now();
  const code = await new Promise((resolve) => {
    spawn(process.execPath, args, {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, ...inside, ...env },
    }).once("close", resolve);
  });
  console.log(`── ${title}: ${code === 0 ? "passed" : "FAILED"}, ${seconds(Date.now() - started)}`);
  return code === 0;
}

await ensureSetup();
const tsc = "node_modules/typescript/bin/tsc";
const passed = [
  await check("Types: library and tests", [tsc, "-b", "lib", "test"]),
  await check("Types: scripts", [tsc, "-p", "scripts"]),
  await check("Lint, import directions and cycles, format", [
    "node_modules/@biomejs/biome/bin/biome",
    "check",
    ".",
  ]),
];
const compiled = join(root, "build", "test");
const files = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts"))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .map((file) => join(compiled, file.replace(/\.ts$/, ".js")));
if (files.length === 0) console.error(`No test file matches ${words.join(", ")}.`);
/** Of a test file, in milliseconds, on a machine with much else to do: what hangs fails by its name. */
const LIMIT = 30 * 60_000;
const runner = [
  ...["--enable-source-maps", "--test", "--test-concurrency=2", `--test-timeout=${LIMIT}`],
  ...files.sort(),
];
passed.push(files.length > 0 && (await check("Tests", runner, { TF_CPP_MIN_LOG_LEVEL: "3" })));
process.exitCode = passed.every(Boolean) ? 0 : 1;
