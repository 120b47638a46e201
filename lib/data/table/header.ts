import { DataError } from "../dataError.js";
import { nearestText } from "./nearestText.js";
import type { CsvPlan } from "./options.js";

/**
 * Refuses columns of which one is not named, two are named alike, or none is the label.
 * @param where the header's place, for error messages, as `"line 1: "`
 * @param why what to do about a label that is not there
 */
export function checkHeader(
  name: string,
  header: readonly string[],
  { label, ignore }: CsvPlan,
  where: string,
  why: string = "",
): void {
  if (!header.includes(label)) {
    const all = header.map((column) => JSON.stringify(column)).join(", ");
    throw new DataError(
      `${name}: ${where}there is no column ${JSON.stringify(label)}${nearestText(label, header)}; the columns are ${all}${why}`,
    );
  }
  const seen = new Set<string>();
  for (const [i, column] of header.entries()) {
    if (column === "" && !ignore.has(""))
      throw new DataError(
        `${name}: ${where}column ${i + 1} has no name${i === 0 ? '; leave it out by ignore: [""]' : ""}`,
      );
    if (column !== "" && seen.has(column))
      throw new DataError(`${name}: ${where}two columns are called ${JSON.stringify(column)}`);
    seen.add(column);
  }
}
