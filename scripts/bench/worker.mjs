import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { ROOT } from "./environment.mjs";

/** Threads for every subject: of TensorFlow, of PyTorch's OpenMP and of scikit-learn's BLAS. */
export const THREADS = 2;

/** @param {number} threads */
const environmentOf = (threads) => ({
  TF_CPP_MIN_LOG_LEVEL: "3",
  CUDA_VISIBLE_DEVICES: "-1",
  TF_NUM_INTRAOP_THREADS: String(threads),
  OMP_NUM_THREADS: String(threads),
  OPENBLAS_NUM_THREADS: String(threads),
  MKL_NUM_THREADS: String(threads),
  BENCH_THREADS: String(threads),
});

/** Of each process that was started, when it has left. @type {Promise<unknown>[]} */
const leaving = [];

/** Waits until every subject has left; to be asked once all are closed. */
export async function untilAllLeft() {
  await Promise.all(leaving);
}

/**
 * A subject in its own process that lives for many measurements. It answers each line of JSON on its standard input with one on
 * its standard output: `{ …answer }` or `{ error }`. Its first line says that it is ready: `{ versions }` or `{ unavailable }`.
 */
export class Worker {
  #child;
  /** @type {string[]} */ #log = [];
  /** @type {{ resolve: (answer: any) => void, reject: (error: Error) => void } | undefined} */ #waiting;
  /** @type {Error | undefined} */ #ended;

  /**
   * @param {string} name
   * @param {string[]} command program and arguments; a script is named relative to `scripts/bench/subjects/`
   * @param {number} [threads] that it may use
   */
  constructor(name, [program, script, ...args], threads = THREADS) {
    this.name = name;
    const path = fileURLToPath(new URL(`subjects/${script}`, import.meta.url));
    const flags = script.endsWith(".mjs") ? ["--expose-gc"] : [];
    const env = { ...process.env, ...environmentOf(threads) };
    this.#child = spawn(program, [...flags, path, ...args], {
      cwd: ROOT,
      env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child.stderr.setEncoding("utf8").on("data", (text) => {
      this.#log = [...this.#log, text].slice(-50);
    });
    this.#child.stdin.on("error", () => {}); // a worker that ended is reported by its exit
    this.#child.on("error", (error) => this.#end(error.message));
    this.#child.on("exit", (code, signal) => this.#end(signal ?? `exit code ${code}`));
    leaving.push(new Promise((resolve) => this.#child.once("close", resolve)));
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#answer(line));
    /** @type {Promise<{ versions?: Record<string, string>, unavailable?: string }>} */
    this.ready = this.#next();
    this.ready.catch(() => {}); // whoever awaits it hears of it
  }

  /** @param {string} why */
  #end(why) {
    this.#ended = new Error(
      `bench: ${this.name} ended (${why})\n${this.#log.join("").slice(-3000)}`,
    );
    this.#waiting?.reject(this.#ended);
  }

  /** @param {string} line */
  #answer(line) {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    const answer = JSON.parse(line);
    if (answer.error === undefined) waiting?.resolve(answer);
    else waiting?.reject(new Error(`${this.name}: ${answer.error}`));
  }

  /** @returns {Promise<any>} */
  #next() {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  /**
   * Sends one request and waits for its answer; never two at a time.
   * @param {object} request
   */
  async ask(request) {
    await this.ready;
    const answer = this.#next();
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    return answer;
  }

  /** Ends the process: its input closes, and it leaves. */
  close() {
    this.#child.stdin.end();
  }
}

/**
 * Starts the subjects, waits until they are ready, and leaves out (with a word) those that cannot run.
 * @param {Record<string, string[]>} commands subject → program, script and arguments
 * @param {number} [threads] that each may use
 */
export async function startWorkers(commands, threads = THREADS) {
  const workers = Object.entries(commands).map(
    ([name, command]) => new Worker(name, command, threads),
  );
  /** @type {Map<string, Worker>} */
  const usable = new Map();
  /** @type {Record<string, string>} */
  const versions = {};
  for (const worker of workers) {
    const ready = await worker.ready;
    Object.assign(versions, ready.versions);
    if (ready.unavailable === undefined) usable.set(worker.name, worker);
    else {
      console.error(`bench: without ${worker.name}: ${ready.unavailable}`);
      worker.close();
    }
  }
  return { workers: usable, versions };
}
