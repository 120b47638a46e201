import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { CommandError, run } from "./command.mjs";
import { cacheDir, root, venvProgram } from "./paths.mjs";
import { pipOptions } from "./pythonEnvironment.mjs";
import { SetupError } from "./SetupError.mjs";

const pins = join(root, "scripts", "setup", "tensorflow.txt");
const unpackScript = join(root, "scripts", "setup", "unpack_tensorflow.py");
const downloads = join(cacheDir, "tensorflow-download");
const MEGABYTE = 2 ** 20;
/** The wheel, and what is taken out of it, with some room. */
const DISK_NEEDED_MB = 1300;
const WHEEL_MB = 270;

const machines = new Map([
  ["x64", "x86_64"],
  ["arm64", "aarch64"],
]);
const target = machines.get(process.arch);

/** Where the two libraries and the headers of TensorFlow's C interface lie once unpacked. */
export const tensorflowDir = join(cacheDir, "tensorflow-2.21.0");

/**
 * Gets TensorFlow's libraries and headers out of its wheel on the Python package index.
 * Each part appears under its final name only when it is whole.
 * @param {(text: string) => void} report
 */
export async function unpackTensorflowWheel(report) {
  if (existsSync(tensorflowDir)) return;
  if (process.platform !== "linux" || !target)
    throw new SetupError(
      `tfjs-node's own download failed, and there is no other source of its library for ${process.platform} on ${process.arch}.`,
      "Make storage.googleapis.com reachable (a proxy in HTTPS_PROXY is used), then run the command again.",
    );
  checkDisk();
  const wheel = await downloadWheel(target, report);
  report("unpacking");
  const part = `${tensorflowDir}.part`;
  rmSync(part, { recursive: true, force: true });
  await run(venvProgram("python"), [unpackScript, wheel, part]).catch((error) => {
    rmSync(part, { recursive: true, force: true });
    throw explain(error);
  });
  renameSync(part, tensorflowDir);
  rmSync(downloads, { recursive: true, force: true });
}

function checkDisk() {
  const { bavail, bsize } = statfsSync(cacheDir);
  const free = (bavail * bsize) / MEGABYTE;
  if (free < DISK_NEEDED_MB)
    throw new SetupError(
      `TensorFlow's library needs ${DISK_NEEDED_MB} MB of disk for a while, and ${Math.round(free)} MB are free in ${cacheDir}.`,
      "Free some space, then run the command again.",
    );
}

/** @param {string} machine @param {(text: string) => void} report */
async function downloadWheel(machine, report) {
  const trusted = new Set(readFileSync(pins, "utf8").match(/(?<=sha256:)\w+/g));
  const present = () =>
    (existsSync(downloads) ? readdirSync(downloads) : []).find((f) => f.endsWith(".whl"));
  const kept = present();
  if (kept) {
    report("checking the download");
    if (trusted.has(await sha256(join(downloads, kept)))) return join(downloads, kept);
  }
  rmSync(downloads, { recursive: true, force: true });
  mkdirSync(downloads, { recursive: true });
  const timer = setInterval(() => report(`${sizeOf(downloads)} of about ${WHEEL_MB} MB`), 500);
  await run(
    venvProgram("python"),
    [
      ...["-m", "pip", "download", ...pipOptions, "--no-deps", "--require-hashes", "-r", pins],
      ...[
        "--dest",
        downloads,
        "--only-binary=:all:",
        "--python-version=3.12",
        `--platform=manylinux_2_27_${machine}`,
      ],
    ],
    { env: { TMPDIR: downloads } },
  )
    .catch((error) => {
      throw explain(error);
    })
    .finally(() => clearInterval(timer));
  const wheel = present();
  if (!wheel)
    throw new SetupError(
      "pip downloaded no TensorFlow wheel.",
      "See .cache/setup.log for what it said.",
    );
  return join(downloads, wheel);
}

/** @param {string} folder */
function sizeOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const bytes = files.map(
    (entry) => statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0,
  );
  return Math.round(bytes.reduce((sum, size) => sum + size, 0) / MEGABYTE);
}

/** @param {string} file */
async function sha256(file) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** @param {unknown} error */
function explain(error) {
  if (!(error instanceof CommandError)) return error;
  if (error.diskFull)
    return new SetupError(
      "The disk is full.",
      `Free about ${DISK_NEEDED_MB} MB, then run the command again.`,
    );
  if (/DO NOT MATCH THE HASHES/i.test(error.output))
    return new SetupError(
      "The TensorFlow wheel does not match its checksum in scripts/setup/tensorflow.txt.",
      "Check that pip's index is the one you trust (`pip config list`), then run the command again.",
    );
  if (error.offline)
    return new SetupError(
      "Neither tfjs-node's own download nor the Python package index could be reached for TensorFlow's library.",
      "Check the network, `pip config list` or the proxy settings, then run the command again.",
    );
  return error;
}
