import fc from "fast-check";

/** A program as statements in order; cells may begin at any of them. Its types are all `any`. */
export type Program = readonly string[];

/** The statement without its types. */
export const untyped = (statement: string): string => statement.replaceAll(/ as any|: any/g, "");

/**
 * Random programs over a few top-level names: each is declared once, in one of the ways there are, and then
 * read and written in all the others, by functions and classes too. They call `log`.
 */
export const programs: fc.Arbitrary<Program> = fc
  .infiniteStream(fc.nat(0x3fffffff))
  .map((stream) => [...write(stream)]);

const MOST_NAMES = 7;
const STATEMENTS = 14;

interface Known {
  readonly values: string[];
  readonly constants: string[];
  readonly functions: string[];
  readonly classes: string[];
}

function* write(stream: Iterator<number>): Generator<string> {
  const draw = (n: number): number => stream.next().value % n;
  const pick = <T>(items: readonly T[]): T => items[draw(items.length)] as T;
  const known: Known = { values: [], constants: [], functions: [], classes: [] };
  let names = 0;
  const fresh = (): string => `n${names++}`;
  const any = (): readonly string[] => [...known.values, ...known.constants];

  const leaf = (): string => {
    const readable = any();
    return readable.length > 0 && draw(3) > 0 ? pick(readable) : String(draw(9));
  };
  const value = (depth = 2): string => {
    if (depth === 0) return leaf();
    const inner = (): string => value(depth - 1);
    switch (draw(13)) {
      case 0:
        return `(${inner()} + ${inner()})`;
      case 1:
        return known.functions.length > 0 ? `${pick(known.functions)}(${inner()})` : leaf();
      case 2:
        return known.classes.length > 0 ? `new ${pick(known.classes)}().get()` : leaf();
      case 3: {
        const name = leaf();
        return /^n/.test(name) ? `({ ${name} }).${name}` : name;
      }
      case 4:
        return `[${inner()}, ${inner()}].reduce((s: any, v: any) => s + v * ${inner()}, 0)`;
      case 5: {
        const shadow = leaf();
        return /^n/.test(shadow) ? `((${shadow}: any = ${draw(5)}) => ${shadow} * 2)()` : shadow;
      }
      case 6:
        return `(typeof ${leaf()} === "number" ? ${inner()} : -1)`;
      case 7:
        return `\`\${${inner()}}\`.length`;
      case 8:
        return `(() => { const { k = ${inner()} } = {} as any; return k; })()`;
      case 9: {
        const target = known.values.length > 0 ? pick(known.values) : undefined;
        return target === undefined ? leaf() : `(${target} = ${inner()})`;
      }
      default:
        return leaf();
    }
  };

  const write = (target: string): string => {
    switch (draw(11)) {
      case 0:
        return `${target} = ${value()};`;
      case 1:
        return `${target} += ${value()};`;
      case 2:
        return pick([`${target}++;`, `--${target};`, `log(${target}--);`]);
      case 3:
        return `({ ${target} } = { ${target}: ${value()} });`;
      case 4:
        return `({ ${target} = ${value()} } = {} as any);`;
      case 5:
        return `[${target}] = [${value()}];`;
      case 6:
        return `({ a: { b: [${target} = ${value()}] } } = { a: { b: [] } } as any);`;
      case 7:
        return `for (${target} of [${value()}, ${value()}]) log(${target});`;
      case 8:
        return `${target} ${pick(["||=", "&&=", "??="])} ${value()};`;
      case 9:
        return `(() => { ${target} = ${value()}; })();`;
      default:
        return `for (${target} = 0; ${target} < 3; ${target}++) log(${leaf()});`;
    }
  };

  const declare = (): string => {
    const name = fresh();
    const initial = value();
    switch (draw(12)) {
      case 0:
        known.constants.push(name);
        return `const ${name}: any = ${initial};`;
      case 1: {
        const other = fresh();
        const missing = value();
        known.values.push(name, other);
        return `let { a: ${name}, b: [${other} = ${missing}] } = { a: ${initial}, b: [] } as any;`;
      }
      case 2: {
        const other = fresh();
        known.values.push(name, other);
        return `let ${name}: any = ${initial}, ${other}: any = ${name} + 1;`;
      }
      case 3:
        known.values.push(name);
        return `if (true) { var ${name} = ${initial}; }`;
      case 4: {
        const body = `{ ${known.values.length > 0 ? write(pick(known.values)) : ""} return p + ${value()}; }`;
        known.functions.push(name);
        return pick([
          `function ${name}(p: any): any ${body}`,
          `const ${name} = (p: any = 1): any => ${body};`,
        ]);
      }
      case 5: {
        const field = value();
        const got = value();
        known.classes.push(name);
        return `class ${name} { f: any = ${field}; static { log(${value()}); } get(): any { return this.f + ${got}; } }`;
      }
      case 6:
        known.values.push(name);
        return `var ${name}: any; ${name} = ${initial};`;
      case 7:
        known.values.push(name);
        return `let { ${name} = ${initial}, ...rest${name} } = { z: 1 } as any; log(Object.keys(rest${name}).join());`;
      case 8:
        known.values.push(name);
        return `for (var ${name} of [${initial}]) log(${name});`;
      default:
        known.values.push(name);
        return `let ${name}: any = ${initial};`;
    }
  };

  const read = (): string => {
    const shadow = any().length > 0 ? pick(any()) : "x";
    return pick([
      `log(${value()});`,
      `{ const ${shadow} = ${draw(9)}; log(${shadow}); }`,
      `try { throw ${value()}; } catch (${shadow}) { log(${shadow}); }`,
      `${shadow}: for (const v of [1, 2]) { log(v + ${value()}); continue ${shadow}; }`,
      `log(Object.values({ k: ${value()}, [\`c\${${value(1)}}\`]: ${value(1)} }).join());`,
    ]);
  };

  for (let i = 0; i < STATEMENTS; i++) {
    const kind = draw(3);
    if (names < 2 || (kind === 0 && names < MOST_NAMES)) yield declare();
    else if (kind === 1 && known.values.length > 0) yield write(pick(known.values));
    else yield read();
  }
  yield `log(${[...any(), "0"].join(", ")});`;
}
