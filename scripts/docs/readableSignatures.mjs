/**
 * Makes signatures readable: an options object that is taken apart where it is received gets a name,
 * `(typeof NAMES)[number]` is written out as the names, and places of sources are no links.
 * @param {any} app TypeDoc's application
 * @param {any} typedoc its module
 */
export function readableSignatures(app, typedoc) {
  const { Converter, ReflectionKind } = typedoc;
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (/** @type {any} */ context) => {
    const { project } = context;
    for (const signature of project.getReflectionsByKind(ReflectionKind.SomeSignature))
      nameParameters(signature);
    for (const kind of [ReflectionKind.TypeAlias, ReflectionKind.Property])
      for (const reflection of project.getReflectionsByKind(kind))
        if (isChoice(reflection.type))
          reflection.type = writtenOut(context, reflection, kind === ReflectionKind.TypeAlias);
  });
  app.converter.on(Converter.EVENT_RESOLVE_END, (/** @type {any} */ { project }) => {
    for (const { sources } of Object.values(project.reflections))
      for (const source of sources ?? []) delete source.url;
  });
}

/** Those that are taken apart; a `@param` that fits no other parameter names them already. @param {any} signature */
function nameParameters({ parameters = [], comment }) {
  const names = parameters.map(({ name }) => name);
  const spare = (/** @type {any} */ { tag, name }) =>
    tag === "@param" && name && !name.includes(".") && !names.includes(name);
  if (comment?.blockTags.some(spare)) return;
  for (const parameter of parameters)
    if (parameter.name === "__namedParameters") parameter.name = nameByType(parameter.type);
}

/** `axes` of `Axes`; `options` where the type has no name or says so. @param {any} type */
function nameByType(type) {
  const name = type?.type === "reference" ? type.name : "Options";
  return name.endsWith("Options") ? "options" : name[0].toLowerCase() + name.slice(1);
}

/** Whether a type is one of the values of a list, as in `(typeof SOLVERS)[number]`. @param {any} type */
const isChoice = (type) => type?.type === "indexedAccess" && type.objectType.type === "query";

/** @param {any} context @param {any} reflection @param {boolean} isAlias whether it names a type, else it has one */
function writtenOut(context, reflection, isAlias) {
  const [program] = context.programs;
  const checker = program.getTypeChecker();
  const symbol = context.getSymbolFromReflection(reflection);
  const type = isAlias ? checker.getDeclaredTypeOfSymbol(symbol) : checker.getTypeOfSymbol(symbol);
  context.setActiveProgram(program);
  try {
    return context.converter.convertType(context, checker.getNonNullableType(type));
  } finally {
    context.setActiveProgram(undefined);
  }
}
