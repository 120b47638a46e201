import { inspect, types } from "node:util";
import { ROOT } from "./tslab.mjs";
import { TypeScriptError } from "./typeErrors.mjs";

const CELL_FRAME = /<cell\[(\d+)\]>:(\d+):(\d+)/;
/** Frames that are neither the reader's nor the library's: Node, packages, tslab's wrapper, this kernel. */
const FOREIGN =
  /\bnode:|node_modules|evalmachine\.<anonymous>|scripts\/jupyter\/kernel\/|<anonymous>\)?$/;
const MAX_CAUSES = 3;

/** Paths below the repository as the reader knows them: relative to it. */
function relative(text) {
  return text.replaceAll(`file://${ROOT}/`, "").replaceAll(`${ROOT}/`, "");
}

/** A frame of the stack in the reader's terms, or undefined where it is not theirs. */
function readFrame(frame, code) {
  const found = CELL_FRAME.exec(frame);
  if (!found) return FOREIGN.test(frame) ? undefined : { text: relative(frame) };
  const count = Number(found[1]);
  const place = code.cell(count)?.locate(Number(found[2]), Number(found[3]));
  if (!place) return undefined;
  const named = frame.replace(/\bProxy\./, ""); // tslab keeps what cells declare behind a proxy
  const text = named.replace(CELL_FRAME, () => `<cell [${count}]>:${place.line}:${place.column}`);
  return { text, source: `  ${place.line} | ${code.cell(count).lines[place.line - 1]}` };
}

/** The frames worth reading, the first place in a cell with its line of code. */
function readStack(stack, code) {
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const kept = frames.map((frame) => readFrame(frame, code)).filter(Boolean);
  if (kept.length === 0) return frames.slice(0, 3).map(relative); // better a foreign place than none
  const marked = kept.find((frame) => frame.source);
  return kept.flatMap((frame) => (frame === marked ? [frame.text, frame.source] : [frame.text]));
}

/** Name and message of anything that can be thrown. */
function nameAndMessage(error) {
  if (!types.isNativeError(error) && !(error instanceof Error))
    return { name: "Thrown", message: relative(inspect(error)) };
  return { name: String(error.name || "Error"), message: relative(String(error.message)) };
}

/** An error as the reader sees it: name, message, the places in cells and library, its causes. */
function describe(error, code, depth) {
  const { name, message } = nameAndMessage(error);
  if (error instanceof TypeScriptError) return [`${name}:`, ...error.stack.split("\n")];
  const lines = [...`${name}: ${message}`.split("\n")];
  if (name !== "Interrupted" && typeof error?.stack === "string")
    lines.push(...readStack(error.stack, code));
  if (depth < MAX_CAUSES && error?.cause !== undefined && error.cause !== null)
    lines.push("Caused by:", ...describe(error.cause, code, depth + 1).map((line) => `  ${line}`));
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
