import { isTable, showTable } from "./table.mjs";

const DISPLAY = Symbol.for("Jupyter.display");

/**
 * How a cell's last value is shown, as a MIME bundle: by its own method under
 * `Symbol.for("Jupyter.display")`, or as a table. Undefined for everything else, which is printed.
 */
export async function mimeBundle(value) {
  const own = value?.[DISPLAY];
  if (typeof own === "function") return checked(await own.call(value));
  return isTable(value) ? showTable(value) : undefined;
}

function checked(bundle) {
  if (typeof bundle === "object" && bundle !== null && !Array.isArray(bundle)) return bundle;
  throw new TypeError(`display: Jupyter.display must return a MIME bundle, got ${typeof bundle}`);
}
