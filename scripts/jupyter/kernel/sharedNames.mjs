import { ts } from "./tslab.mjs";

/** What the cells' top-level names are properties of, in the code that runs. */
export const SCOPE = "$cells";
const FILE = "cell.ts";
const OPTIONS = { noLib: true, noResolve: true, target: ts.ScriptTarget.ESNext, types: [] };

/**
 * A cell's code with every top-level name, of this cell or of an earlier one, as a property of one object: a
 * name is then the same variable for all cells, as in one program, and a function of an earlier cell sees what
 * a later one assigns or declares anew.
 *
 * tslab keeps each cell's variables to the cell and copies their values for later ones; what it writes as
 * `exports.name`, for a name of an earlier cell, becomes the same property.
 * @param {string} source the cell compiled to an ES module
 * @param {ReadonlySet<string>} earlier names that earlier cells declared
 * @returns {{ code: string, originOf: (position: number) => number, variables: ReadonlySet<string> }} the code, on
 *   the same lines; where in `source` a position of it comes from; and the variables that the cell declares
 */
export function shareNames(source, earlier) {
  return new SharedNames(source, earlier).result();
}

/** The names that the top level of a file of declarations declares. */
export function declaredNames(declarations) {
  const file = ts.createSourceFile("declarations.d.ts", declarations, ts.ScriptTarget.ESNext);
  const names = new Set();
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations) names.add(name.text);
    else if (ts.isImportDeclaration(statement))
      for (const name of importedNames(statement)) names.add(name);
    else if (statement.name !== undefined) names.add(statement.name.text);
  }
  return names;
}

function importedNames({ importClause }) {
  const { name, namedBindings } = importClause ?? {};
  const named = !namedBindings
    ? []
    : ts.isNamespaceImport(namedBindings)
      ? [namedBindings.name]
      : namedBindings.elements.map((element) => element.name);
  return [...(name ? [name] : []), ...named].map(({ text }) => text);
}

class SharedNames {
  #source;
  #earlier;
  #file;
  #checker;
  /** @type {{ start: number, end: number, text: string }[]} */
  #edits = [];
  #declares = new Set();

  constructor(source, earlier) {
    this.#source = source;
    this.#earlier = earlier;
    const file = ts.createSourceFile(FILE, source, ts.ScriptTarget.ESNext, true);
    const host = {
      getSourceFile: (name) => (name === FILE ? file : undefined),
      fileExists: (name) => name === FILE,
      readFile: () => undefined,
      writeFile: () => {},
      getDefaultLibFileName: () => "",
      getCurrentDirectory: () => "",
      getCanonicalFileName: (name) => name,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => "\n",
    };
    this.#file = file;
    this.#checker = ts.createProgram([FILE], OPTIONS, host).getTypeChecker();
  }

  result() {
    for (const statement of this.#file.statements)
      if (ts.isFunctionDeclaration(statement) && statement.name)
        this.#edit(0, 0, `${SCOPE}.${statement.name.text} = ${statement.name.text}; `); // hoisted
    ts.forEachChild(this.#file, (node) => this.#visit(node));
    return { ...apply(this.#source, this.#edits), variables: this.#declares };
  }

  #edit(start, end, text) {
    this.#edits.push({ start, end, text });
  }

  #before(node, text) {
    this.#edit(node.getStart(this.#file), node.getStart(this.#file), text);
  }

  #after(node, text) {
    this.#edit(node.end, node.end, text);
  }

  #visit(node) {
    if (ts.isImportDeclaration(node)) {
      const copies = importedNames(node).map((name) => ` ${SCOPE}.${name} = ${name};`);
      this.#after(node, copies.join(""));
    } else if (isTslabsOwn(node)) this.#visit(node.declarationList.declarations[0].initializer);
    else if (ts.isExportDeclaration(node) && !node.moduleSpecifier) this.#exported(node);
    else if (ts.isVariableDeclarationList(node) && this.#isShared(node)) this.#declared(node);
    else if (ts.isClassDeclaration(node) && node.parent === this.#file && node.name)
      this.#class(node);
    else if (ts.isIdentifier(node)) this.#named(node);
    else if (ts.isPropertyAccessExpression(node) && this.#isTslabs(node))
      this.#read(node, node.name.text);
    else ts.forEachChild(node, (child) => this.#visit(child));
  }

  /** tslab exports every name; only an alias is not there by itself. */
  #exported(node) {
    const aliases = (node.exportClause?.elements ?? []).filter(({ propertyName }) => propertyName);
    const copies = aliases.map(
      ({ name, propertyName }) => `${SCOPE}.${name.text} = ${SCOPE}.${propertyName.text};`,
    );
    this.#edit(node.getStart(this.#file), node.end, copies.join(" "));
  }

  /** Whether variables belong to the cell's top level: a `var` in a block does, a `let` there does not. */
  #isShared(list) {
    if (!(list.flags & ts.NodeFlags.BlockScoped)) return !enclosingFunction(list);
    return ts.isVariableStatement(list.parent) && list.parent.parent === this.#file;
  }

  #declared(list) {
    const [first] = list.declarations;
    const statement = ts.isVariableStatement(list.parent) ? list.parent : list;
    this.#edit(statement.getStart(this.#file), first.getStart(this.#file), "");
    const inHead = ts.isForInStatement(list.parent) || ts.isForOfStatement(list.parent);
    const isVar = !(list.flags & ts.NodeFlags.BlockScoped);
    for (const { name, initializer } of list.declarations) {
      if (ts.isIdentifier(name)) {
        this.#declares.add(name.text);
        const target = `${SCOPE}.${name.text}`;
        this.#edit(name.getStart(this.#file), name.end, target);
        if (initializer === undefined && !inHead)
          this.#after(name, isVar && !opensEnum(list, name) ? ` = ${target}` : " = undefined");
        if (initializer) this.#initial(name.text, initializer);
        continue;
      }
      // Without a keyword, a pattern of an object would be a block.
      if (!inHead) this.#before(name, "(");
      this.#pattern(name);
      if (initializer) this.#visit(initializer);
      if (!inHead) this.#after(initializer, ")");
    }
  }

  /** A function takes its name from the variable it is assigned to, but not from a property. */
  #initial(name, initializer) {
    const nameless =
      ts.isArrowFunction(initializer) ||
      ((ts.isFunctionExpression(initializer) || ts.isClassExpression(initializer)) &&
        initializer.name === undefined);
    if (nameless) this.#before(initializer, `({ ${name}: `);
    this.#visit(initializer);
    if (nameless) this.#after(initializer, ` }).${name}`);
  }

  #pattern(pattern) {
    for (const element of pattern.elements) {
      if (ts.isOmittedExpression(element)) continue;
      const { name, propertyName, dotDotDotToken, initializer } = element;
      if (propertyName && ts.isComputedPropertyName(propertyName)) this.#visit(propertyName);
      if (ts.isIdentifier(name)) {
        this.#declares.add(name.text);
        const key =
          ts.isObjectBindingPattern(pattern) && !propertyName && !dotDotDotToken
            ? `${name.text}: `
            : "";
        this.#edit(name.getStart(this.#file), name.end, `${key}${SCOPE}.${name.text}`);
      } else this.#pattern(name);
      if (initializer) this.#visit(initializer);
    }
  }

  #class(node) {
    this.#before(node, `${SCOPE}.${node.name.text} = `);
    for (const child of [...(node.heritageClauses ?? []), ...node.members]) this.#visit(child);
    this.#after(node, ";");
  }

  #named(node) {
    const { parent, text } = node;
    if (!isReference(node)) return;
    const shorthand = ts.isShorthandPropertyAssignment(parent) && parent.name === node;
    const symbol = shorthand
      ? this.#checker.getShorthandAssignmentValueSymbol(parent)
      : this.#checker.getSymbolAtLocation(node);
    const declarations = symbol?.declarations ?? [];
    const shared =
      declarations.length > 0
        ? declarations.some((declaration) => this.#isTopLevel(declaration, node))
        : this.#earlier.has(text);
    if (!shared) return;
    if (shorthand) this.#after(node, `: ${SCOPE}.${text}`);
    else this.#read(node, text);
  }

  /** A call of a name has no `this`, though a call of a property has. */
  #read(node, name) {
    const { parent } = node;
    const called =
      (ts.isCallExpression(parent) && parent.expression === node) ||
      (ts.isTaggedTemplateExpression(parent) && parent.tag === node);
    const value = `${SCOPE}.${name}`;
    const start = node.getStart(this.#file);
    if (!called) this.#edit(start, node.end, value);
    else if (this.#source[node.end] !== "(") this.#edit(start, node.end, `(0, ${value})`);
    else this.#edit(start, node.end + 1, `(0, ${value})(`); // where stacks say the call is
  }

  /** `exports.name`, as tslab writes a name of an earlier cell. */
  #isTslabs({ expression, name }) {
    return (
      ts.isIdentifier(expression) &&
      expression.text === "exports" &&
      this.#earlier.has(name.text) &&
      !this.#checker.getSymbolAtLocation(expression)?.declarations?.length
    );
  }

  #isTopLevel(declaration, node) {
    // Within a class its name is the class itself, which exists before its variable does.
    if (ts.isClassDeclaration(declaration) && ts.findAncestor(node, (n) => n === declaration))
      return false;
    if (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)) {
      const list = ts.findAncestor(declaration, ts.isVariableDeclarationList);
      return list !== undefined && this.#isShared(list) && !isParameter(declaration);
    }
    if (ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration))
      return declaration.parent === this.#file;
    return ts.findAncestor(declaration, ts.isImportDeclaration) !== undefined;
  }
}

/** The value of a cell's last expression, which tslab asks for among its exports. */
function isTslabsOwn(node) {
  return ts.isVariableStatement(node) && node.modifiers !== undefined;
}

function enclosingFunction(node) {
  return ts.findAncestor(
    node,
    (outer) => ts.isFunctionLike(outer) || ts.isClassStaticBlockDeclaration(outer),
  );
}

/** Whether a binding element is part of a parameter, and not of a variable. */
function isParameter(node) {
  const outer = ts.findAncestor(node, (n) => !ts.isBindingElement(n) && !ts.isBindingName(n));
  return outer !== undefined && ts.isParameter(outer);
}

/** Whether `var name;` begins an enum or a namespace, which a cell that is run again builds anew. */
function opensEnum(list, { text }) {
  const statement = list.parent;
  const next = statement.parent?.statements?.[statement.parent.statements.indexOf(statement) + 1];
  if (!next || !ts.isExpressionStatement(next) || !ts.isCallExpression(next.expression))
    return false;
  const [argument] = next.expression.arguments;
  return (
    argument !== undefined &&
    ts.isBinaryExpression(argument) &&
    argument.operatorToken.kind === ts.SyntaxKind.BarBarToken &&
    ts.isIdentifier(argument.left) &&
    argument.left.text === text
  );
}

/** Whether an identifier stands for a variable, and is no name of a property, a label or a declaration. */
function isReference(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isMetaProperty(parent))
    return parent.name !== node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  return parent.name !== node;
}

/** Makes the edits, and knows of each position in the result where it comes from. */
function apply(source, edits) {
  const ordered = edits
    .map((edit, order) => ({ ...edit, order }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order);
  const parts = [];
  /** @type {{ at: number, from: number, isNew: boolean }[]} */
  const places = [{ at: 0, from: 0, isNew: false }];
  let length = 0;
  let done = 0;
  const add = (text) => {
    parts.push(text);
    length += text.length;
  };
  for (const { start, end, text } of ordered) {
    add(source.slice(done, start));
    places.push({ at: length, from: start, isNew: true });
    add(text);
    done = end;
    places.push({ at: length, from: end, isNew: false });
  }
  add(source.slice(done));
  const originOf = (position) => {
    const { at, from, isNew } = places.findLast((place) => place.at <= position) ?? places[0];
    return isNew ? from : from + position - at;
  };
  return { code: parts.join(""), originOf };
}
