import { ts } from "./tslab.mjs";

const INDENT = "  ";
/** Makes the cell a module, where the parser knows top-level await. */
const MODULE = "export {};";
/** Unterminated templates and comments, which further lines can end, wherever they begin. */
const OPEN = new Set([1160, 1010]);
/** Unterminated strings and regular expressions, which end with their line. */
const ENDED = new Set([1002, 1161]);

/**
 * The content of an `is_complete_reply`: whether a cell can run as it is, needs further lines, or cannot
 * be completed by any.
 */
export function completeness(code) {
  const options = { languageVersion: ts.ScriptTarget.ES2022 };
  const file = ts.createSourceFile("cell.ts", MODULE + code, options);
  const end = MODULE.length + code.trimEnd().length;
  const errors = file.parseDiagnostics;
  if (errors.length === 0 && !endsInSignature(file)) return { status: "complete" };
  const open = errors.every(
    ({ start, code: error }) => OPEN.has(error) || (start >= end && !ENDED.has(error)),
  );
  return open ? { status: "incomplete", indent: indentAfter(code) } : { status: "invalid" };
}

/** `function f()` parses, as an overload whose body is still to come. */
function endsInSignature(file) {
  const last = file.statements.at(-1);
  const declared = last?.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
  return last && ts.isFunctionDeclaration(last) && !last.body && !declared;
}

/** The last line's indent, one step deeper after an opening bracket. */
function indentAfter(code) {
  const line = code.trimEnd().split("\n").at(-1) ?? "";
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  return /[{([]$|=>$/.test(line) ? indent + INDENT : indent;
}
