import { ts } from "./tslab.mjs";

const { NoTruncation, UseFullyQualifiedType } = ts.TypeFormatFlags;

/**
 * The names of a cell whose types TypeScript refuses to write down, as for the declarations of a package:
 * of an unnamed class with private fields, or of a type that has no name here. A cell may have them.
 */
export function unwritableNames(program, cell) {
  const starts = program.getDeclarationDiagnostics(cell).map(({ start }) => start);
  const isAt = (node) => starts.some((start) => node.pos <= start && start < node.end);
  const symbols = [...cell.locals.values()];
  const isUnwritable = ({ declarations }) =>
    declarations?.some((one) => isAt(ts.getRootDeclaration(one)));
  return new Set(symbols.filter(isUnwritable).map(({ name }) => name));
}

/**
 * Declarations of what TypeScript has not written down: unwritable names, and `var`s in loops and blocks.
 * @returns {import("./declarations.mjs").Declaration[]}
 */
export function declareUnwritten(checker, cell, unwritable) {
  const isNested = (declaration) => {
    const list = ts.getRootDeclaration(declaration).parent;
    const isWritten = ts.isVariableStatement(list.parent) && list.parent.parent === cell;
    return ts.isVariableDeclarationList(list) && !isWritten;
  };
  return [...cell.locals.values()]
    .filter(({ name, declarations }) => unwritable.has(name) || declarations?.every(isNested))
    .map((symbol) => {
      const type = checker.getTypeOfSymbolAtLocation(symbol, cell);
      const written = checker.typeToString(type, cell, NoTruncation | UseFullyQualifiedType);
      const isNamed = !written.includes("(Anonymous") && written !== `typeof ${symbol.name}`;
      return {
        name: symbol.name,
        isValue: true,
        isType: false,
        isHoisted: !unwritable.has(symbol.name),
        text: `declare let ${symbol.name}: ${isNamed ? written : "any"};`,
      };
    });
}
