// Types every code cell of notebooks without running them: node scripts/notebook/source/check.mjs notebook…
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { CellCompiler } from "../kernel/compile/cellCompiler.mjs";
import { keepDeclarations } from "../kernel/compile/declarations.mjs";
import { TypeScriptError } from "../kernel/compile/typeErrors.mjs";

/**
 * @typedef {object} TypeProblem
 * @property {number} cell number of the code cell, from 1: its prompt when the notebook runs
 * @property {number} line from 1, in the cell
 * @property {number} column from 1
 * @property {string} message
 */

/**
 * A checker with the kernel's own compiler. To be closed after use.
 * @returns {{ check: (notebook: any) => TypeProblem[], close: () => void }}
 */
export function createChecker() {
  const compiler = new CellCompiler();
  return { check: (notebook) => checkCells(notebook, compiler), close: () => compiler.close() };
}

/**
 * A cell tagged `raises-exception` is expected to fail, by its types or when it runs: its type errors
 * are not reported, and the variables and classes that it declares are unknown to later cells, for it
 * may fail before it has them.
 */
function checkCells(notebook, compiler) {
  const problems = [];
  let declarations = [];
  let number = 0;
  for (const cell of notebook.cells) {
    const source = [cell.source].flat().join("");
    if (cell.cell_type !== "code" || source.trim() === "") continue;
    number += 1;
    const isToFail = cell.metadata?.tags?.includes("raises-exception");
    try {
      const compiled = compiler.compile(declarations, source, () => true);
      const known = compiled.declarations.filter(({ isHoisted }) => isHoisted || !isToFail);
      declarations = keepDeclarations(declarations, known);
    } catch (error) {
      if (!(error instanceof TypeScriptError)) throw error;
      if (isToFail) continue;
      for (const { line, column, message } of error.problems)
        problems.push({ cell: number, line, column, message });
    }
  }
  return problems;
}

/** @returns {number} the number of problems found, each printed on one line */
function main(paths) {
  const checker = createChecker();
  let found = 0;
  for (const path of paths) {
    const problems = checker.check(JSON.parse(readFileSync(path, "utf8")));
    for (const { cell, line, column, message } of problems)
      console.log(`${path} cell ${cell} ${line}:${column} ${message}`);
    found += problems.length;
  }
  checker.close();
  return found;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  process.exitCode = main(process.argv.slice(2)) > 0 ? 1 : 0;
