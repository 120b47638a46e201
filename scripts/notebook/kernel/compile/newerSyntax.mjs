import { ts } from "./tslab.mjs";

/**
 * A cell in the syntax that the cells' TypeScript reads, each place where it was:
 * - `using x = f()` and `await using` become `const`, to be undone by {@link usingBlocks};
 * - `import x from "./x.json" with { type: "json" }` loses its attributes, which the file's name says too.
 * @returns {{ source: string, usings: Map<number, boolean> }} `usings`: where they were, and whether they await
 */
export function readNewerSyntax(source) {
  const usings = new Map();
  if (!/\b(?:using|with)\b/.test(source)) return { source, usings };
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022, true);
  let text = source;
  const overwrite = (start, end, word) => {
    text = text.slice(0, start) + word.padEnd(end - start) + text.slice(end);
  };
  const declare = (node) => {
    usings.set(node.getStart(), ts.isAwaitExpression(node));
    overwrite(node.getStart(), node.end, "const");
  };
  // What the parser makes of them: `using` is a name, the rest the next statement; attributes are a `with` statement.
  const visit = (node) => {
    if (ts.isExpressionStatement(node) && isUsing(node.expression)) {
      if (/^[ \t]+[\p{ID_Start}$_]/u.test(source.slice(node.end))) declare(node.expression);
    } else if (ts.isForStatement(node) && node.initializer && isUsing(node.initializer)) {
      declare(node.initializer);
    } else if (ts.isWithStatement(node) && ts.isObjectLiteralExpression(node.expression)) {
      const before = source.slice(0, node.getStart()).trimEnd();
      if (/["']$/.test(before)) overwrite(node.getStart(), node.expression.end, "");
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { source: text, usings };
}

/** `using`, `await using` */
function isUsing(node) {
  const name = ts.isAwaitExpression(node) ? node.expression : node;
  return ts.isIdentifier(name) && name.text === "using";
}
