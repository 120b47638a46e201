import { inspect, types } from "node:util";
import { readable } from "../cells/cellStacks.mjs";
import { TypeScriptError } from "../compile/typeErrors.mjs";

const CELL_FRAME = /<cell \[(\d+)\]>:(\d+):\d+/;
/** Frames that are not the reader's, in stacks that other threads wrote. */
const FOREIGN = /\bnode:|node_modules|scripts\/notebook\/kernel\/|<anonymous>\)?$/;
const MAX_CAUSES = 3;

/** The frames worth reading, the first place in a cell with its line of code. */
function readStack(stack, code) {
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const own = frames.filter((frame) => !FOREIGN.test(frame));
  const kept = (own.length > 0 ? own : frames.slice(0, 3)).map(readable);
  const marked = kept.findIndex((frame) => CELL_FRAME.test(frame));
  const [, count, line] = CELL_FRAME.exec(kept[marked] ?? "") ?? [];
  const source = code.cell(Number(count))?.lines[Number(line) - 1];
  return source === undefined ? kept : kept.toSpliced(marked + 1, 0, `  ${line} | ${source}`);
}

/** Name and message of anything that can be thrown. */
function nameAndMessage(error) {
  if (!types.isNativeError(error) && !(error instanceof Error))
    return { name: "Thrown", message: readable(inspect(error)) };
  return { name: String(error.name || "Error"), message: readable(String(error.message)) };
}

/** The errors within an error, with what they are to it. */
function innerErrors(error) {
  const found = Array.isArray(error?.errors)
    ? error.errors.map((one) => ["One of them:", one])
    : [];
  const named = [
    ["Caused by:", error?.cause],
    ["While disposing:", error?.suppressed && error.error],
    ["Hidden by it:", error?.suppressed],
  ];
  return [...found, ...named.filter(([, inner]) => inner !== undefined && inner !== null)];
}

/** An error as the reader sees it: name, message, the places in cells and library, its causes. */
function describe(error, code, depth) {
  const { name, message } = nameAndMessage(error);
  if (error instanceof TypeScriptError) return [`${name}:`, ...readable(error.stack).split("\n")];
  const lines = [...`${name}: ${message}`.split("\n")];
  if (name !== "Interrupted" && typeof error?.stack === "string")
    lines.push(...readStack(error.stack, code));
  if (depth >= MAX_CAUSES) return lines;
  for (const [title, inner] of innerErrors(error))
    lines.push(title, ...describe(inner, code, depth + 1).map((line) => `  ${line}`));
  return lines;
}

/**
 * The content of Jupyter's `error` message for what a cell threw.
 * @param errors at least one, in order; the first gives the name
 * @param code the {@link CellCode} by which places in cells are found
 */
export function errorReport(errors, code) {
  const read = errors.map(nameAndMessage);
  return {
    ename: read[0].name,
    evalue: read.map((error) => error.message).join("\n"),
    traceback: errors.flatMap((error) => describe(error, code, 0)),
  };
}
