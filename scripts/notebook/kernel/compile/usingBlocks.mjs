import { ts } from "./tslab.mjs";

/**
 * Makes blocks dispose of what `using` declared in them: in what newerSyntax.mjs left of it, `const`.
 * @param file the cell in JavaScript
 * @param {import("./textEdits.mjs").TextEdits} edits
 * @param {string} mark the cell's scope; with a digit behind it, names that nobody else can have
 * @param {(offset: number) => boolean | undefined} usingAt whether the `using` at a place awaits;
 *   undefined where there is none
 * @returns {{ begin: string, end: string, awaits: boolean }} what belongs around the whole cell, and
 *   whether something outside any function awaits
 */
export function disposeInBlocks(file, edits, mark, usingAt) {
  /** Whether they await. */
  const blocks = new Map();
  const begin = `const ${mark}0 = ${mark}.resources(); try { `;
  const end = (isAsync) =>
    ` } catch (${mark}1) { ${mark}0.fail(${mark}1); } finally { ${isAsync ? "await " : ""}${mark}0.dispose${isAsync ? "Async" : ""}(); }`;

  function visit(node) {
    const isAsync = ts.isVariableDeclarationList(node) ? usingAt(node.getStart()) : undefined;
    if (isAsync !== undefined) {
      const isLoop = ts.isForOfStatement(node.parent);
      const block = isLoop ? node.parent.statement : node.parent.parent;
      blocks.set(block, blocks.get(block) || isAsync);
      if (isLoop) holdLoop(node.declarations[0].name.text, block, isAsync);
      else for (const { initializer } of node.declarations) hold(initializer, isAsync);
    }
    ts.forEachChild(node, visit);
  }

  function hold(value, isAsync) {
    edits.insert(value.getStart(), `${mark}0.hold(`);
    edits.insert(value.end, `, ${isAsync})`);
  }

  function holdLoop(name, statement, isAsync) {
    edits.insert(statement.getStart(), `{ ${begin}${mark}0.hold(${name}, ${isAsync}); `);
    edits.insert(statement.end, `${end(isAsync)} }`);
    blocks.delete(statement);
    if (isAsync) loops.push(statement);
  }

  const loops = [];
  visit(file);
  for (const [block, isAsync] of blocks) {
    if (block === file) continue;
    edits.insert(block.statements.pos, begin);
    edits.insert(block.end - 1, end(isAsync));
  }
  const awaiting = [
    ...loops,
    ...[...blocks].filter(([, isAsync]) => isAsync).map(([block]) => block),
  ];
  const isOutside = (node) =>
    !ts.findAncestor(
      node,
      (one) => ts.isFunctionLike(one) || ts.isClassStaticBlockDeclaration(one),
    );
  return {
    begin: blocks.has(file) ? begin : "",
    end: blocks.has(file) ? end(blocks.get(file)) : "",
    awaits: awaiting.some(isOutside),
  };
}
