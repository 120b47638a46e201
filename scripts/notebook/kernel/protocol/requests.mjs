import { completeness } from "../compile/completeness.mjs";
import { jupyter, ts } from "../compile/tslab.mjs";
import { unbroken } from "../interrupt/breakOff.mjs";

/** What a failed completion or inspection answers: nothing found. */
function orElse(answer, fallback) {
  try {
    return unbroken(answer);
  } catch {
    return fallback; // half-typed code may confuse the compiler
  }
}

/** Jupyter counts Unicode characters, JavaScript UTF-16 units. */
const toUnits = (code, characters) => Array.from(code).slice(0, characters).join("").length;
const toCharacters = (code, units) => Array.from(code.slice(0, units)).length;

/** The code that a request must have. */
function codeOf({ code }) {
  if (typeof code !== "string") throw new TypeError(`code must be a string, got ${typeof code}`);
  return code;
}

/** Completion, inspection and introduction, as tslab does them, kept from failing. */
class TslabHandler extends jupyter.JupyterHandlerImpl {
  handleKernel() {
    const info = super.handleKernel();
    info.language_info.version = ts.version;
    const banner = `TypeScript ${ts.version}, Node ${process.version}`;
    return { ...info, status: "ok", banner, debugger: false, help_links: [] };
  }

  handleInspect(content) {
    const [code, at] = [codeOf(content), content.cursor_pos];
    const nothing = { status: "ok", found: false, data: {}, metadata: {} };
    return orElse(() => super.handleInspect({ code, cursor_pos: toUnits(code, at) }), nothing);
  }

  handleComplete(content) {
    const [code, at] = [codeOf(content), content.cursor_pos];
    const nothing = { status: "ok", matches: [], cursor_start: at, cursor_end: at, metadata: {} };
    return orElse(() => {
      const found = super.handleComplete({ code, cursor_pos: toUnits(code, at) });
      const start = toCharacters(code, found.cursor_start);
      return { ...found, cursor_start: start, cursor_end: toCharacters(code, found.cursor_end) };
    }, nothing);
  }
}

/** The content of a reply that refuses. */
export function refusal(ename, evalue) {
  return { status: "error", ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

const PORTS = ["shell", "iopub", "stdin", "control", "hb"].map((name) => `${name}_port`);

/**
 * What the kernel answers without running anything, by the type of the request.
 * @param {{ executor: any, connection: any, history: import("./history.mjs").History }} kernel
 * @returns {Record<string, (content: any) => object>}
 */
export function answers({ executor, connection, history }) {
  const handler = Reflect.construct(TslabHandler, [executor, false]);
  return {
    kernel_info_request: () => handler.handleKernel(),
    inspect_request: (content) => handler.handleInspect(content),
    complete_request: (content) => handler.handleComplete(content),
    is_complete_request: (content) => unbroken(() => completeness(codeOf(content))),
    history_request: (content) => history.reply(content),
    comm_info_request: () => ({ status: "ok", comms: {} }),
    connect_request: () => Object.fromEntries(PORTS.map((port) => [port, connection[port]])),
    debug_request: ({ command, seq }) => ({
      type: "response",
      request_seq: seq,
      seq,
      command,
      success: false,
      message: "this kernel has no debugger for notebooks: start it with node --inspect instead",
    }),
  };
}
