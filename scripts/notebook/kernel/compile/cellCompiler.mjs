import { SourceMap } from "node:module";
import { LineStarts, PREFIX_LINES } from "./compiledCell.mjs";
import { readDeclarations } from "./declarations.mjs";
import { liveNames } from "./liveNames.mjs";
import { readNewerSyntax } from "./newerSyntax.mjs";
import { CELL_FILE, CELL_PREFIX, openCompiler, ROOT, ts } from "./tslab.mjs";
import { readDiagnostics, TypeScriptError } from "./typeErrors.mjs";
import { declareUnwritten, unwritableNames } from "./unwrittenTypes.mjs";

const MAP = /\n?\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;

/** Of TypeScript's messages: "Variable '{0}' is used before being assigned." */
const USED_BEFORE_ASSIGNED = 2454;

/** Splits compiled code from the source map that the compiler wrote at its end. */
function splitMap(text) {
  const found = MAP.exec(text);
  if (!found) return { code: text, map: undefined };
  return {
    code: text.slice(0, found.index),
    map: JSON.parse(Buffer.from(found[1], "base64").toString()),
  };
}

/** The top-level names of a cell; of enums and namespaces, which are new objects in each cell, again. */
function topLevelNames(source) {
  const file = ts.createSourceFile(
    "cell.ts",
    `${source}\nexport {};`,
    ts.ScriptTarget.ES2022,
    true,
  );
  ts.bindSourceFile(file, { target: ts.ScriptTarget.ES2022 });
  const isNamed = ({ name }) => name && ts.isIdentifier(name) && name.text !== "global";
  const symbols = [...file.locals.values()].filter(({ declarations }) =>
    declarations?.some(isNamed),
  );
  const { Enum, ValueModule, Function: Callable, Class } = ts.SymbolFlags;
  const flagsOf = (symbol) => (symbol.exportSymbol ?? symbol).flags;
  const isFresh = (symbol) =>
    flagsOf(symbol) & (Enum | ValueModule) && !(flagsOf(symbol) & (Callable | Class));
  const names = (list) => list.map(({ escapedName }) => ts.unescapeLeadingUnderscores(escapedName));
  return { all: names(symbols), fresh: new Set(names(symbols.filter(isFresh))) };
}

/** Compiles cells: types, JavaScript over the notebook's bindings, and what later cells see of their types. */
export class CellCompiler {
  #compiler = openCompiler();
  /** The version of each imported file that was compiled last. */
  #versions = new Map();

  /**
   * @param {readonly import("./declarations.mjs").Declaration[]} earlier what earlier cells declared
   * @param {string} source the cell
   * @param {(name: string) => boolean} isKnown whether an earlier cell has given a name a value
   * @throws {TypeScriptError} where the cell has errors
   */
  compile(earlier, source, isKnown) {
    const older = readNewerSyntax(source);
    const { all, fresh } = topLevelNames(older.source);
    const first = this.#program(earlier, older.source, all);
    const hidden = unwritableNames(first.program, first.cell);
    const { program, cell, others } =
      hidden.size === 0
        ? first
        : this.#program(
            earlier,
            older.source,
            all.filter((name) => !hidden.has(name)),
          );
    const isEarlier = (name) => earlier.some((one) => one.isValue && one.name === name);
    this.#check(program, [cell, ...others], source, isEarlier);
    const { js, dts } = emit(program, cell);
    const { code, map } = splitMap(js);
    const checker = program.getTypeChecker();
    const declarations = [
      ...readDeclarations(dts, (name) => meaning(checker, cell.locals.get(name))),
      ...declareUnwritten(checker, cell, hidden),
    ];
    const usingAt = older.usings.size > 0 ? usingFinder(older, code, map) : () => undefined;
    const live = liveNames(code, { isKnown, isFresh: (name) => fresh.has(name), usingAt });
    return { ...live, code, map, declarations, modules: this.#modules(others) };
  }

  /** Takes a cell that is a module for other cells to import. @throws {TypeScriptError} */
  addModule(name, source, meta) {
    this.#compiler.converter.addModule(name, source, meta);
    const program = this.#compiler.update("", "").getProgram();
    const file = program.getSourceFile(`${ROOT}/${name}.ts${meta.jsx ? "x" : ""}`);
    this.#check(program, [file], source);
  }

  inspect(earlier, source, position) {
    return this.#compiler.converter.inspect(textOf(earlier), source, position);
  }

  complete(earlier, source, position) {
    return this.#compiler.converter.complete(textOf(earlier), source, position);
  }

  close() {
    this.#compiler.converter.close();
  }

  /** @param {readonly string[]} names exported: that keeps unused imports and declares them for later cells */
  #program(earlier, source, names) {
    const exported = names.map((name) => `${name} as cell$${name}`).join(", ");
    const builder = this.#compiler.update(textOf(earlier), `${source}\nexport { ${exported} };`);
    const program = builder.getProgram();
    const cell = program.getSourceFile(CELL_FILE);
    const files = builder.getAllDependencies(cell).map((name) => program.getSourceFile(name));
    return {
      program,
      cell,
      others: files.filter((file) => file && file !== cell && isCompiled(file)),
    };
  }

  #check(program, files, source, isEarlier = (_name) => false) {
    // A `var` that an earlier cell declared too has that one's value.
    const hasValue = ({ code, file, start, length }) =>
      code === USED_BEFORE_ASSIGNED && isEarlier(file.text.slice(start, start + length));
    const found = files
      .flatMap((file) => [
        ...program.getSyntacticDiagnostics(file),
        ...program.getSemanticDiagnostics(file),
      ])
      .filter((diagnostic) => !hasValue(diagnostic));
    // Whether its types can be written down for later cells is of interest once it has no others.
    if (found.length === 0) found.push(...program.getDeclarationDiagnostics(files[0]));
    const errors = readDiagnostics(ts.sortAndDeduplicateDiagnostics(found), source);
    if (errors.length > 0) throw new TypeScriptError(errors, source);
  }

  /** Files of the repository that the cell imports in TypeScript, where they are new: path and code. */
  #modules(files) {
    const changed = files.filter((file) => this.#versions.get(file.fileName) !== file.version);
    return changed.map((file) => {
      this.#versions.set(file.fileName, file.version);
      return { path: file.fileName.replace(/\.[jt]sx?$/, ".js"), code: toCommonJS(file) };
    });
  }
}

/** Finds the `using`s of a cell in its JavaScript. */
function usingFinder({ source, usings }, code, map) {
  const [inCode, inSource, back] = [
    new LineStarts(code),
    new LineStarts(source),
    new SourceMap(map),
  ];
  return (offset) => {
    const { line, column } = inCode.place(offset);
    const entry = back.findEntry(line, column);
    if (!("originalLine" in entry)) return undefined;
    return usings.get(inSource.offset(entry.originalLine - PREFIX_LINES, entry.originalColumn));
  };
}

const textOf = (declarations) => declarations.map(({ text }) => text).join("\n");

const isCompiled = ({ fileName, isDeclarationFile }) =>
  !isDeclarationFile && /\.[jt]sx?$/.test(fileName);

function emit(program, file) {
  const written = { js: "", dts: "" };
  program.emit(file, (name, text) => {
    if (name.endsWith(".d.ts")) written.dts = text;
    else if (name.endsWith(".js")) written.js = text;
  });
  return written;
}

/** A module that cells import, with its source map for stacks. */
function toCommonJS({ fileName, text }) {
  const own = text.startsWith(CELL_PREFIX) ? text.slice(CELL_PREFIX.length) : text; // a cell
  const compilerOptions = {
    module: ts.ModuleKind.CommonJS,
    target: ts.ScriptTarget.ES2022,
    esModuleInterop: true,
    inlineSourceMap: true,
    jsx: ts.JsxEmit.React,
  };
  return ts.transpileModule(own, { fileName, compilerOptions }).outputText;
}

/** Whether an imported name is a value, a type or both. */
function meaning(checker, symbol) {
  const target =
    symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const flags = target?.flags ?? ts.SymbolFlags.Value;
  return {
    isValue: (flags & ts.SymbolFlags.Value) !== 0,
    isType: (flags & ts.SymbolFlags.Type) !== 0,
  };
}
