import { readFileSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { isMainThread, Worker } from "node:worker_threads";

console.log = console.error; // standard output carries answers only

/** Writes all of an answer: of a long one, a pipe takes a part at a time. @param {unknown} answer */
function say(answer) {
  const line = Buffer.from(`${JSON.stringify(answer)}\n`);
  for (let written = 0; written < line.length; ) {
    try {
      written += writeSync(1, line, written);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      // The pipe is full: whoever reads it needs a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

/** @param {string} name of a package */
export function versionOf(name) {
  return JSON.parse(
    readFileSync(new URL(`../../../node_modules/${name}/package.json`, import.meta.url), "utf8"),
  ).version;
}

/** Runs this subject on another thread: on the main one alone the library shares its calls with a second. */
function besideMainThread() {
  const thread = new Worker(process.argv[1], { stdin: true });
  if (thread.stdin !== null) process.stdin.pipe(thread.stdin);
  thread.once("exit", (code) => process.exit(code));
}

/**
 * Answers requests from standard input, one line of JSON each, until it closes.
 * @param {() => Promise<{ versions: Record<string, string>, answer: (request: any) => Promise<object> }>} prepare
 */
export async function serve(prepare) {
  if (isMainThread && process.env["BENCH_THREADS"] === "1") return besideMainThread();
  let subject;
  try {
    subject = await prepare();
  } catch (error) {
    say({ unavailable: error instanceof Error ? error.message : String(error) });
    return;
  }
  say({ versions: subject.versions });
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      say(await subject.answer(JSON.parse(line)));
    } catch (error) {
      say({ error: error instanceof Error ? error.message : String(error) });
    }
  }
  process.exit(0);
}

/** Seconds on a clock that only goes forward. */
export const now = () => performance.now() / 1000;
