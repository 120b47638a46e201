import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { makeWheel } from "./makeWheel.js";

const root = process.cwd();
const REFUSED = "http://127.0.0.1:9/"; // Nothing listens there.
const OFFLINE = {
  npm_config_registry: REFUSED,
  npm_config_fetch_retries: "0",
  npm_config_prefer_online: "true",
  PIP_CONFIG_FILE: "/dev/null",
  PIP_INDEX_URL: REFUSED,
  PIP_EXTRA_INDEX_URL: "",
  PIP_FIND_LINKS: "",
  TFJS_NODE_CDN_STORAGE: REFUSED,
};
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "batchwise-setup-"));
  folders.push(folder);
  return folder;
}

/** A checkout in which nothing is set up. */
function bareCheckout(): string {
  const copy = temporary();
  for (const part of ["package.json", "package-lock.json", ".npmrc", "scripts", "lib/package.json"])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  mkdirSync(join(copy, ".cache"));
  return copy;
}

/** A checkout with npm packages and Python, but without tfjs-node's native library. */
function checkoutWithoutLibrary(): string {
  const copy = bareCheckout();
  const modules = join(copy, "node_modules");
  mkdirSync(join(modules, "@tensorflow", "tfjs-node"), { recursive: true });
  const link = (path: string): void => {
    if (!existsSync(join(modules, path)))
      symlinkSync(join(root, "node_modules", path), join(modules, path));
  };
  readdirSync(join(root, "node_modules")).forEach(link);
  for (const name of readdirSync(join(root, "node_modules", "@tensorflow")))
    link(join("@tensorflow", name));
  for (const name of readdirSync(join(root, "node_modules", "@tensorflow", "tfjs-node")))
    if (!["deps", "lib"].includes(name)) link(join("@tensorflow", "tfjs-node", name));
  const scripts = join(modules, "@tensorflow", "tfjs-node", "scripts");
  rmSync(scripts); // Its download script writes beside itself.
  cpSync(join(root, "node_modules", "@tensorflow", "tfjs-node", "scripts"), scripts, {
    recursive: true,
  });
  symlinkSync(join(root, ".venv"), join(copy, ".venv"));
  return copy;
}

/** Programs that answer as told, first in the path. */
function fakePrograms(programs: Readonly<Record<string, string>>): string {
  const bin = temporary();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

/** Runs one set-up step in a checkout and gives what a user would read. */
function runStep(checkout: string, step: string, env: Readonly<Record<string, string>>): string {
  const program = `
    const { ${step} } = await import("./scripts/setup/${stepFile[step]}.mjs");
    await ${step}.install(() => {}).then(
      (outcome) => console.log("DONE " + outcome),
      (error) => console.log(error.name + ": " + error.message + "\\nMEND: " + error.mend));`;
  const ran = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: checkout,
    env: { ...process.env, npm_execpath: "", ...env },
    encoding: "utf8",
  });
  return ran.stdout + ran.stderr;
}
const stepFile: Readonly<Record<string, string>> = {
  npmPackages: "npmPackages",
  pythonEnvironment: "pythonEnvironment",
  nativeBackend: "nativeBackend",
  openblas: "openblas",
};

const nodeAlone = (): string => {
  const bin = temporary();
  symlinkSync(process.execPath, join(bin, "node"));
  return bin;
};

test("Node that is too old is told so before anything else", () => {
  const program = `
    Object.defineProperty(process.versions, "node", { value: "20.18.1" });
    await import("./scripts/setup.mjs");`;
  const ran = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: root,
    encoding: "utf8",
  });
  assert.equal(ran.status, 1);
  assert.match(
    ran.stderr,
    /Node 20\.18\.1 is too old: Batchwise needs 20\.19 or newer\.\nTo mend it: .*nodejs\.org/,
  );
});

test("no npm", () => {
  const said = runStep(bareCheckout(), "npmPackages", { PATH: nodeAlone() });
  assert.match(said, /SetupError: npm was not found\.\nMEND: .*nodejs\.org/);
});

test("no network for npm", () => {
  const said = runStep(bareCheckout(), "npmPackages", {
    ...OFFLINE,
    npm_config_cache: temporary(),
  });
  assert.match(
    said,
    /SetupError: The npm registry could not be reached\.\nMEND: .*npm config get registry/,
  );
});

test("an npm package whose checksum does not match", () => {
  const copy = bareCheckout();
  const lock = join(copy, "package-lock.json");
  const wrong = readFileSync(lock, "utf8").replace(
    /("node_modules\/temml": \{[^}]*"integrity": "sha512-).{8}/,
    "$1AAAAAAAA",
  );
  writeFileSync(lock, wrong);
  const said = runStep(copy, "npmPackages", { npm_config_cache: temporary() });
  assert.match(
    said,
    /SetupError: A package that npm fetched does not match its checksum.*\nMEND: npm cache clean/,
  );
});

test("no Python, an old Python, and a Python without venv are told apart", () => {
  const none = runStep(bareCheckout(), "pythonEnvironment", { PATH: nodeAlone() });
  assert.match(
    none,
    /SetupError: Python 3\.10 or newer was not found \(looked for python3\.13.*\nMEND: .*apt-get install python3/,
  );
  const old = fakePrograms({ python3: "echo 3.8.10" });
  const tooOld = runStep(bareCheckout(), "pythonEnvironment", { PATH: old });
  assert.match(tooOld, /SetupError: Python 3\.10 or newer was not found \(python3 is 3\.8\.10\)/);
  const bare = fakePrograms({ python3: 'case "$2" in *venv*) exit 1;; *) echo 3.11.2;; esac' });
  const noVenv = runStep(bareCheckout(), "pythonEnvironment", { PATH: bare });
  assert.match(
    noVenv,
    /python3 3\.11\.2 lacks the module venv or ensurepip\.\nMEND: .*apt-get install python3-venv/,
  );
});

test("no network for pip", () => {
  const said = runStep(bareCheckout(), "pythonEnvironment", OFFLINE);
  assert.match(
    said,
    /SetupError: The Python package index could not be reached\.\nMEND: .*pip config list/,
  );
});

/** A checkout that wants an OpenBLAS which is not installed. */
function checkoutWithoutOpenblas(): string {
  const copy = checkoutWithoutLibrary();
  const pins = join(copy, "scripts", "setup", "openblas.txt");
  writeFileSync(pins, `scipy-openblas32==0.0.1 --hash=sha256:${"0".repeat(64)}\n`);
  return copy;
}

test("no network for OpenBLAS", () => {
  const said = runStep(checkoutWithoutOpenblas(), "openblas", OFFLINE);
  assert.match(said, /SetupError: The Python package index could not be reached\.\nMEND: /);
});

test("a machine for which there is no OpenBLAS does without", () => {
  const copy = checkoutWithoutOpenblas();
  const nothing = { PIP_NO_INDEX: "1", PIP_FIND_LINKS: temporary() };
  assert.match(runStep(copy, "openblas", nothing), /DONE none for this machine/);
  const note = readFileSync(join(copy, "lib", "dist", "wasm", "openblas.json"), "utf8");
  assert.equal(JSON.parse(note).library, null);
});

test("no compiler when one is needed", () => {
  const said = runStep(checkoutWithoutLibrary(), "nativeBackend", {
    ...OFFLINE,
    PATH: nodeAlone(),
  });
  assert.match(
    said,
    /SetupError: tfjs-node's own download failed, and building its addon needs a C\+\+ compiler.*\nMEND: .*g\+\+/,
  );
});

const linuxOnly = {
  skip: process.platform !== "linux" ? "the wheel is a way for Linux only" : false,
};
const wheelName = `tensorflow${process.arch === "x64" ? "_cpu" : ""}-2.21.0-cp312-cp312-manylinux_2_27_${process.arch === "x64" ? "x86_64" : "aarch64"}.whl`;

test("no network for the library, after a download that was cut short", linuxOnly, () => {
  const copy = checkoutWithoutLibrary();
  mkdirSync(join(copy, ".cache", "tensorflow-download"));
  writeFileSync(join(copy, ".cache", "tensorflow-download", wheelName), "cut short");
  const said = runStep(copy, "nativeBackend", OFFLINE);
  assert.match(
    said,
    /SetupError: Neither tfjs-node's own download nor the Python package index could be reached.*\nMEND: /,
  );
});

test("a wheel whose checksum does not match is not unpacked", linuxOnly, () => {
  const copy = checkoutWithoutLibrary();
  const links = temporary();
  makeWheel(join(links, wheelName));
  const said = runStep(copy, "nativeBackend", {
    ...OFFLINE,
    PIP_NO_INDEX: "1",
    PIP_FIND_LINKS: links,
  });
  assert.match(said, /SetupError: The TensorFlow wheel does not match its checksum.*\nMEND: /);
  assert.equal(existsSync(join(copy, ".cache", "tensorflow-2.21.0")), false);
});

test("a half-unpacked wheel is unpacked again, and only what is needed is taken", linuxOnly, () => {
  const copy = checkoutWithoutLibrary();
  const wheel = join(copy, ".cache", "tensorflow-download", wheelName);
  mkdirSync(dirname(wheel));
  const sum = makeWheel(wheel);
  writeFileSync(join(copy, "scripts", "setup", "tensorflow.txt"), `x --hash=sha256:${sum}\n`);
  mkdirSync(join(copy, ".cache", "tensorflow-2.21.0.part", "tensorflow"), { recursive: true });
  writeFileSync(join(copy, ".cache", "tensorflow-2.21.0.part", "tensorflow", "half"), "");
  const said = runStep(copy, "nativeBackend", OFFLINE);
  assert.match(
    said,
    /tfjs-node's addon did not compile/,
    "an empty library cannot be linked against",
  );
  const unpacked = readdirSync(join(copy, ".cache", "tensorflow-2.21.0"), {
    recursive: true,
    withFileTypes: true,
  });
  const files = unpacked.filter((entry) => entry.isFile()).map((entry) => entry.name);
  assert.deepEqual(files.sort(), [
    "c_api.h",
    "libtensorflow_cc.so.2",
    "libtensorflow_framework.so.2",
  ]);
});

test("a full disk is seen before the download", linuxOnly, () => {
  const copy = checkoutWithoutLibrary();
  const wheel = join(copy, "scripts", "setup", "wheel.mjs");
  writeFileSync(
    wheel,
    readFileSync(wheel, "utf8").replace(/DISK_NEEDED_MB = \d+/, "DISK_NEEDED_MB = 1e9"),
  );
  const said = runStep(copy, "nativeBackend", OFFLINE);
  assert.match(
    said,
    /SetupError: TensorFlow's library needs .* MB of disk for a while, and \d+ MB are free in .*\nMEND: Free some space/,
  );
});
