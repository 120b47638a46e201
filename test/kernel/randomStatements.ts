import type { Statement, Writer } from "./randomProgram.js";

type Form = (writer: Writer) => Statement;

const one = (text: string, declared: Statement["declared"] = {}): Statement => ({ text, declared });

const declarations: Form[] = [
  (w) => one(`let ${w.name("x")} = ${w.number()};`, { variables: [w.name("x")] }),
  (w) => one(`var ${w.name("x")} = ${w.number()};`, { vars: [w.name("x")] }),
  (w) => one(`const ${w.name("x")}: number = ${w.number()};`, { numbers: [w.name("x")] }),
  (w) => one(`export const ${w.name("x")}: number = ${w.number()};`, { numbers: [w.name("x")] }),
  (w) => {
    const [x, y] = [w.name("x"), w.name("y")];
    const text = `let ${x}: number, ${y} = ${w.number()}; ${x} = ${y};`;
    return one(text, { variables: [x, y] });
  },
  (w) => {
    const [x, y, z] = [w.name("x"), w.name("y"), w.name("z")];
    const text = `${w.choices.of(["let", "var"])} { p: ${x}, ${y} = ${w.number()}, q: [${z} = ${w.number(0)}] } = { p: ${w.number()}, ${y}: undefined as number | undefined, q: [] as number[] };`;
    return one(text, { variables: [x, y, z] });
  },
  (w) => {
    const [x, y] = [w.name("x"), w.name("y")];
    const text = `const [${x}, ...${y}] = [${w.number()}, ${w.number()}], { ...${w.name("z")} } = { ${x} };\nout([${y}, ${w.name("z")}]);`;
    return one(text, { numbers: [x] });
  },
  (w) =>
    one(`{ var ${w.name("x")} = ${w.number()}; { let a = 7; a++; } }`, { vars: [w.name("x")] }),
  (w) => one(`var ${w.choices.of(w.names.vars)}: number;`),
  (w) => one(`var ${w.choices.of(w.names.vars)}: number = ${w.number()};`),
];

const functions: Form[] = [
  (w) => {
    const f = w.name("f");
    return one(`function ${f}(p: number = ${w.number()}): number ${w.body()}`, { functions: [f] });
  },
  (w) => {
    const f = w.name("f");
    const text = `out(${f}(2)); ${w.choices.of(["", "export "])}function ${f}(p: number = ${w.number()}): number ${w.body()}`;
    return one(text, { functions: [f] });
  },
  (w) => {
    const f = w.name("f");
    const text = `const ${f} = (p: number = ${w.number()}): number => ${w.choices.of([w.number(), w.body()])};\nout(${f}.name);`;
    return one(text, { functions: [f] });
  },
  (w) => {
    const [f, g] = [w.name("f"), w.name("g")];
    const text = `let ${f} = function (p: number = 1): number ${w.body()};\nconst { ${g} = (p: number = 2): number => ${w.number()} } = {} as { ${g}?: (p?: number) => number };\nout([${f}.name, ${g}.name]);`;
    return one(text, { functions: [f, g] });
  },
  (w) => {
    const name = w.variable();
    const text = `function ${w.name("f")}(p: number = 1, q = () => ${name}): number { var ${name} = p; return q() + ${name}; }`;
    return one(text, { functions: [w.name("f")] });
  },
  (w) => {
    const f = w.name("f");
    const text = `let ${f} = (p: number = 1): number => p;\n${f} = (p = 3) => ${w.number()};\nout(${f}.name);`;
    return one(text, { functions: [f] });
  },
];

const classes: Form[] = [
  (w) => {
    const c = w.name("C");
    const parent = w.names.classes.length > 0 ? ` extends ${w.choices.of(w.names.classes)}` : "";
    const text = `class ${c}${parent} {
  static s = ${w.number()};
  static { ${w.variable()} = ${w.number()}; ${c}.s++; }
  #own = ${w.number()};
  field = ${w.number()};
  get own(): number { return this.#own + ${w.number()}; }
  m(p: number): number ${w.body()}
  ["k" + ${w.choices.of(w.names.numbers)}](): number { return ${c}.s; }
}
out([${c}.name, new ${c}().own, new ${c}().field]);`;
    return one(text, { classes: [c] });
  },
  (w) => {
    const c = w.name("C");
    const text = `const ${c} = class { static s = 1; m(p: number): number { return p + ${c}.s + ${w.number()}; } };\nout(${c}.name);`;
    return one(text, { classes: [c] });
  },
  (w) => {
    const [e, n] = [w.name("E"), w.name("N")];
    const text = `enum ${e} { P = 1, Q }\nenum ${e} { R = 5 }\nnamespace ${n} { export let count = ${w.number()}; export const f = () => ++count + ${e}.R; }\nout([${e}.Q, ${e}[5], ${n}.f(), ${n}.count]);`;
    return one(text);
  },
  (w) => {
    const [x, y] = [w.name("x"), w.name("y")];
    const text = `interface ${x} { p: number }\nconst ${x}: number = ${w.number()};\nconst ${y}: ${x} = { p: ${x} };\nout(${y});`;
    return one(text, { numbers: [x] });
  },
];

const assignments: Form[] = [
  (w) =>
    one(`${w.variable()} ${w.choices.of(["=", "+=", "-=", "*=", "||=", "&&="])} ${w.number()};`),
  (w) => one(`${w.choices.of(["++", "--"])}${w.variable()};`),
  (w) =>
    one(`[${w.variable()}, ${w.variable()} = ${w.number()}] = [${w.number()}, ${w.number()}];`),
  (w) => {
    const name = w.variable();
    const text = `({ ${name} = ${w.number()}, q: [${w.variable()}] } = { ${name}: undefined as number | undefined, q: [${w.number()}] });`;
    return one(text);
  },
  (w) => one(`for (${w.variable()} of [${w.number()}, ${w.number()}]) out(${w.number()});`),
  (w) => one(`for ([${w.variable()}] of [[${w.number()}]]) { ${w.variable()} += ${w.number()}; }`),
  (w) => one(`for (${w.variable()} = 0; ${w.variable()} < 0; ) break;`),
  (w) => {
    const i = w.name("i");
    const text = `for (var ${i} = 0, ${w.name("j")} = ${w.number()}; ${i} < 3; ${i}++) { ${w.variable()} += ${i}; }`;
    return one(text, { vars: [i, w.name("j")] });
  },
  (w) => one(`for (var ${w.name("k")} in { p: 1, q: 2 }) out(${w.name("k")} + ${w.number()});`),
  (w) => {
    const n = w.name("n");
    return one(`for (let ${w.variable()} = 0, ${n} = 0; ${n} < 2; ${n}++) out(${w.number()});`);
  },
  (w) => one(`(${w.variable()}) = ${w.number()};`),
];

const blocks: Form[] = [
  (w) => one(`out([${w.number()}, ${w.number()}, typeof ${w.variable()}]);`),
  (w) => {
    const name = w.variable();
    return one(`{ let ${name} = ${w.choices.below(9)}; ${name}++; out(${w.number()}); }`);
  },
  (w) => {
    const name = w.variable();
    const text = `try { throw ${w.number()}; } catch (${name}) { out(${name}); ${w.choices.of(["", `out(${w.choices.of(w.names.numbers.filter((n) => n !== name).concat("0"))});`])} } finally { ${w.variable()}++; }`;
    return one(text);
  },
  (w) => {
    const name = w.variable();
    return one(`${name}: for (;;) { ${name} = ${w.number()}; break ${name}; }`);
  },
  (w) => {
    const text = `switch (Number(${w.number()})) { case 1: ${w.variable()}++; break; default: { let a = 3; a += 1; out(a); } }`;
    return one(text);
  },
  (w) => {
    const name = w.choices.of(w.names.numbers);
    return one(`out({ ${name}, r: { ${name}: 1 }, ${w.name("m")}() { return 1; } }.${name});`);
  },
  (w) => {
    const name = w.variable();
    return one(`out((function ${name}(): string { return typeof ${name}; })());`);
  },
  (w) => one(`out(String.raw\`\${${w.number()}}\`);`),
  (w) => one(`await null; ${w.variable()} = await Promise.resolve(${w.number()});`),
  (w) => {
    const text = `const ${w.name("t")} = async (p: number): Promise<number> => { await null; ${w.variable()}++; return p + ${w.number()}; };\nout(await ${w.name("t")}(1));`;
    return one(text);
  },
  (w) =>
    one(`for await (${w.variable()} of [Promise.resolve(${w.number()}), 2]) out(${w.number()});`),
  (w) =>
    one(
      `const ${w.name("g")} = [...(function* (): Iterable<number> { yield ${w.number()}; yield ${w.variable()}++; })()];\nout(${w.name("g")});`,
    ),
  (w) => one(`export { ${w.variable()} as ${w.name("alias")} };`),
];

/** Every form of statement, the simplest first. */
export const STATEMENTS: readonly Form[] = [
  ...blocks.slice(0, 1),
  ...assignments,
  ...declarations,
  ...functions,
  ...classes,
  ...blocks.slice(1),
];
