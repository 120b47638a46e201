import { ts } from "./tslab.mjs";

/**
 * The cell without the word `export` before its declarations, blanks in its place: every name of a cell is
 * there for the later ones, and tslab exports each, which may be done once only.
 * @param {string} source
 */
export function withoutExports(source) {
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ESNext, true);
  const words = file.statements.flatMap((statement) =>
    statement.name === undefined && !ts.isVariableStatement(statement)
      ? []
      : (statement.modifiers ?? []).filter(
          ({ kind }) =>
            kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword,
        ),
  );
  return words.reduce((code, word) => {
    const start = word.getStart(file);
    return code.slice(0, start) + " ".repeat(word.end - start) + code.slice(word.end);
  }, source);
}
