import { show } from "../../check.js";
import { exactNumber, PLAIN_NUMBER } from "./plainNumber.js";

/** Texts as names of classes or categories, each once. */
export interface Names {
  /** Sorted: as numbers if all are numbers, else by their characters. */
  readonly names: readonly string[];
  /** The name of each text, as a position in `names`; −1 for texts left out. */
  readonly ids: Int32Array;
  readonly notes: readonly string[];
}

/**
 * The different names among texts. Where all are numbers, one number spelt in several ways is one name, the
 * shortest of them.
 * @param texts all different
 * @param keep whether a text is one of the names
 * @param codes whether a number that begins with zeros is a code (such as 01234), and a name of its own
 */
export function names(
  texts: readonly string[],
  keep: (id: number) => boolean,
  { codes }: { readonly codes: boolean },
): Names {
  const kept = texts.flatMap((_, id) => (keep(id) ? [id] : []));
  const numeric = kept.every((id) => PLAIN_NUMBER.test(texts[id]));
  const isCode = (text: string): boolean => codes && /^[+-]?0\d/.test(text);
  const groups = new Map<string, string[]>();
  for (const id of kept) {
    const text = texts[id];
    const key = numeric && !isCode(text) ? exactNumber(text) : text;
    groups.set(key, [...(groups.get(key) ?? []), text]);
  }
  const named = new Map<string, string>();
  const notes: string[] = [];
  for (const group of groups.values()) {
    const name = group.reduce((best, text) => (text.length < best.length ? text : best));
    for (const text of group) named.set(text, name);
    if (group.length > 1)
      notes.push(`${group.map(show).join(", ")} are one number and are read as one, ${show(name)}`);
  }
  const all = [...new Set(named.values())];
  if (numeric) all.sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
  else all.sort();
  if (numeric && codes) notes.push(...codeNotes(all));
  const positions = new Map(all.map((name, id) => [name, id]));
  return {
    names: all,
    ids: Int32Array.from(texts, (text, id) =>
      keep(id) ? (positions.get(named.get(text) ?? "") ?? -1) : -1,
    ),
    notes: [...brief(notes), ...nearlyEqual(all)],
  };
}

function codeNotes(all: readonly string[]): string[] {
  const byNumber = new Map<string, string>();
  for (const name of all) {
    const other = byNumber.get(exactNumber(name));
    if (other !== undefined)
      return [`${show(other)} and ${show(name)} are one number, but are kept apart as codes`];
    byNumber.set(exactNumber(name), name);
  }
  return [];
}

/** Names that differ only by case, blanks, quotes or the form of accents are most often one. */
function nearlyEqual(all: readonly string[]): string[] {
  const groups = new Map<string, string[]>();
  for (const name of all) {
    const key = name
      .normalize("NFKC")
      .toLowerCase()
      .replaceAll(/[\s"'‘’“”]+/g, "");
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const notes = [...groups.values()]
    .filter((group) => group.length > 1)
    .map(
      (group) =>
        `${group.map(show).join(", ")} differ only by case, blanks or quotes, and are kept apart`,
    );
  return brief(notes);
}

const MOST_NOTES = 3;

function brief(notes: readonly string[]): string[] {
  if (notes.length <= MOST_NOTES) return [...notes];
  return [...notes.slice(0, MOST_NOTES), `and ${notes.length - MOST_NOTES} more of that kind`];
}
