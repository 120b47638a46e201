import { awaitsAtTopLevel, bindModule, isOnlyName, namesIn, scopeOf } from "./scopes.mjs";
import { TextEdits } from "./textEdits.mjs";
import { ts } from "./tslab.mjs";
import { disposeInBlocks } from "./usingBlocks.mjs";

/** Assignments that give a function without a name the name of their target. */
const NAMING = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

/**
 * The cell as a function over the notebook's bindings (bindings.mjs): `rate = 1` becomes `$$rate.v = 1`.
 *
 * One path for declarations, reads and every form of assignment: an identifier that means a top-level
 * name, of this cell or of an earlier one, is replaced wherever it stands, and a declaration becomes
 * an assignment.
 * @param {string} code the cell as a JavaScript module, as TypeScript writes it: with all semicolons
 * @param {object} options
 * @param {(name: string) => boolean} options.isKnown whether an earlier cell has given a name a value
 * @param {(name: string) => boolean} options.isFresh whether a `var` starts anew: an enum's, a namespace's
 * @param {(offset: number) => boolean | undefined} options.usingAt whether the `using` at a place of
 *   `code` awaits; undefined where there is none
 * @returns {{ output: string, toModule: (offset: number) => number | undefined, imports: ModuleImport[] }}
 *   an expression: a function of a CellScope; where an offset in it was in `code`; what the cell imports
 *
 * @typedef {object} ModuleImport
 * @property {string} id
 * @property {[local: string, imported: string][]} names `*` for the whole module
 */
export function liveNames(code, { isKnown, isFresh, usingAt }) {
  const file = bindModule(code);
  const edits = new TextEdits(code);
  /** @type {ModuleImport[]} */
  const imports = [];
  const used = new Set();
  let mark = "$$";
  while (code.includes(mark)) mark += "$";

  /** How the cell reaches a name of the notebook. */
  const place = (name) => {
    used.add(name);
    return `${mark}${name}.v`;
  };
  const isTopLevel = (identifier) => {
    const scope = scopeOf(identifier);
    return scope === file || (scope === undefined && isKnown(identifier.text));
  };
  const names = (list) => JSON.stringify(list).slice(1, -1);
  const remove = (start, end) => edits.replace(start, end, "");
  const visitAll = (node) => ts.forEachChild(node, visit);

  function visit(node) {
    if (ts.isIdentifier(node)) return identifier(node);
    if (ts.isVariableDeclarationList(node)) return declarationList(node);
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
      return moduleDeclaration(node);
    if (node.parent === file && ts.isFunctionDeclaration(node)) return functionDeclaration(node);
    if (node.parent === file && ts.isClassDeclaration(node)) return classDeclaration(node);
    if (ts.isExportAssignment(node))
      edits.replace(node.getStart(), node.expression.getStart(), `${mark}.default = `);
    else if (node.kind === ts.SyntaxKind.ImportKeyword && ts.isCallExpression(node.parent))
      edits.replace(node.getStart(), node.end, `${mark}.import`);
    else if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
      edits.replace(node.getStart(), node.end, `${mark}.meta`);
    const [target, value] = namedValue(node);
    if (!value) return visitAll(node);
    ts.forEachChild(node, (child) => (child === value ? undefined : visit(child)));
    return named(target, value);
  }

  /** The target and the value of what names its value after its target. */
  function namedValue(node) {
    if (ts.isShorthandPropertyAssignment(node))
      return [node.name, node.objectAssignmentInitializer];
    if (ts.isBindingElement(node) || ts.isVariableDeclaration(node))
      return [node.name, node.initializer];
    if (ts.isBinaryExpression(node) && NAMING.has(node.operatorToken.kind))
      return [node.left, node.right];
    return [];
  }

  /** JavaScript names `step = () => 1` after the variable; `$$step.v = { step: () => 1 }.step` after the property. */
  function named(target, value) {
    let inner = value;
    while (ts.isParenthesizedExpression(inner)) inner = inner.expression;
    const isNameless =
      ts.isArrowFunction(inner) ||
      ((ts.isFunctionExpression(inner) || ts.isClassExpression(inner)) && !inner.name);
    if (!isNameless || !ts.isIdentifier(target) || !isTopLevel(target)) return visit(value);
    edits.insert(value.getStart(), `{ ["${target.text}"]: `);
    visit(value);
    edits.insert(value.end, ` }["${target.text}"]`);
  }

  function identifier(node) {
    if (isOnlyName(node) || !isTopLevel(node)) return;
    const { parent } = node;
    let outer = node;
    while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
    const isCalled =
      (ts.isCallExpression(outer.parent) && outer.parent.expression === outer) ||
      (ts.isTaggedTemplateExpression(outer.parent) && outer.parent.tag === outer);
    const isShort =
      parent.name === node &&
      (ts.isShorthandPropertyAssignment(parent) ||
        (ts.isBindingElement(parent) &&
          ts.isObjectBindingPattern(parent.parent) &&
          !parent.propertyName &&
          !parent.dotDotDotToken));
    const reached = isCalled ? `(0, ${place(node.text)})` : place(node.text); // no `this` for functions
    edits.replace(node.getStart(), node.end, isShort ? `${node.text}: ${reached}` : reached);
  }

  /** `const a = 1, { b } = c;` becomes `$$a.v = 1, ({ b: $$b.v } = c);` */
  function declarationList(list) {
    const declared = list.declarations.flatMap(({ name }) => boundNames(name));
    if (declared.length === 0 || !isTopLevel(declared[0])) return visitAll(list);
    const statement = ts.isVariableStatement(list.parent) ? list.parent : undefined;
    const isHead = ts.isForInStatement(list.parent) || ts.isForOfStatement(list.parent);
    remove((statement ?? list).getStart(), list.declarations[0].getStart());
    for (const declaration of list.declarations) {
      const { name, initializer } = declaration;
      const isPattern = ts.isObjectBindingPattern(name) && !isHead;
      if (isPattern) edits.insert(declaration.getStart(), "(");
      if (initializer || isHead) visit(declaration);
      else if (list.flags & ts.NodeFlags.BlockScoped)
        edits.replace(name.getStart(), name.end, `${place(name.text)} = void 0`);
      else edits.replace(name.getStart(), name.end, "void 0"); // `var x;` keeps a value
      if (isPattern) edits.insert(declaration.end, ")");
    }
    if (statement?.parent === file)
      edits.insert(statement.end, ` ${mark}.done(${names(declared.map(({ text }) => text))});`);
  }

  function functionDeclaration(node) {
    const start = node.getStart();
    const keyword = node.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
    const end = keyword
      ? keyword.getStart()
      : ts.findChildOfKind(node, ts.SyntaxKind.FunctionKeyword, file).getStart();
    edits.replace(start, end, node.name ? "" : "void ");
    visitAll(node);
  }

  function classDeclaration(node) {
    const start = ts.findChildOfKind(node, ts.SyntaxKind.ClassKeyword, file).getStart();
    edits.replace(node.getStart(), start, node.name ? `${place(node.name.text)} = ` : "void ");
    visitAll(node);
    edits.insert(node.end, node.name ? `; ${mark}.done(${names([node.name.text])});` : ";");
  }

  /** Imports are loaded before the cell runs; exports mean nothing in a cell. */
  function moduleDeclaration(node) {
    remove(node.getStart(), node.end);
    if (!node.moduleSpecifier) return;
    /** @type {ModuleImport} */
    const found = { id: node.moduleSpecifier.text, names: [] };
    imports.push(found);
    const { name, namedBindings } = node.importClause ?? {};
    if (name) found.names.push([name.text, "default"]);
    if (!namedBindings) return;
    if (ts.isNamespaceImport(namedBindings)) found.names.push([namedBindings.name.text, "*"]);
    else
      for (const element of namedBindings.elements)
        found.names.push([element.name.text, (element.propertyName ?? element.name).text]);
  }

  const disposal = disposeInBlocks(file, edits, mark, usingAt);
  const last = file.statements.findLast(
    (node) =>
      !ts.isImportDeclaration(node) && !ts.isExportDeclaration(node) && !ts.isEmptyStatement(node),
  );
  for (const statement of file.statements) {
    const isLast = statement === last && ts.isExpressionStatement(statement);
    if (isLast) edits.insert(statement.getStart(), `${mark}.last = (`);
    visit(statement);
    if (isLast) edits.insert(statement.expression.end, ")");
  }

  const isAsync = awaitsAtTopLevel(file) || disposal.awaits;
  const header = `(${isAsync ? "async " : ""}function (${mark}, require) { "use strict"; ${disposal.begin}${prologue()}`;
  const body = edits.apply();
  return {
    output: `${header}${body}\n${disposal.end}})`,
    toModule: (offset) => {
      const inBody = offset - header.length;
      return inBody >= 0 && inBody < body.length ? edits.original(inBody) : undefined;
    },
    imports,
  };

  /** What the cell uses of the notebook; then, as JavaScript does first, its `var`s and functions. */
  function prologue() {
    const variables = namesIn(file, ts.SymbolFlags.FunctionScopedVariable);
    const functions = namesIn(file, ts.SymbolFlags.Function);
    for (const name of functions) place(name);
    const lines = [...used].map((name) => `const ${mark}${name} = ${mark}.of("${name}");`);
    for (const name of variables)
      lines.push(`${mark}.${isFresh(name) ? "renew" : "hoist"}("${name}");`);
    for (const name of functions) lines.push(`${place(name)} = ${name};`);
    if (functions.length > 0) lines.push(`${mark}.done(${names(functions)});`);
    return lines.join(" ");
  }
}

/** The identifiers that a pattern binds. */
function boundNames(name) {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}
