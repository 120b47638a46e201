/** What the report command says while notebooks run: lines redrawn in place on a terminal, sparse lines elsewhere. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { duration } from "../notebook/page/index.mjs";

const SPARSE_MS = 10_000;

/**
 * Seconds of each code cell in the last whole run with this profile; none where there was none.
 * @param {string} file an executed notebook
 * @param {string} profile
 * @returns {number[]}
 */
export function secondsBefore(file, profile) {
  try {
    const notebook = JSON.parse(readFileSync(file, "utf8"));
    const { status, profile: was } = notebook.metadata.batchwise;
    if (status !== "ok" || was !== profile) return [];
    return notebook.cells.flatMap(
      (/** @type {any} */ cell) => cell.metadata.batchwise?.seconds ?? [],
    );
  } catch {
    return [];
  }
}

/**
 * @param {{ out: NodeJS.WriteStream | NodeJS.WritableStream, executed: string, profile: string, now?: () => number }} options
 *   executed: folder of the executed notebooks, whose last times give the estimate
 */
export function createProgress({ out, executed, profile, now = Date.now }) {
  const live = /** @type {NodeJS.WriteStream} */ (out).isTTY === true;
  /** @type {Map<string, { began: number, cell: number, of: number, said: number, before: number[] }>} */
  const running = new Map();
  let drawn = 0;

  /** @param {string} name */
  const line = (name) => {
    const run = running.get(name);
    if (!run) return "";
    const elapsed = (now() - run.began) / 1000;
    const whole =
      run.before.length === run.of ? run.before.reduce((sum, value) => sum + value, 0) : 0;
    const rest = whole > elapsed ? `, about ${duration(whole - elapsed)} left` : "";
    return `${name}  cell ${run.cell} of ${run.of}, ${duration(elapsed)}${rest}`;
  };
  const erase = () => {
    if (live && drawn > 0) out.write(`\x1b[${drawn}A\x1b[J`);
    drawn = 0;
  };
  const draw = () => {
    erase();
    if (!live) return;
    const width = /** @type {NodeJS.WriteStream} */ (out).columns || 80;
    for (const name of running.keys()) out.write(`  ${line(name).slice(0, width - 3)}\n`);
    drawn = running.size;
  };
  /** @param {string} text */
  const say = (text) => {
    erase();
    out.write(`${text}\n`);
    draw();
  };
  const timer = live ? setInterval(draw, 500) : undefined;

  /** @param {import("../notebook/run/execute.mjs").RunEvent} event */
  const onEvent = (event) => {
    const name = path.basename(event.notebook, ".ipynb");
    const run = running.get(name);
    if (event.event === "start") {
      const before = secondsBefore(path.join(executed, event.notebook), profile);
      running.set(name, { began: now(), cell: 0, of: event.cells, said: now(), before });
      if (!live) say(`${name}  begins, ${event.cells} cells`);
    } else if (event.event === "cell" && run) {
      run.cell = event.cell;
      if (!live && now() - run.said > SPARSE_MS) {
        run.said = now();
        say(line(name));
      }
    } else if (event.event === "done") {
      running.delete(name);
      say(
        `${name}  ${event.status === "ok" ? "done" : event.status} in ${duration(event.seconds)}`,
      );
    }
    draw();
  };
  const close = () => {
    clearInterval(timer);
    erase();
  };
  return { onEvent, say, close };
}
