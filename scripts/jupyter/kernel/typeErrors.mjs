/** A cell that does not compile: nothing of it has run. */
export class TypeScriptError extends Error {
  /** @override */
  name = "TypeScriptError";

  constructor(diagnostics, source) {
    const errors = groupDiagnostics(diagnostics);
    super(errors.map((error) => `${error.where} - ${error.message}`).join("\n"));
    this.stack = errors.map((error) => withSource(error, source)).join("\n");
  }
}

/**
 * tslab's flat list, where a message and its explanations follow each other at one position,
 * as one entry for each error.
 */
export function groupDiagnostics(diagnostics) {
  const errors = [];
  for (const { fileName, start, end, messageText } of diagnostics) {
    const line = start.line + 1;
    const column = start.character + 1;
    const where = `${fileName ? `${fileName}:` : ""}${line}:${column}`;
    const last = errors.at(-1);
    if (last?.where === where && last.end === end.offset) last.message += ` ${messageText}`;
    else errors.push({ where, line, column, fileName, end: end.offset, message: messageText });
  }
  return errors;
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
