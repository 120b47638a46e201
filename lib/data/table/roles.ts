import { show } from "../../check.js";
import type { RawTable } from "../cells/rawTable.js";
import { DataError } from "../dataError.js";

/** A part of divided data. */
export type PartName = "train" | "valid" | "test";

/** Words for the parts, in small letters. */
const PARTS: Readonly<Record<string, PartName>> = {
  train: "train",
  valid: "valid",
  val: "valid",
  validation: "valid",
  dev: "valid",
  test: "test",
};

/** The part that a word stands for, in any case; nothing for other words. */
export function partNamed(word: string): PartName | undefined {
  return Object.hasOwn(PARTS, word.toLowerCase()) ? PARTS[word.toLowerCase()] : undefined;
}

/** Each row's part, from a column of such words. */
export function readParts(
  table: RawTable,
  column: string,
): (rows: Int32Array) => readonly PartName[] {
  const { texts, ids } = textsOf(table, column);
  const parts = texts.map(partNamed);
  return (rows) => {
    const odd = new Map<string, number>();
    for (const row of rows)
      if (parts[ids[row]] === undefined) {
        const text = texts[ids[row]];
        odd.set(text, (odd.get(text) ?? 0) + 1);
      }
    if (odd.size > 0) {
      const shown = [...odd].slice(0, 5).map(([text, n]) => `${show(text)} (${n})`);
      const more = odd.size > shown.length ? ` and ${odd.size - shown.length} more` : "";
      throw new DataError(
        `${table.name}: the split column ${show(column)} must hold train, valid (or val, validation, dev) and test only, got ${shown.join(", ")}${more}`,
      );
    }
    return Array.from(rows, (row) => parts[ids[row]] ?? "train");
  };
}

/** Whether a column's cells are all words for parts, of two of them at least. */
export function isPartColumn(table: RawTable, column: string): boolean {
  const { texts, ids } = textsOf(table, column);
  const used = new Set(ids);
  const parts = texts.filter((_, id) => used.has(id)).map(partNamed);
  return !parts.includes(undefined) && new Set(parts).size > 1;
}

/** Each row's group, from a column of names or numbers. */
export function readGroups(
  table: RawTable,
  column: string,
): (rows: Int32Array) => readonly string[] {
  const { texts, ids } = textsOf(table, column);
  return (rows) => {
    const empty = rows.find((row) => texts[ids[row]] === "");
    if (empty !== undefined)
      throw new DataError(
        `${table.name}: ${table.place(empty)}, column ${show(column)}: the group is missing`,
      );
    return Array.from(rows, (row) => texts[ids[row]]);
  };
}

function textsOf(
  table: RawTable,
  column: string,
): { readonly texts: readonly string[]; readonly ids: Int32Array } {
  const raw = table.column(column);
  if (raw.kind !== "text")
    throw new DataError(`${table.name}: column ${show(column)} was not read as texts`);
  return raw;
}
