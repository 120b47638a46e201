import { STATEMENTS } from "./randomStatements.js";

/** Reads choices off a list of numbers, so that a shorter list of smaller ones is a simpler program. */
class Choices {
  readonly #tape: readonly number[];
  #at = 0;

  constructor(tape: readonly number[]) {
    this.#tape = tape;
  }

  get isSpent(): boolean {
    return this.#at >= this.#tape.length;
  }

  below(n: number): number {
    const choice = this.#tape[this.#at] ?? 0;
    this.#at += 1;
    return choice % n;
  }

  of<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("choices: nothing to choose from");
    return item;
  }
}

/** What statements so far have declared at the top level. */
export interface Names {
  readonly numbers: string[];
  /** those of the numbers that can be assigned */
  readonly variables: string[];
  /** those of the variables that can be declared again */
  readonly vars: string[];
  /** of type (p?: number) => number */
  readonly functions: string[];
  readonly classes: string[];
}

/** A statement, and what it declares. */
export interface Statement {
  readonly text: string;
  readonly declared?: Partial<Names>;
}

const HEAD = `interface Out { (value: unknown): void; fuel: number }
const out: Out = Reflect.get(globalThis, Symbol.for("batchwise.test.out"));
let a = 1;
var b = 2;`;

/**
 * A random program: top-level statements in every form that declares, reads or assigns a name. It
 * prints with `out`, which `Symbol.for("batchwise.test.out")` holds, and `out.fuel` bounds its calls.
 * @returns its statements; the program may be cut into cells between any two
 */
export function randomProgram(tape: readonly number[]): string[] {
  const choices = new Choices(tape);
  const names: Names = {
    numbers: ["a", "b"],
    variables: ["a", "b"],
    vars: ["b"],
    functions: [],
    classes: [],
  };
  const statements = [HEAD];
  for (let count = 0; !choices.isSpent && count < 12; count += 1) {
    const { text, declared } = choices.of(STATEMENTS)(new Writer(choices, names, count));
    statements.push(text);
    const {
      numbers = [],
      variables = [],
      vars = [],
      functions = [],
      classes = [],
    } = declared ?? {};
    names.numbers.push(...numbers, ...variables, ...vars);
    names.variables.push(...variables, ...vars);
    names.vars.push(...vars);
    names.functions.push(...functions);
    names.classes.push(...classes);
  }
  const all = [...names.functions.map((name) => `${name}(1)`), ...names.numbers];
  return [...statements, `out([${all.join(", ")}]);`];
}

/** Writes expressions of the names at hand; new names end in the statement's number. */
export class Writer {
  readonly choices: Choices;
  readonly names: Names;
  readonly #count: number;

  constructor(choices: Choices, names: Names, count: number) {
    this.choices = choices;
    this.names = names;
    this.#count = count;
  }

  name(letter: string): string {
    return `${letter}${this.#count}`;
  }

  /** A variable to assign. */
  variable(): string {
    return this.choices.of(this.names.variables);
  }

  /** A number. */
  number(depth = 2): string {
    const inner = (): string => this.number(depth - 1);
    const { choices, names } = this;
    const simple = [() => String(choices.below(9)), () => choices.of(names.numbers)];
    if (depth === 0) return choices.of(simple)();
    const { functions, classes } = names;
    const forms = [
      ...simple,
      () => `(${inner()} + ${inner()})`,
      () =>
        `(${this.variable()} ${choices.of(["=", "+=", "-=", "||=", "&&="])} (${inner()} as number))`,
      () => `(${this.variable()} ??= ${choices.below(9)})`,
      () => `${this.variable()}${choices.of(["++", "--"])}`,
      () => `(${inner()} < ${inner()} ? ${inner()} : ${inner()})`,
      () => `((${choices.of(names.numbers)}: number) => ${inner()})(${inner()})`,
      () => `((p = ${inner()}) => p)()`,
      () => this.shorthand(),
      () => `Number(typeof ${choices.of(names.numbers)} === "number")`,
      () => `[${inner()}, ${inner()}].reduce((p, q) => p + q)`,
    ];
    if (functions.length > 0) forms.push(() => `${choices.of(functions)}(${inner()})`);
    if (functions.length > 0) forms.push(() => `${choices.of(functions)}?.()`);
    if (classes.length > 0) forms.push(() => `new ${choices.of(classes)}().m(${inner()})`);
    if (classes.length > 0) forms.push(() => `${choices.of(classes)}.s++`);
    return choices.of(forms)();
  }

  shorthand(): string {
    const name = this.choices.of(this.names.numbers);
    return `(({ ${name} }) => ${name} + ${this.number(0)})({ ${name} })`;
  }

  /** The body of a function: it assigns and returns; its parameter is `p`. */
  body(): string {
    const shadow = this.choices.of([
      "",
      `let ${this.variable()} = p; `,
      `var ${this.variable()} = p; `,
    ]);
    return `{ if (out.fuel-- < 0) return p; ${shadow}${this.variable()} = ${this.number()}; return ${this.number()} + p; }`;
  }
}
