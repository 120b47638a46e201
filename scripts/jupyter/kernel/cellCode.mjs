import { SourceMap } from "node:module";
import { writeOutShorthands } from "./shorthand.mjs";
import { awaitsAtTopLevel } from "./topLevelAwait.mjs";
import { createConverter, lastMaps } from "./tslab.mjs";
import { TypeScriptError } from "./typeErrors.mjs";

/** tslab puts `export {};` on a line of its own before the cell. */
const TSLAB_LINES = 1;
/** The line that `convert` puts before the compiled code. */
const NAME_LINES = 1;

/** What is known of a cell that was compiled: enough to find a place in it again. */
class CompiledCell {
  constructor(source, output) {
    this.lines = source.split("\n");
    this.outputLines = output.split("\n").length;
    this.toModule = lastMaps.toModule && new SourceMap(lastMaps.toModule);
    this.toTypeScript = lastMaps.toTypeScript && new SourceMap(lastMaps.toTypeScript);
  }

  /** The line and column (from 1) in the cell for a place (from 1) in the code that runs. */
  locate(line, column) {
    const row = line - 1 - NAME_LINES;
    if (row < 0 || row >= this.outputLines) return undefined; // tslab's wrapper
    const inModule = this.toModule?.findEntry(row, column - 1);
    if (inModule?.originalLine === undefined) return undefined;
    const entry = this.toTypeScript?.findEntry(inModule.originalLine, inModule.originalColumn);
    if (entry?.originalLine === undefined) return undefined;
    const found = { line: entry.originalLine - TSLAB_LINES + 1, column: entry.originalColumn + 1 };
    return found.line >= 1 && found.line <= this.lines.length ? found : undefined;
  }
}

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
    const written = writeOutShorthands(declarations, source);
    const result = this.#converter.convert(declarations, written);
    if (result.diagnostics.length > 0) throw new TypeScriptError(result.diagnostics, source);
    if (!result.output) return result;
    this.#cells.set(this.current, new CompiledCell(source, result.output));
    return {
      ...result,
      hasToplevelAwait: result.hasToplevelAwait || awaitsAtTopLevel(source),
      output: `//# sourceURL=<cell[${this.current}]>\n${result.output}`,
    };
  }

  #addModule(name, source, meta) {
    const diagnostics = this.#converter.addModule(name, source, meta);
    if (diagnostics.length > 0) throw new TypeScriptError(diagnostics, source);
    return diagnostics;
  }
}
