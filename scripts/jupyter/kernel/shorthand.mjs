import { ts } from "./tslab.mjs";

/**
 * The cell with `{ rate }` written out as `{ rate: rate }`, where an earlier cell may have declared `rate`.
 *
 * tslab rewrites the names of earlier cells to properties of its `exports`, but asks the compiler for the
 * wrong symbol in a shorthand property, and leaves a name there that does not exist.
 * @param {string} declarations what earlier cells declared
 * @param {string} source the cell
 */
export function writeOutShorthands(declarations, source) {
  const file = ts.createSourceFile("cell.ts", source, { languageVersion: ts.ScriptTarget.ES2022 });
  const names = [];
  const visit = (node) => {
    if (ts.isShorthandPropertyAssignment(node) && !node.objectAssignmentInitializer) {
      const { text } = node.name;
      if (declarations.includes(text)) names.push({ text, end: node.name.end });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names.reduceRight(
    (code, { text, end }) => `${code.slice(0, end)}: ${text}${code.slice(end)}`,
    source,
  );
}
