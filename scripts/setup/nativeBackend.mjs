import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { CommandError, run } from "./command.mjs";
import { root, tfjsNodeDir } from "./paths.mjs";
import { SetupError } from "./SetupError.mjs";
import { tensorflowDir, unpackTensorflowWheel } from "./wheel.mjs";

const depsDir = join(tfjsNodeDir, "deps");
const stamp = join(depsDir, "batchwise.json");
const compilers = [process.env.CXX, "g++", "c++", "clang++"].filter((name) => name !== undefined);
const DOWNLOAD_LIMIT_SECONDS = 900;

/** tfjs-node's native library: its own prebuilt one, else built here against TensorFlow's wheel. */
export const nativeBackend = {
  title: "TensorFlow library",
  isDone() {
    if (!existsSync(stamp)) return false;
    const { addon, library } = JSON.parse(readFileSync(stamp, "utf8"));
    return existsSync(addon) && existsSync(library);
  },
  /** @param {(text: string) => void} report */
  async install(report) {
    cleanBuild();
    report("tfjs-node's own download");
    const source = (await installPrebuilt()) ? "its own download" : await buildAgainstWheel(report);
    const version = await tryBackend();
    writeFileSync(stamp, JSON.stringify({ source, version, ...filesInUse() }));
    return `${version}, ${source}`;
  },
};

const addonFile = () => join(tfjsNodeDir, "lib", "napi-v8", "tfjs_binding.node");

function filesInUse() {
  const library = {
    linux: "libtensorflow.so",
    darwin: "libtensorflow.2.dylib",
    win32: "tensorflow.dll",
  };
  const inDeps = join(depsDir, "lib", Reflect.get(library, process.platform) ?? library.linux);
  return { addon: addonFile(), library: existsSync(inDeps) ? inDeps : addonFile() };
}

function cleanBuild() {
  rmSync(depsDir, { recursive: true, force: true });
  rmSync(join(tfjsNodeDir, "lib"), { recursive: true, force: true });
}

async function installPrebuilt() {
  const binaries = join(root, "node_modules", ".bin");
  const path = `${binaries}${delimiter}${process.env.PATH ?? ""}`;
  try {
    await run(process.execPath, [join("scripts", "install.js")], {
      cwd: tfjsNodeDir,
      env: { PATH: path },
      limitSeconds: DOWNLOAD_LIMIT_SECONDS,
    });
    await tryBackend();
    return true;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    cleanBuild();
    return false;
  }
}

/** @param {(text: string) => void} report */
async function buildAgainstWheel(report) {
  const compiler = await findCompiler();
  await unpackTensorflowWheel(report);
  report(`compiling with ${compiler}`);
  const libraries = join(depsDir, "lib");
  mkdirSync(libraries, { recursive: true });
  mkdirSync(join(tfjsNodeDir, "lib", "napi-v8"), { recursive: true });
  const wheelFile = (/** @type {string} */ name) => join(tensorflowDir, "tensorflow", name);
  for (const [name, file] of [
    ["libtensorflow.so", "libtensorflow_cc.so.2"],
    ["libtensorflow_cc.so.2", "libtensorflow_cc.so.2"],
    ["libtensorflow_framework.so", "libtensorflow_framework.so.2"],
    ["libtensorflow_framework.so.2", "libtensorflow_framework.so.2"],
  ])
    symlinkSync(wheelFile(file), join(libraries, name));
  // What the package's binding.gyp asks for, without node-gyp, make or Node's own headers.
  await run(compiler, [
    ...["-std=c++17", "-O2", "-shared", "-fPIC", "-DNAPI_VERSION=8", "-DBUILDING_NODE_EXTENSION"],
    ...["-I", join(root, "node_modules", "node-api-headers", "include"), "-I", tfjsNodeDir],
    ...["-I", wheelFile("include")],
    ...["tfjs_backend.cc", "tfjs_binding.cc"].map((file) => join(tfjsNodeDir, "binding", file)),
    ...[
      "-L",
      libraries,
      "-ltensorflow",
      "-ltensorflow_framework",
      "-Wl,-rpath,$ORIGIN/../../deps/lib",
    ],
    ...["-o", addonFile()],
  ]).catch((error) => {
    if (!(error instanceof CommandError)) throw error;
    throw new SetupError(
      `tfjs-node's addon did not compile with ${compiler}:\n${error.output.split("\n").slice(-8).join("\n")}`,
      "A compiler for C++17 is needed (g++ 9 or clang 9, or newer); CXX=/path/to/it names one to use.",
    );
  });
  return "built against TensorFlow's Python wheel";
}

async function findCompiler() {
  for (const compiler of compilers)
    if (
      await run(compiler, ["--version"]).then(
        () => true,
        () => false,
      )
    )
      return compiler;
  throw new SetupError(
    `tfjs-node's own download failed, and building its addon needs a C++ compiler (looked for ${compilers.join(", ")}).`,
    "On Debian or Ubuntu: sudo apt-get install g++. Or make storage.googleapis.com reachable for the prebuilt one.",
  );
}

/** Loads the library in a process of its own and computes with it. */
async function tryBackend() {
  const probe = `
    const util = require("node:util");
    util.isNullOrUndefined = (value) => value == null;
    util.isArray = Array.isArray;
    const tf = require("@tensorflow/tfjs-node");
    if (tf.tensor([1, 2]).dot([3, 4]).arraySync() !== 11) process.exit(1);
    console.log("libtensorflow " + tf.backend().binding.TF_Version);`;
  const output = await run(process.execPath, ["-e", probe], { env: { TF_CPP_MIN_LOG_LEVEL: "3" } });
  return (
    output.split("\n").findLast((line) => line.startsWith("libtensorflow ")) ?? "libtensorflow"
  );
}
