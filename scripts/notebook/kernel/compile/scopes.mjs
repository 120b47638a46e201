import { ts } from "./tslab.mjs";

const VALUE = ts.SymbolFlags.Value | ts.SymbolFlags.Alias;

/** The module of a cell, in JavaScript, with its scopes: every node that opens one has its names in `locals`. */
export function bindModule(code) {
  const file = ts.createSourceFile("cell.js", code, ts.ScriptTarget.ES2022, true);
  ts.bindSourceFile(file, { target: ts.ScriptTarget.ES2022 });
  return file;
}

/** The symbol of a name in a scope, if it is a value: comments may declare types. */
function valueIn(scope, name) {
  const symbol = scope.locals?.get(name);
  const value = symbol?.exportSymbol ?? symbol;
  return value && value.flags & VALUE ? value : undefined;
}

/** The names in a scope whose symbols have a flag. */
export function namesIn(scope, flag) {
  return [...scope.locals.keys()]
    .filter((name) => (valueIn(scope, name)?.flags ?? 0) & flag)
    .map(ts.unescapeLeadingUnderscores);
}

/** The node in whose scope an identifier was declared, or undefined where nothing in the file declares it. */
export function scopeOf(identifier) {
  let from = identifier;
  for (let node = identifier.parent; node; node = node.parent) {
    if (declares(node, identifier.escapedText, from)) return node;
    from = node;
  }
  return undefined;
}

/** Whether `node` opens a scope with the name, as seen from its child `from`. */
function declares(node, name, from) {
  const isFunction = ts.isFunctionLike(node);
  if (from === node.name && (isFunction || ts.isClassLike(node))) return false; // `[x]() {}` is outside
  // Within a class and a function expression, their own names are theirs.
  if ((ts.isClassLike(node) || ts.isFunctionExpression(node)) && node.name?.escapedText === name)
    return true;
  const symbol = valueIn(node, name);
  if (symbol === undefined) return false;
  // Defaults of parameters do not see the variables of the body.
  const isParameter = (declaration) => ts.isParameter(ts.getRootDeclaration(declaration));
  return !(isFunction && ts.isParameter(from)) || symbol.declarations.some(isParameter);
}

/** Whether an identifier is only a name: of a property, a label, an inner function or class. */
export function isOnlyName(identifier) {
  const { parent } = identifier;
  if (ts.isBindingElement(parent)) return parent.propertyName === identifier;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return true;
  if (ts.isVariableDeclaration(parent) || ts.isShorthandPropertyAssignment(parent)) return false;
  return ts.isMetaProperty(parent) || parent.name === identifier;
}

/** Whether code awaits outside any function. */
export function awaitsAtTopLevel(node) {
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return true;
  if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) return false;
  return ts.forEachChild(node, awaitsAtTopLevel) === true;
}
