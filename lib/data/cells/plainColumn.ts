import { digitsOf, isPlain, isWithin } from "./plainNumbers.js";
import type { RawColumn } from "./rawTable.js";

/** Numbers as a table's column, as they would come out of it cell by cell; nothing where one of them is no plain number. */
export function plainColumn(values: Float64Array): RawColumn | undefined {
  let most = 0;
  let fewest = 99;
  for (let row = 0; row < values.length; row++) {
    if (!isPlain(values[row])) return undefined;
    if (isWithin(values[row], fewest, most)) continue;
    const digits = digitsOf(values[row]);
    if (digits < 0) most = 99;
    else if (digits > 0) {
      if (digits > most) most = digits;
      if (digits < fewest) fewest = digits;
    }
  }
  return {
    kind: "number",
    values: () => values,
    marks: new Map(),
    mostDigits: most,
    fewestDigits: fewest,
  };
}
