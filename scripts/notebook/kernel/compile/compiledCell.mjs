import { SourceMap } from "node:module";
import { CELL_PREFIX } from "./tslab.mjs";

export const PREFIX_LINES = CELL_PREFIX.split("\n").length - 1;

/** Where the lines of a text start: from places to offsets and back, all from 0. */
export class LineStarts {
  #starts;

  constructor(text) {
    this.#starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  offset(line, column) {
    return (this.#starts[line] ?? Number.NaN) + column;
  }

  place(offset) {
    const line = this.#starts.findLastIndex((start) => start <= offset);
    return { line, column: offset - (this.#starts[line] ?? 0) };
  }
}

/** What is kept of a cell that was compiled: enough to find a place of its running code in it again. */
export class CompiledCell {
  #compiled;

  /**
   * @param {string} source
   * @param compiled as CellCompiler gives it: `output`, `toModule` to `code`, and from there `map`
   */
  constructor(source, { output, toModule, code, map }) {
    this.lines = source.split("\n");
    this.#compiled = { output, toModule, code, map };
  }

  /** The line and column in the cell for a place in the code that runs, all from 1; undefined for the kernel's own. */
  locate(line, column) {
    const { output, toModule, code, map } = this.#compiled;
    const offset = new LineStarts(output).offset(line - 1, column - 1);
    const inModule = toModule(offset);
    if (inModule === undefined) return undefined;
    const place = new LineStarts(code).place(inModule);
    const entry = new SourceMap(map).findEntry(place.line, place.column);
    if (!("originalLine" in entry)) return undefined;
    const found = { line: entry.originalLine - PREFIX_LINES + 1, column: entry.originalColumn + 1 };
    return found.line >= 1 && found.line <= this.lines.length ? found : undefined;
  }
}
