import { writeSync } from "node:fs";
import { inspect } from "node:util";
import { CellQueue } from "./cellQueue.mjs";
import { LibraryNotice } from "./libraryNotice.mjs";
import { redirectOutput } from "./outputStreams.mjs";
import { Pictures } from "./pictures.mjs";
import { jupyter, ROOT, ts } from "./tslab.mjs";

const KNOWN = new Set([
  "kernel_info_request",
  "execute_request",
  "is_complete_request",
  "inspect_request",
  "complete_request",
  "comm_info_request",
  "shutdown_request",
]);
const DELIMITER = "<IDS|MSG>";
/** Time for the last messages to leave before the process ends. */
const FAREWELL_MS = 100;

/** The type of a raw message: tslab warns into the running cell about those it does not know. */
function messageType(frames) {
  const delimiter = frames.findIndex((frame) => frame.toString() === DELIMITER);
  return JSON.parse(frames[delimiter + 2].toString()).msg_type;
}

/** What a failed completion or inspection answers: nothing found. */
function orElse(answer, fallback) {
  try {
    return answer();
  } catch {
    return fallback; // half-typed code may confuse the compiler
  }
}

/** Completion, inspection and introduction, as tslab does them, kept from failing. */
class KernelHandler extends jupyter.JupyterHandlerImpl {
  handleKernel() {
    const info = super.handleKernel();
    info.language_info.version = ts.version;
    return { ...info, status: "ok", banner: `TypeScript ${ts.version}, Node ${process.version}` };
  }

  handleInspect(request) {
    const nothing = { status: "ok", found: false, data: {}, metadata: {} };
    return orElse(() => super.handleInspect(request), nothing);
  }

  handleComplete(request) {
    const at = request.cursor_pos;
    const nothing = { status: "ok", matches: [], cursor_start: at, cursor_end: at, metadata: {} };
    return orElse(() => super.handleComplete(request), nothing);
  }
}

/** tslab's Jupyter server with its mends to execution, errors and shutdown. */
export class KernelServer extends jupyter.ZmqServer {
  #queue = new CellQueue();
  #runner;
  #libraryNotice = new LibraryNotice(ROOT);
  #pictures = new Pictures();
  #displays = Promise.resolve();

  constructor(runner, connectionFile) {
    super(Reflect.construct(KernelHandler, [runner.executor, false]), connectionFile);
    this.#runner = runner;
  }

  async handleShellMessage(socket, ...frames) {
    try {
      if (KNOWN.has(messageType(frames))) await super.handleShellMessage(socket, ...frames);
    } catch (error) {
      writeSync(2, `kernel: a message failed: ${inspect(error)}\n`); // to the terminal: no cell is at fault
    }
  }

  async handleExecute(socket, request) {
    const content = await this.#queue.add(() => this.#execute(request));
    this.#send(request, "execute_reply", content ?? { status: "aborted" }, socket);
  }

  /** tslab answers with the type of another message. */
  handleCommInfoRequest(socket, request) {
    this.#send(request, "comm_info_reply", { status: "ok", comms: {} }, socket);
  }

  /** tslab waits for the event loop to run dry, which a timer of the notebook prevents. */
  handleShutdown(socket, request) {
    const restart = request.content.restart === true;
    this.#send(request, "shutdown_reply", { status: "ok", restart }, socket);
    setTimeout(() => process.exit(this.#runner.hasUnreported ? 1 : 0), FAREWELL_MS);
  }

  async #execute(request) {
    const { code, silent, stop_on_error: stopOnError } = request.content;
    const publish = (type, content) => this.#send(request, type, content, this.iopub);
    redirectOutput((name, text) => publish("stream", { name, text }));
    const displayed = (content, update) => {
      this.#displays = this.#displays.then(async () => {
        const data = await this.#pictures.prepare(content.data, content.transient?.display_id);
        publish(update ? "update_display_data" : "display_data", { ...content, data });
      });
    };
    jupyter.lastWriteDisplayData = displayed; // `tslab.display` writes through it
    const { count, error } = await this.#runner.run(code, {
      silent,
      started: (n) => {
        if (!silent) publish("execute_input", { code, execution_count: n });
        const notice = this.#libraryNotice.before(code);
        if (notice) publish("stream", { name: "stderr", text: `${notice}\n` });
      },
      display: (data) => displayed({ data, metadata: {}, transient: {} }),
    });
    await this.#displays;
    for (const content of await this.#pictures.finished()) publish("update_display_data", content);
    if (!error) return { status: "ok", execution_count: count, payload: [], user_expressions: {} };
    publish("error", error);
    if (stopOnError !== false) await this.#queue.abortWaiting();
    return { status: "error", execution_count: count, ...error };
  }

  #send(request, type, content, socket) {
    const message = request.createReply();
    message.header.msg_type = type;
    message.content = content;
    message.signAndSend(this.connInfo.key, socket);
  }
}
