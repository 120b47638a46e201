import { SourceMap } from "node:module";
import { declaredNames, SCOPE, shareNames } from "./sharedNames.mjs";
import { awaitsAtTopLevel } from "./topLevelAwait.mjs";
import { createConverter, lastModule, toCommonJs } from "./tslab.mjs";
import { TypeScriptError } from "./typeErrors.mjs";
import { withoutExports } from "./withoutExports.mjs";

/** tslab puts `export {};` on a line of its own before the cell. */
const TSLAB_LINES = 1;
/** The line that `convert` puts before the compiled code. */
const NAME_LINES = 1;

/** Where each line of a text begins. */
const lineStarts = (text) => [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];

/** What is known of a cell that was compiled: enough to find a place in it again. */
class CompiledCell {
  #outputLines;
  #toModule;
  #toTypeScript;
  #shared;
  #originOf;

  /**
   * @param {string} source the cell
   * @param {{ code: string, map: any }} output as it runs
   * @param {{ code: string, originOf: (position: number) => number }} shared the step before
   */
  constructor(source, output, shared) {
    this.lines = source.split("\n");
    this.#outputLines = output.code.split("\n").length;
    this.#toModule = output.map && new SourceMap(output.map);
    this.#toTypeScript = lastModule.map && new SourceMap(lastModule.map);
    this.#shared = lineStarts(shared.code);
    this.#originOf = shared.originOf;
    this.moduleStarts = lineStarts(lastModule.code);
  }

  /** The line and column (from 1) in the cell for a place (from 1) in the code that runs. */
  locate(line, column) {
    const row = line - 1 - NAME_LINES;
    if (row < 0 || row >= this.#outputLines) return undefined; // tslab's wrapper
    const inShared = this.#toModule?.findEntry(row, column - 1);
    if (inShared?.originalLine === undefined) return undefined;
    // Sharing names changes no lines.
    const { originalLine } = inShared;
    const position = this.#shared[originalLine] + inShared.originalColumn;
    const inModule = this.#originOf(position) - this.moduleStarts[originalLine];
    const entry = this.#toTypeScript?.findEntry(originalLine, Math.max(0, inModule));
    if (entry?.originalLine === undefined) return undefined;
    const found = { line: entry.originalLine - TSLAB_LINES + 1, column: entry.originalColumn + 1 };
    return found.line >= 1 && found.line <= this.lines.length ? found : undefined;
  }
}

/** Declarations with those variables that the compiler declares nowhere: a `var` in a block. */
function withVariables(declarations, variables) {
  const declared = declaredNames(declarations);
  const missing = [...variables].filter((name) => !declared.has(name));
  return declarations + missing.map((name) => `declare var ${name}: any;\n`).join("");
}

/** Where the code that runs finds the object whose properties the cells' names are. */
const KEY = Symbol.for("batchwise.cells");
const HOLDER = `globalThis[Symbol.for("batchwise.cells")]`;

/**
 * tslab's converter with its mends: type errors are thrown as one error with their source lines,
 * top-level awaits of every form are seen, and each cell's code has a name, by which stacks find it.
 */
export class CellCode {
  #converter;
  #cells = new Map();
  /** The execution count of the cell that is being run: its name in stacks. */
  current = 0;

  constructor() {
    Object.defineProperty(globalThis, KEY, { value: Object.create(null) });
    this.#converter = createConverter({ isJS: false, isBrowser: false });
  }

  /** What `createExecutor` of tslab asks for. */
  get converters() {
    const { inspect, complete, close } = this.#converter;
    const convert = (declarations, source) => this.#convert(declarations, source);
    const addModule = (name, source, meta) => this.#addModule(name, source, meta);
    const node = { inspect, complete, close, convert, addModule };
    return { node, browser: node, close };
  }

  /** The compiled cell of an execution count. */
  cell(count) {
    return this.#cells.get(count);
  }

  #convert(declarations, source) {
    const result = this.#converter.convert(declarations, withoutExports(source));
    if (result.diagnostics.length > 0) throw new TypeScriptError(result.diagnostics, source);
    if (!result.output) return result;
    const shared = shareNames(lastModule.code, declaredNames(declarations));
    const output = toCommonJs(shared.code);
    this.#cells.set(this.current, new CompiledCell(source, output, shared));
    return {
      ...result,
      declOutput: withVariables(result.declOutput, shared.variables),
      hasToplevelAwait: result.hasToplevelAwait || awaitsAtTopLevel(source),
      output: `const ${SCOPE} = ${HOLDER}; //# sourceURL=<cell[${this.current}]>\n${output.code}`,
    };
  }

  #addModule(name, source, meta) {
    const diagnostics = this.#converter.addModule(name, source, meta);
    if (diagnostics.length > 0) throw new TypeScriptError(diagnostics, source);
    return diagnostics;
  }
}
