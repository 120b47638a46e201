import { refuse, show } from "../../check.js";

/** What a training is told: by placeholders in the command, and by the environment. */
export interface Told {
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
}

/** A program with its arguments, in which `{batchSize}`, `{learningRate}` and `{seed}` stand for what it is told. */
export type Command = readonly [program: string, ...args: string[]];

const PLACEHOLDERS = ["batchSize", "learningRate", "seed"] as const;

/** The environment's names for the same. */
export const VARIABLES: Readonly<Record<(typeof PLACEHOLDERS)[number], string>> = {
  batchSize: "BATCHWISE_BATCH_SIZE",
  learningRate: "BATCHWISE_LEARNING_RATE",
  seed: "BATCHWISE_SEED",
};

/**
 * The words of a command line, without a shell: single quotes keep all, double quotes all but `\"` and `\\`; `$`, `*`,
 * `|` and their like stand for themselves.
 */
export function commandOf(who: string, text: string): Command {
  const words: string[] = [];
  let word: string | undefined;
  for (const [, space, single, double, escaped, plain] of text.matchAll(
    /(\s+)|'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|([^\s'"\\]+|['"\\])/gs,
  )) {
    if (space !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    if (plain === "'" || plain === '"') refuse(who, "command must close its quotes", text);
    word = (word ?? "") + (single ?? double?.replace(/\\(["\\])/g, "$1") ?? escaped ?? plain ?? "");
  }
  if (word !== undefined) words.push(word);
  const [program, ...args] = words;
  if (program === undefined) refuse(who, "command must name a program", text);
  for (const [whole, name] of text.matchAll(/\{(\w+)\}/g))
    if (!PLACEHOLDERS.some((known) => known === name) && /batch|rate|lr|seed|epoch/i.test(name))
      refuse(
        who,
        `command knows ${PLACEHOLDERS.map((known) => `{${known}}`).join(", ")} only`,
        whole,
      );
  return [program, ...args];
}

/** The words with what the training is told. */
export function filled(command: Command, told: Told): string[] {
  return command.map((word) =>
    PLACEHOLDERS.reduce((text, name) => text.replaceAll(`{${name}}`, String(told[name])), word),
  );
}

/** The command with an answer filled in, as one line; what its words need is quoted. */
export function filledText(
  command: Command,
  { batchSize, learningRate }: Pick<Told, "batchSize" | "learningRate">,
): string {
  const rate = Number(learningRate.toPrecision(3));
  return command
    .map((word) =>
      word.replaceAll("{batchSize}", String(batchSize)).replaceAll("{learningRate}", String(rate)),
    )
    .map((word) => (/^[\w{}=:,./@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
}

/** The environment variables of a training. */
export function environmentOf(told: Told): Readonly<Record<string, string>> {
  return Object.fromEntries(PLACEHOLDERS.map((name) => [VARIABLES[name], String(told[name])]));
}

/** What the command leaves to the environment, in words; nothing if every placeholder is there. */
export function leftToEnvironment(command: Command): string | undefined {
  const missing = PLACEHOLDERS.filter(
    (name) => !command.some((word) => word.includes(`{${name}}`)),
  );
  if (missing.length === 0) return undefined;
  return `the command has no ${missing.map((name) => `{${name}}`).join(", ")}: the program has to read ${missing.map((name) => VARIABLES[name]).join(", ")} (${show(command.join(" "))})`;
}
