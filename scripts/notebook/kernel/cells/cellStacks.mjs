import { findSourceMap } from "node:module";
import { ROOT } from "../compile/tslab.mjs";

const CELL = /^<cell \[(\d+)\]>$/;
/** Node's own code, tslab's and the kernel's. */
const HIDDEN = /^node:|^<anonymous>$|node_modules\/@?tslab\/|scripts\/notebook\/kernel\//;
const MAX_FOREIGN = 3;

/** How V8 renders a name of the notebook where it is called, and elsewhere (liveNames.mjs). */
const RENDERED = /\(0 ?, \${2,}([\p{ID_Continue}$]+)\.v\)|\${2,}([\p{ID_Continue}$]+)\.v\b/gu;

/** A text as the reader knows things: paths relative to the repository, names as in the cell. */
export function readable(text) {
  return text
    .replaceAll(`file://${ROOT}/`, "")
    .replaceAll(`${ROOT}/`, "")
    .replace(RENDERED, (_, called, named) => called ?? named);
}

/** Where a frame is in what its author wrote: a cell, or TypeScript of the library. */
function sourcePlace(script, line, column, code) {
  const cell = CELL.exec(script);
  if (cell) {
    const place = code.cell(Number(cell[1]))?.locate(line, column);
    return place && `${script}:${place.line}:${place.column}`;
  }
  const entry = findSourceMap(script)?.findEntry(line - 1, column - 1);
  if (!entry || !("originalSource" in entry)) return `${script}:${line}:${column}`;
  return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

/** A frame in the reader's terms; `isForeign` where it is a package's; undefined for Node's and the kernel's. */
function readSite(site, code) {
  const script = site.getScriptNameOrSourceURL();
  if (!script || HIDDEN.test(script)) return undefined;
  const [line, column] = [site.getLineNumber(), site.getColumnNumber()];
  const place = sourcePlace(script, line, column, code);
  if (!place) return undefined;
  const text = `    at ${String(site).replace(`${script}:${line}:${column}`, () => place)}`;
  return { text: readable(text), isForeign: script.includes("node_modules") };
}

/** Name and message, whatever was thrown with a stack. */
function heading(error) {
  try {
    return readable(Error.prototype.toString.call(error));
  } catch {
    return "Error"; // a name or a message that cannot be read
  }
}

/**
 * Makes `stack` say what the reader can use, for whatever prints it: `console.error`, an error as last
 * value, `console.trace`, the report of a failed cell. V8 asks when a stack is first read.
 */
export function installCellStacks(code) {
  Error.prepareStackTrace = (error, sites) => {
    const read = sites.map((site) => readSite(site, code)).filter((frame) => frame !== undefined);
    const own = read.filter(({ isForeign }) => !isForeign);
    const shown = own.length > 0 ? own : read.slice(0, MAX_FOREIGN); // better a package's place than none
    return [heading(error), ...shown.map(({ text }) => text)].join("\n");
  };
}
