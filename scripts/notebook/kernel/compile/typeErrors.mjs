import { relative } from "node:path";
import { CELL_FILE, CELL_PREFIX, ROOT } from "./tslab.mjs";

/**
 * @typedef {object} TypeProblem
 * @property {string} where file, where it is not the cell, line and column
 * @property {string | undefined} fileName
 * @property {number} line from 1
 * @property {number} column from 1
 * @property {string} message
 */

/** A cell that does not compile: nothing of it has run. */
export class TypeScriptError extends Error {
  /** @override */
  name = "TypeScriptError";

  /** @param {readonly TypeProblem[]} problems @param {string} source the cell */
  constructor(problems, source) {
    super(problems.map((problem) => `${problem.where} - ${problem.message}`).join("\n"));
    this.problems = problems;
    this.stack = problems.map((problem) => withSource(problem, source)).join("\n");
  }
}

/**
 * The compiler's diagnostics of a cell and of files of the repository that it imports.
 * @returns {TypeProblem[]}
 */
export function readDiagnostics(diagnostics, source) {
  return diagnostics
    .filter(({ file }) => file && !relative(ROOT, file.fileName).startsWith(".."))
    .map(({ file, start, messageText }) => {
      const isCell = file.fileName === CELL_FILE;
      const isPrefixed = file.text.startsWith(CELL_PREFIX); // cells, and modules that are cells
      const end = isCell ? CELL_PREFIX.length + source.length : start; // what follows is the kernel's
      const place = file.getLineAndCharacterOfPosition(Math.min(start, end));
      const line = place.line + (isPrefixed ? 0 : 1);
      const column = place.character + 1;
      const fileName = isCell ? undefined : relative(ROOT, file.fileName);
      const where = `${fileName ? `${fileName}:` : ""}${line}:${column}`;
      return { where, line, column, fileName, message: flatten(messageText).join(" ") };
    });
}

/** A message and its explanations. */
function flatten(message) {
  if (typeof message === "string") return [message];
  return [message.messageText, ...(message.next ?? []).flatMap(flatten)];
}

/** The message, and below it the line of the cell with a mark under the place. */
function withSource(error, source) {
  const head = `${error.where} - ${error.message}`;
  const line = error.fileName ? undefined : source.split("\n")[error.line - 1];
  if (line === undefined) return head;
  const number = `  ${error.line} | `;
  const before = line.slice(0, error.column - 1).replace(/[^\t]/g, " ");
  return `${head}\n${number}${line}\n${" ".repeat(number.length)}${before}^`;
}
