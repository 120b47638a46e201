import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as root from "batchwise";
import * as advise from "batchwise/advise";
import * as analysis from "batchwise/analysis";
import * as augment from "batchwise/augment";
import * as data from "batchwise/data";
import * as experiment from "batchwise/experiment";
import * as features from "batchwise/features";
import * as linear from "batchwise/linear";
import * as nn from "batchwise/nn";
import * as study from "batchwise/study";

const ENTRIES = [root, advise, analysis, augment, data, experiment, features, linear, nn, study];

/** What stands from a place on to the end of the first parentheses: type parameters and parameters. */
function parametersFrom(text: string, start: number): string {
  let depth = 0;
  for (let i = text.indexOf("(", start); i < text.length; i++) {
    if (text[i] === "(") depth++;
    if (text[i] === ")" && --depth === 0) return text.slice(start, i);
  }
  return text.slice(start);
}

/** The names after which, in a declaration file, a list of parameters holds a data set. */
function taking(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)]
    .filter((match) =>
      /\b(Dataset|Splits|TrainingSplits|LeakCase)\b/.test(parametersFrom(text, match.index)),
    )
    .map(([, name]) => name);
}

/** Public functions, and methods of public classes, that take a data set; from the declarations. */
export function takers(): string[] {
  const known = new Set(ENTRIES.flatMap((entry) => Object.keys(entry)));
  const found = new Set<string>();
  const files = readdirSync("lib/dist", { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => name.endsWith(".d.ts"))) {
    const text = readFileSync(join("lib/dist", file), "utf8");
    for (const name of taking(text, /^export declare function (\w+)/gm)) found.add(name);
    for (const [body, owner] of text.matchAll(
      /^export declare (?:abstract )?class (\w+)[\s\S]*?^}/gm,
    ))
      for (const name of taking(body, /^ {4}(?:static )?(\w+)(?:<.*>)?\(/gm))
        found.add(`${owner}.${name}`);
  }
  return [...found].filter((name) => known.has(name.split(".")[0]));
}
