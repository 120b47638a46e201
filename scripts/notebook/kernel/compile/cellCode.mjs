import { CellCompiler } from "./cellCompiler.mjs";
import { CompiledCell } from "./compiledCell.mjs";
import { keepDeclarations } from "./declarations.mjs";

/** The code of a notebook's cells: compiles them one after another, and finds places in them again. */
export class CellCode {
  #compiler;
  /** @type {import("./declarations.mjs").Declaration[]} what the cells so far have declared */
  #declarations = [];
  #cells = new Map();
  /** The execution count of the cell that is being run: its name in stacks. */
  current = 0;

  /** @param {CellCompiler} [compiler] one that other notebooks may share */
  constructor(compiler = new CellCompiler()) {
    this.#compiler = compiler;
  }

  /** The compiled cell of an execution count. */
  cell(count) {
    return this.#cells.get(count);
  }

  /**
   * @param {(name: string) => boolean} isKnown whether a name has a value
   * @throws {import("./typeErrors.mjs").TypeScriptError}
   */
  compile(source, isKnown) {
    const compiled = this.#compiler.compile(this.#declarations, source, isKnown);
    this.#cells.set(this.current, new CompiledCell(source, compiled));
    return compiled;
  }

  /**
   * Lets later cells see what a cell declared.
   * @param compiled the cell
   * @param {ReadonlySet<string>} [finished] of a cell that failed: the names that got their values; the
   *   others stay what they were before
   */
  keep({ declarations }, finished) {
    const holds = ({ name, isHoisted }) => !finished || isHoisted || finished.has(name);
    this.#declarations = keepDeclarations(this.#declarations, declarations.filter(holds));
  }

  addModule(name, source, meta) {
    this.#compiler.addModule(name, source, meta);
  }

  inspect(source, position) {
    return this.#compiler.inspect(this.#declarations, source, position);
  }

  complete(source, position) {
    return this.#compiler.complete(this.#declarations, source, position);
  }

  close() {
    this.#compiler.close();
  }
}
