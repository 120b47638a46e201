import { setImmediate as nextTurn } from "node:timers/promises";
import { CellCode } from "../compile/cellCode.mjs";
import { Interrupted, offerSignal } from "../interrupt/interruption.mjs";
import { errorReport } from "../output/errorReport.mjs";
import { mimeBundle } from "../output/lastValue.mjs";
import { CellExecutor } from "./cellExecutor.mjs";
import { installCellStacks } from "./cellStacks.mjs";
import { closeTensorScopes, tensorScopes } from "./tensorEngine.mjs";

/** How long an interrupted cell has to stop by itself, at its AbortSignal. */
const GRACE_MS = 1000;

/** tslab's own error for a cell that was given up on: the reason is known already. */
const givenUp = (error) => error?.message === "Interrupted asynchronously";
const brokenOff = (error) => error?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
const isAbort = (error) => error?.name === "AbortError" || error?.name === "Interrupted";

/** An error of background work that no running cell can be blamed for. */
function lateError(error, count) {
  const note = `(surfaced after cell [${count}] had ended)`;
  const late = new Error(`${error instanceof Error ? error.message : String(error)} ${note}`);
  late.name = error?.name ?? "Thrown";
  if (typeof error?.stack === "string") late.stack = error.stack;
  return late;
}

/** What is known of a cell while it runs. */
class RunningCell {
  /** @type {unknown[]} */
  errors = [];
  last = undefined;
  interrupted = false;
  scopes = tensorScopes();
  /** @type {NodeJS.Timeout | undefined} */
  timer = undefined;
  /** @type {() => void} */
  end = () => {};
  /** Fulfilled when the cell was given up on or broken off: its own promises then say nothing any more. */
  over = new Promise((resolve) => {
    this.end = () => resolve(undefined);
  });

  /** @param {number} signals how many there had been before it */
  constructor(signals) {
    this.signals = signals;
  }
}

/** Runs cells, one at a time, and says how each ended. */
export class CellRunner {
  #code = new CellCode();
  #controller = offerSignal();
  /** The running cell. */
  #cell;
  #late = [];
  #count = 0;
  #signals;

  /** @param {import("../interrupt/signalWatch.mjs").SignalWatch} signals */
  constructor(signals) {
    this.#signals = signals;
    const log = (value) => {
      this.#cell.last = value;
    };
    const error = (thrown) => this.#thrown(thrown);
    // A cell that was interrupted while it was compiled does not start.
    const compiled = () => {
      if (this.#signals.count !== this.#cell.signals) throw new Interrupted();
    };
    this.executor = new CellExecutor(this.#code, { log, error, compiled });
    installCellStacks(this.#code);
  }

  /**
   * Runs one cell.
   * @param started is called with the execution count before anything runs
   * @param display is called with the MIME bundle of the last value, where it has one
   * @param counted whether the cell has a number of its own
   * @returns the execution count, and the content of Jupyter's `error` message if the cell failed
   */
  async run(source, { started, display, counted = true }) {
    if (counted) this.#count += 1;
    this.#code.current = this.#count;
    this.#controller = offerSignal();
    const cell = new RunningCell(this.#signals.count);
    this.#cell = cell;
    started(this.#count);
    try {
      await Promise.race([this.#execute(cell, source, display), cell.over]);
    } catch (error) {
      cell.errors.push(error);
    }
    // An unhandled rejection surfaces in its own cell.
    await Promise.race([nextTurn(), cell.over]);
    clearTimeout(cell.timer);
    // A signal may have come in while the cell's last synchronous work kept the event loop from saying so.
    if (this.#signals.count !== cell.signals) cell.interrupted = true;
    this.#signals.settle();
    this.#cell = undefined;
    const errors = [...this.#errorsOf(cell), ...this.#late.splice(0)];
    const error = errors.length > 0 ? errorReport(errors, this.#code) : undefined;
    return { count: this.#count, error };
  }

  /** Stops the running cell: at its signal if it listens, else by giving up on it. */
  interrupt() {
    this.#controller.abort(new Interrupted()); // between cells: stops the last cell's background work
    const cell = this.#cell;
    if (!cell) {
      this.#signals.settle();
      return;
    }
    if (cell.interrupted) this.#giveUp(cell);
    cell.interrupted = true;
    cell.timer ??= setTimeout(() => this.#giveUp(cell), GRACE_MS);
  }

  /** Takes that what ran was broken off in the midst of it. */
  brokenOff() {
    const cell = this.#cell;
    closeTensorScopes(cell?.scopes ?? 0);
    this.#controller.abort(new Interrupted());
    if (!cell) {
      this.#signals.settle();
      return;
    }
    cell.interrupted = true;
    // In a turn that nothing keeps busy any more: what is broken off once more drops the reactions that wait.
    setImmediate(() => {
      if (this.#cell === cell) this.#giveUp(cell);
    });
  }

  /** Takes an uncaught exception or an unhandled rejection: it ends the running cell, or fails the next one. */
  surfaced(error) {
    if (this.#controller.signal.aborted && isAbort(error)) return; // work that stopped as it was told
    if (this.#cell) {
      this.#cell.errors.push(error);
      this.#controller.abort(error);
      this.#giveUp(this.#cell);
      return;
    }
    const late = lateError(error, this.#count);
    this.#late.push(late);
    process.stderr.write(`${errorReport([late], this.#code).traceback.join("\n")}\n`);
  }

  /** Ends a cell, whatever it waits for. */
  #giveUp(cell) {
    this.executor.interrupt();
    cell.end();
  }

  async #execute(cell, source, display) {
    // In a turn of its own: breaking it off drops the promise reactions that wait, which are then all its own.
    await nextTurn();
    await this.executor.execute(source);
    if (cell.errors.length === 0) await this.#show(cell.last, display);
  }

  async #show(value, display) {
    if (value === undefined) return;
    const bundle = await mimeBundle(value);
    if (bundle) display(bundle);
    else console.log(value);
  }

  #thrown(error) {
    const cell = this.#cell;
    if (givenUp(error)) return;
    if (!brokenOff(error)) {
      cell.errors.push(error);
      return;
    }
    cell.interrupted = true;
    closeTensorScopes(cell.scopes);
    this.#controller.abort(new Interrupted());
  }

  #errorsOf(cell) {
    if (!cell.interrupted) return cell.errors;
    return [new Interrupted(), ...cell.errors.filter((error) => !isAbort(error))];
  }
}
