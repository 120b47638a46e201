import { ts } from "./tslab.mjs";

/**
 * Whether a cell awaits outside any function.
 *
 * tslab reads it from the compiler's complaints and so misses `for await` and `await (…)`: such a
 * cell is then not wrapped into an async function and fails to parse.
 */
export function awaitsAtTopLevel(source) {
  // `export {}` makes the cell a module, where the parser knows top-level await.
  const options = { languageVersion: ts.ScriptTarget.ES2022 };
  const file = ts.createSourceFile("cell.ts", `${source}\nexport {};`, options);
  const awaits = (node) => {
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier))
      return true;
    if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) return false;
    return ts.forEachChild(node, awaits) === true;
  };
  return awaits(file);
}
