import { ts } from "./tslab.mjs";

/**
 * What one statement of a declaration file declares under one name.
 * @typedef {object} Declaration
 * @property {string} name empty for what holds everywhere (`declare global`)
 * @property {boolean} isValue
 * @property {boolean} isType
 * @property {boolean} isHoisted whether it holds from the cell's start on: types and functions
 * @property {string} text
 */

/**
 * The declarations of a cell, each name's for itself, from what TypeScript wrote of it.
 * @param {string} text a declaration file
 * @param {(name: string) => { isValue: boolean, isType: boolean }} meaningOf of an imported name
 * @returns {Declaration[]}
 */
export function readDeclarations(text, meaningOf) {
  const file = ts.createSourceFile("cell.d.ts", text, ts.ScriptTarget.ES2022, true);
  return file.statements.flatMap((statement) => readStatement(statement, file, meaningOf));
}

function readStatement(statement, file, meaningOf) {
  const comment = file.text.slice(statement.getStart(file, true), statement.getStart(file));
  const plain = statement.getText(file).replace(/^export (?:default )?/, "");
  const text = comment + plain;
  const declared = (name, isValue, isType, isHoisted, own = text) => [
    { name: name?.text ?? "", isValue, isType, isHoisted, text: own },
  ];
  if (ts.isVariableStatement(statement)) {
    const keyword = statement.declarationList.flags & ts.NodeFlags.Const ? "const" : "let";
    return statement.declarationList.declarations.flatMap((one) =>
      declared(one.name, true, false, false, `${comment}declare ${keyword} ${one.getText(file)};`),
    );
  }
  if (ts.isFunctionDeclaration(statement)) return declared(statement.name, true, false, true);
  const isAlias = ts.isImportEqualsDeclaration(statement);
  if (ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement) || isAlias)
    return declared(statement.name, true, true, false);
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    return declared(statement.name, false, true, true);
  if (ts.isModuleDeclaration(statement)) {
    const isPlain = ts.isIdentifier(statement.name) && statement.name.text !== "global";
    return declared(isPlain ? statement.name : undefined, isPlain, isPlain, !isPlain);
  }
  if (ts.isImportDeclaration(statement)) return readImport(statement, meaningOf);
  return []; // exports: they mean nothing in a cell
}

function readImport({ importClause, moduleSpecifier }, meaningOf) {
  if (!importClause) return [];
  const type = importClause.isTypeOnly ? "type " : "";
  const from = `from ${moduleSpecifier.getText()};`;
  const imported = ({ text }, clause) => {
    const { isValue, isType } = meaningOf(text);
    const isTypeOnly = type !== "" || !isValue;
    return {
      name: text,
      isValue: !isTypeOnly,
      isType,
      isHoisted: true,
      text: `import ${type}${clause} ${from}`,
    };
  };
  const { name, namedBindings } = importClause;
  const found = name ? [imported(name, name.text)] : [];
  if (!namedBindings) return found;
  if (ts.isNamespaceImport(namedBindings))
    return [...found, imported(namedBindings.name, namedBindings.getText())];
  const elements = namedBindings.elements.map((one) => imported(one.name, `{ ${one.getText()} }`));
  return [...found, ...elements];
}

/**
 * What later cells see: of a name that a cell declares anew they see its last declaration.
 * @param {readonly Declaration[]} earlier
 * @param {readonly Declaration[]} next of the cell
 * @returns {Declaration[]}
 */
export function keepDeclarations(earlier, next) {
  const values = new Set(next.filter(({ isValue }) => isValue).map(({ name }) => name));
  const types = new Set(next.filter(({ isType }) => isType).map(({ name }) => name));
  const texts = new Set(next.map(({ text }) => text));
  const kept = earlier.flatMap((one) => {
    if (one.name === "") return texts.has(one.text) ? [] : [one];
    if (!one.isValue) return types.has(one.name) ? [] : [one];
    if (values.has(one.name)) return [];
    if (!types.has(one.name) || !one.isType) return [one];
    // A class whose type's name was taken: its value is still there.
    return [{ ...one, isType: false, text: `declare const ${one.name}: any;` }];
  });
  return [...kept, ...next];
}
