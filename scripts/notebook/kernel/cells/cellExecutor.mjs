import { runInThisContext } from "node:vm";
import { getCodeMetadata } from "../compile/tslab.mjs";
import { unbroken } from "../interrupt/breakOff.mjs";
import { Bindings } from "./bindings.mjs";
import { CellScope } from "./cellScope.mjs";
import { ModuleLoader } from "./moduleLoader.mjs";

/** Where a cell's code finds what it is called with. */
const CALL = Symbol.for("batchwise.cell");

/**
 * Runs cells as one program, in the place of tslab's executor, which gives each cell copies of what
 * earlier ones declared.
 */
export class CellExecutor {
  #code;
  #console;
  #bindings = new Bindings();
  #loader = new ModuleLoader();
  #interrupt = () => {};

  /**
   * @param {import("../compile/cellCode.mjs").CellCode} code
   * @param {{ log: (value: unknown) => void, error: (thrown: unknown) => void, compiled?: () => void }} console
   *   gets the last value and what a cell throws; is told when a cell is compiled, before it runs
   */
  constructor(code, console) {
    this.#code = code;
    this.#console = console;
  }

  /** @returns whether the cell succeeded @throws {import("../compile/typeErrors.mjs").TypeScriptError} */
  async execute(source) {
    const meta = getCodeMetadata(source);
    if (meta.mode === "browser") return true; // as tslab: nothing runs here
    if (meta.module) {
      unbroken(() => this.#code.addModule(meta.module, source, meta));
      this.#console.compiled?.();
      return true;
    }
    const cell = unbroken(() => this.#code.compile(source, (name) => this.#bindings.has(name)));
    this.#console.compiled?.();
    this.#loader.add(cell.modules);
    const scope = new CellScope(this.#bindings, this.#loader);
    try {
      if (cell.imports.length > 0) await this.#unlessInterrupted(scope.load(cell.imports));
    } catch (error) {
      this.#console.error(error);
      return false;
    }
    try {
      const ended = this.#run(cell.output, scope);
      if (ended) await this.#unlessInterrupted(ended);
    } catch (error) {
      this.#code.keep(cell, scope.finished);
      this.#console.error(error);
      return false;
    }
    this.#code.keep(cell);
    if (scope.last !== undefined) this.#console.log(scope.last);
    return true;
  }

  /** Gives up on what the running cell awaits. */
  interrupt() {
    this.#interrupt();
  }

  inspect(source, position) {
    return unbroken(() => this.#code.inspect(source, position));
  }

  complete(source, position) {
    return unbroken(() => this.#code.complete(source, position));
  }

  close() {
    this.#code.close();
  }

  #run(output, scope) {
    globalThis[CALL] = [scope, this.#loader.require];
    const options = { breakOnSigint: true, filename: `<cell [${this.#code.current}]>` };
    return runInThisContext(`${output}(...globalThis[Symbol.for("batchwise.cell")])`, options);
  }

  async #unlessInterrupted(work) {
    const interrupted = new Promise((_, reject) => {
      this.#interrupt = () => reject(new Error("Interrupted asynchronously"));
    });
    return await Promise.race([work, interrupted]);
  }
}
