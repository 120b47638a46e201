import { oneOf, positiveInteger, refuse } from "../../check.js";
import { estimateOf, fieldsOf, knownNames, textOf } from "../readFigures.js";
import { PRACTICE_IDS, type PracticeFindings, type PracticeId } from "./practice.js";

type Kind = "text" | "size" | "points" | "share" | "seconds" | "criticalSize" | "percent";

/** The fields of each row's findings, and the one or two that tell them apart first. */
const FIELDS: {
  readonly [Id in PracticeId]: Readonly<Record<keyof PracticeFindings[Id][number], Kind>>;
} = {
  epochs: { task: "text", overBest: "points", best: "size", over8: "points", over128: "points" },
  changing: { optimizer: "text", holds: "share", lost: "points" },
  seconds: { task: "text", batchSize: "size", seconds: "seconds" },
  steps: { optimizer: "text", criticalSize: "criticalSize", saved: "percent" },
  memory: { task: "text", lost: "points" },
  updates: { task: "text", lost: "points", regained: "points" },
};

const KEYS: { readonly [Id in PracticeId]: readonly (keyof PracticeFindings[Id][number])[] } = {
  epochs: ["task"],
  changing: ["optimizer"],
  seconds: ["task", "batchSize"],
  steps: ["optimizer"],
  memory: ["task"],
  updates: ["task"],
};

/** `id` if it is a row of the practitioner's table. */
export function practiceId(who: string, id: unknown): PracticeId {
  return oneOf(who, "id", id, PRACTICE_IDS);
}

/** Findings of unknown origin, checked field by field and built anew from what is known. */
export function readFindings<Id extends PracticeId>(
  who: string,
  id: Id,
  findings: unknown,
): PracticeFindings[Id] {
  if (!Array.isArray(findings) || findings.length === 0 || findings.length > 100)
    refuse(who, `findings of ${id} must be an array of 1 to 100 entries`, findings);
  const kinds: Readonly<Record<string, Kind>> = FIELDS[id];
  const rows = findings.map((value: unknown) => {
    const what = `every finding of ${id}`;
    const fields = fieldsOf(who, what, value);
    knownNames(who, `fields of ${id}`, Object.keys(fields), Object.keys(kinds));
    return Object.fromEntries(
      Object.entries(kinds).map(([name, kind]) => [name, read(who, name, kind, fields[name])]),
    );
  });
  const keys: readonly string[] = KEYS[id].map(String);
  const names = rows.map((row) => keys.map((key) => String(row[key])).join(", "));
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined)
    refuse(who, `findings of ${id} must hold each ${keys.join(", ")} once`, twice);
  const found = rows as unknown as PracticeFindings[Id];
  if (id === "seconds")
    checkSizes(
      who,
      rows.map((row) => String(row["task"])),
    );
  return found;
}

/** A least time is one of several. */
function checkSizes(who: string, tasks: readonly string[]): void {
  const alone = tasks.find((task) => tasks.filter((other) => other === task).length < 2);
  if (alone !== undefined)
    refuse(who, "findings of seconds must hold at least two batch sizes of each task", alone);
}

function read(who: string, name: string, kind: Kind, value: unknown): unknown {
  switch (kind) {
    case "text":
      return textOf(who, name, value);
    case "size":
      return positiveInteger(who, name, value);
    case "points":
      return bounded(who, name, value, [-100, 100]);
    case "share":
      return bounded(who, name, value, [0, 1]);
    case "percent":
      return bounded(who, name, value, [Number.NEGATIVE_INFINITY, 100]);
    case "seconds":
      return bounded(who, name, value, [Number.MIN_VALUE, Number.POSITIVE_INFINITY]);
    case "criticalSize":
      return bounded(who, name, value, [0, Number.POSITIVE_INFINITY], true);
  }
}

function bounded(
  who: string,
  name: string,
  value: unknown,
  [least, most]: readonly [number, number],
  unbounded = false,
): unknown {
  const found = estimateOf(who, name, value, { unbounded });
  if (!(found.estimate >= least && found.estimate <= most))
    refuse(who, `${name} must be from ${least} to ${most}`, found.estimate);
  return found;
}
