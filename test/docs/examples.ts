import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../scripts.js";

/** An `@example` of a doc comment. */
export interface Example {
  /** The function or class that it shows. */
  readonly name: string;
  /** Its source, below `lib/`. */
  readonly file: string;
  readonly code: string;
  /** What it says that each `console.log` prints, in their order. */
  readonly stated: readonly string[];
}

const lib = join(root, "lib");
const DOCUMENTED =
  /\/\*\*\n((?: \*.*\n)*?) \*\/\nexport (?:abstract )?(?:async )?(?:function|class) (\w+)/g;
const FENCED = /^@example\n```ts\n([\s\S]*?)\n```$/m;
const PRINTS = /console\.log\(/g;
const STATES = /console\.log\(.*\);(?: |\n *)\/\/ (.+)$/gm;

/** The library's sources, below `lib/`. */
export function sources(): string[] {
  return readdirSync(lib, { recursive: true, encoding: "utf8" })
    .filter((file) => /^(?!dist|node_modules).*(?<!\.d)\.ts$/.test(file))
    .sort();
}

/** The examples in the doc comments of a source, and how many it has in all. */
export function examplesIn(file: string): { readonly examples: Example[]; readonly all: number } {
  const text = readFileSync(join(lib, file), "utf8");
  const examples = [...text.matchAll(DOCUMENTED)].flatMap(([, comment, name]) => {
    const [, code] = FENCED.exec(comment.replace(/^ \* ?/gm, "").trimEnd()) ?? [];
    return code === undefined ? [] : [{ name, file, code, stated: statedIn(code) }];
  });
  return { examples, all: text.split("@example").length - 1 };
}

/** What the lines that print say they do. */
export function statedIn(code: string): string[] {
  return [...code.matchAll(STATES)].map(([, printed]) => printed);
}

/** What is wrong with the form of an example; nothing where it is right. */
export function formProblems({ code, stated }: Pick<Example, "code" | "stated">): string[] {
  const lines = code.split("\n").filter((line) => line !== "");
  const printing = code.match(PRINTS)?.length ?? 0;
  return [
    ...(code.startsWith("import ") ? [] : ["it must start with its imports"]),
    ...(printing > 0 ? [] : ["it must print something"]),
    ...(printing === stated.length ? [] : ["every console.log(…); must be followed by // output"]),
    ...(lines.length <= 13 ? [] : [`it must have at most 13 lines, got ${lines.length}`]),
    ...lines.filter((line) => line.length > 96).map((line) => `a line is too long: ${line}`),
  ];
}
