import { createHash } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { lockFile } from "./journalLock.js";
import { canonicalJson, parsePlain, plainJson } from "./plainJson.js";

/**
 * A journal that cannot be used: damaged, of other work, or no journal at all.
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { JournalError, randomSearch, uniform } from "batchwise";
 *
 * const journal = join(mkdtempSync(join(tmpdir(), "search-")), "trials.jsonl");
 * const search = (seed: number): Promise<unknown> =>
 *   randomSearch(uniform(0, 1), async (asks) => asks.map(({ config }) => config), {
 *     trials: 4, seed, journal,
 *   });
 * await search(0);
 * const problem: unknown = await search(1).catch((error: unknown) => error);
 * console.log(problem instanceof JournalError); // true
 * ```
 */
export class JournalError extends Error {
  override readonly name = "JournalError";
}

/** What a journal belongs to: results of one may not be taken for results of another. */
export interface JournalIdentity {
  /** What writes it: "randomSearch", "sweep". */
  readonly work: string;
  /** All else that decides the results, as plain JSON: the space, the seed, the settings. */
  readonly of: Readonly<Record<string, unknown>>;
}

/** An append-only file of finished work, one checked line of JSON for each entry. */
export interface Journal {
  /** The entries that the file held when it was opened, in the order they were written. */
  readonly entries: readonly unknown[];
  /**
   * Writes one entry with one call. When this returns the entry survives the death of the process; a
   * loss of power may take the entries of the last second, as the disk is made to keep them (fdatasync)
   * once a second and on closing.
   */
  append(entry: unknown): void;
  /** Makes the disk keep all entries, and closes the file. */
  close(): void;
}

/**
 * Opens a journal, or creates it with its folder.
 *
 * Each line is `{"sum":"…","entry":…}`, where the sum is the start of the entry's SHA-256; the first
 * entry is the identity. Lines at the end that a death of the process or of the machine left torn are
 * cut off. A bad line *before* a good one cannot come about so: it is an error, as is the journal of
 * other work. One process at a time may have a journal open, and once: another is refused, and told who has it.
 */
export function openJournal(path: string, identity: JournalIdentity): Journal {
  const own = canonicalJson("openJournal", identity);
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "a+");
  let unlock = (): void => {};
  try {
    unlock = lockFile(path, (message) => new JournalError(message));
    const bytes = readFileSync(file);
    const header = `${line(own)}\n`;
    const { entries, length } = header.startsWith(bytes.toString("utf8"))
      ? { entries: [], length: 0 } // New, or torn while the header was written.
      : checkedLines(path, bytes);
    if (entries.length > 0) checkIdentity(path, entries[0], own);
    if (length < bytes.length) ftruncateSync(file, length);
    if (length === 0) appendFileSync(file, header);
    let kept = performance.now();
    return {
      entries: entries.slice(1).map(parsePlain),
      append: (entry) => {
        appendFileSync(file, `${line(plainJson("journal", entry))}\n`);
        if (performance.now() - kept < MILLISECONDS_AT_RISK) return;
        fdatasyncSync(file);
        kept = performance.now();
      },
      close: () => {
        try {
          fdatasyncSync(file);
          closeSync(file);
        } finally {
          unlock();
        }
      },
    };
  } catch (error) {
    closeSync(file);
    unlock();
    throw error;
  }
}

/**
 * The entries of a journal by their keys. Equal entries of one key count once, as of a journal that two processes
 * wrote before that was refused; two that differ are an error.
 */
export function entriesByKey<E>(
  path: string,
  entries: readonly E[],
  keyOf: (entry: E) => string,
): Map<string, E> {
  const first = new Map<string, number>();
  for (const [i, entry] of entries.entries()) {
    const key = keyOf(entry);
    const before = first.get(key);
    if (before === undefined) first.set(key, i);
    else if (canonicalJson("journal", entries[before]) !== canonicalJson("journal", entry))
      // The first line of the file is the header.
      throw new JournalError(
        `${path}: lines ${before + 2} and ${i + 2} hold different results of ${key}; delete one of the two lines`,
      );
  }
  return new Map([...first].map(([key, i]) => [key, entries[i]]));
}

const MILLISECONDS_AT_RISK = 1000;
const SUM_LENGTH = 16;
const START = '{"sum":"';
const MIDDLE = '","entry":';
const END = "}";
const NEWLINE = 10;

function sumOf(entry: string): string {
  return createHash("sha256").update(entry).digest("hex").slice(0, SUM_LENGTH);
}

function line(entry: string): string {
  return START + sumOf(entry) + MIDDLE + entry + END;
}

/** The entry of a whole line, or undefined if the line is not as it was written. */
function entryOf(text: string): string | undefined {
  const entry = text.slice(START.length + SUM_LENGTH + MIDDLE.length, -END.length);
  return line(entry) === text ? entry : undefined;
}

/** The entries before the first bad line, and the length in bytes of their lines. */
function checkedLines(path: string, bytes: Buffer): { entries: string[]; length: number } {
  const entries: string[] = [];
  let length = 0;
  let bad = 0;
  for (let start = 0, number = 1; start < bytes.length; number++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    const entry = newline < 0 ? undefined : entryOf(bytes.toString("utf8", start, end));
    if (entry === undefined) bad ||= number;
    else if (bad > 0)
      throw new JournalError(`${path}: line ${bad} is damaged, and good lines follow it`);
    else {
      entries.push(entry);
      length = end + 1;
    }
    start = end + 1;
  }
  if (entries.length === 0)
    throw new JournalError(`${path}: is no journal of this library; give another path`);
  return { entries, length };
}

function checkIdentity(path: string, header: string, own: string): void {
  if (header === own) return;
  const there = parsePlain(header) as Partial<JournalIdentity>;
  const here = parsePlain(own) as JournalIdentity;
  const text = (key: string, { of }: Partial<JournalIdentity>): string =>
    of?.[key] === undefined ? "nothing" : canonicalJson("openJournal", of[key]);
  const short = (json: string): string => (json.length > 80 ? `${json.slice(0, 79)}…` : json);
  const differing =
    there.work === here.work
      ? [...new Set([...Object.keys(there.of ?? {}), ...Object.keys(here.of)])]
          .map((key) => ({ key, was: text(key, there), is: text(key, here) }))
          .filter(({ was, is }) => was !== is)
          .map(({ key, was, is }) => `${key} is ${short(was)} there and ${short(is)} here`)
      : [`it belongs to ${there.work ?? "something else"}, not to ${here.work}`];
  throw new JournalError(
    `${path}: is the journal of other work: ${differing.join("; ")}; give another path, or delete it to start anew`,
  );
}
