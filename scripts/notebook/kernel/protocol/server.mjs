import { CellQueue } from "../cells/cellQueue.mjs";
import { jupyter, ROOT } from "../compile/tslab.mjs";
import { LibraryNotice } from "../libraryNotice.mjs";
import { Outbox } from "../output/outbox.mjs";
import { redirectOutput } from "../output/outputStreams.mjs";
import { Pictures } from "../output/pictures.mjs";
import { History } from "./history.mjs";
import { Wire } from "./message.mjs";
import { answers, refusal } from "./requests.mjs";
import { complain, listen, send, takeMessages } from "./sockets.mjs";

/** Jupyter's side of the kernel: every request gets its reply, between the statuses busy and idle. */
export class KernelServer {
  #wire;
  #sockets;
  #outbox;
  #endCharacters;
  #answers;
  #runner;
  #queue = new CellQueue();
  #history = new History();
  #libraryNotice = new LibraryNotice(ROOT);
  #pictures = new Pictures();
  /** The request of the running cell. */
  #running;

  /**
   * @param {import("../cells/cellRunner.mjs").CellRunner} runner
   * @param {any} connection what Jupyter's connection file holds
   * @param {Awaited<ReturnType<typeof import("./sockets.mjs").bindSockets>>} sockets bound to it
   */
  constructor(runner, connection, sockets) {
    this.#runner = runner;
    this.#sockets = sockets;
    this.#wire = new Wire(connection.key ?? "");
    this.#outbox = new Outbox({
      encode: (parent, type, content) => [type, ...this.#wire.write(parent, type, content)],
      send: (frames) => send(this.#sockets.iopub, frames),
      prepare: (data, displayId) => this.#pictures.prepare(data, displayId),
    });
    const { executor } = runner;
    this.#answers = answers({ executor, connection, history: this.#history });
  }

  /** From then on requests are answered, and output is the last cell's. */
  start() {
    const { shell, control, hb } = this.#sockets;
    this.#publish(undefined, "status", { execution_state: "starting" });
    this.#endCharacters = redirectOutput((name, text) => {
      if (this.#outbox.parent) this.#outbox.write(name, text);
      return this.#outbox.parent !== undefined;
    });
    jupyter.lastWriteDisplayData = (content, update) => this.#outbox.display(content, update);
    process.on("exit", () => this.#outbox.close()); // also where a cell ends the process
    for (const socket of [shell, control])
      void listen(socket, (frames) => this.#receive(socket, frames));
    void listen(hb, (frames) => send(hb, frames));
  }

  /** Stops the running cell. */
  interrupt() {
    this.#outbox.release();
    this.#runner.interrupt();
  }

  /** Goes on after something was broken off. */
  resume() {
    this.#runner.brokenOff();
    takeMessages();
  }

  #receive(socket, frames) {
    let request;
    try {
      request = this.#wire.read(frames);
    } catch (error) {
      complain("a message was ignored", error);
      return;
    }
    if (request.header.msg_type === "execute_request") void this.#execute(socket, request);
    else this.#answer(socket, request);
  }

  #answer(socket, request) {
    const type = request.header.msg_type;
    this.#status(request, "busy");
    const reply = this.#content(request);
    const name = type.replace(/_request$/, "_reply");
    if (name !== type)
      send(socket, [...request.identities, ...this.#wire.write(request, name, reply)]);
    if (type === "shutdown_request") this.#publish(request, name, reply);
    this.#status(request, "idle");
    if (this.#running) this.#status(this.#running, "busy"); // clients show the last status there was
    if (type === "shutdown_request") endProcess();
  }

  #content(request) {
    const { content } = request;
    const type = request.header.msg_type;
    try {
      if (type === "shutdown_request") return { status: "ok", restart: content.restart === true };
      if (type === "interrupt_request") {
        this.interrupt();
        return { status: "ok" };
      }
      if (type === "comm_open") {
        // Whoever opens a comm to a target that is not there is told so.
        this.#publish(request, "comm_close", { comm_id: content.comm_id, data: {} });
        return undefined;
      }
      const answer = Object.hasOwn(this.#answers, type) ? this.#answers[type] : undefined;
      return answer?.(content) ?? refusal("UnknownRequest", `the kernel knows no ${type}`);
    } catch (error) {
      return refusal("BadRequest", `${type} could not be answered: ${error}`);
    }
  }

  async #execute(socket, request) {
    const reply = (content) =>
      send(socket, [...request.identities, ...this.#wire.write(request, "execute_reply", content)]);
    const ran = await this.#queue.add(async () => {
      this.#running = request;
      const content = await this.#run(request).catch((error) =>
        refusal("KernelError", String(error)),
      );
      await this.#outbox.drained();
      reply(content);
      this.#running = undefined;
      this.#status(request, "idle");
      return true;
    });
    if (ran) return;
    this.#status(request, "busy");
    reply({ status: "aborted" });
    this.#status(request, "idle");
  }

  /** Runs a cell: the content of the reply. */
  async #run(request) {
    const { code, silent = false, store_history: store = !silent } = request.content;
    const { stop_on_error: stopOnError = true } = request.content;
    if (typeof code !== "string") {
      this.#status(request, "busy");
      return refusal("BadRequest", `execute_request: code must be a string, got ${typeof code}`);
    }
    const { count, error } = await this.#runner.run(code, {
      counted: store && !silent,
      started: (n) => {
        this.#endCharacters(); // the last cell's
        this.#outbox.flush();
        this.#outbox.parent = request;
        this.#status(request, "busy");
        if (!silent) this.#outbox.publish("execute_input", { code, execution_count: n });
        if (store && !silent) this.#history.add(n, code);
        const notice = this.#libraryNotice.before(code);
        if (notice) this.#outbox.write("stderr", `${notice}\n`);
      },
      display: (data) => this.#outbox.display({ data }),
    });
    this.#endCharacters();
    for (const content of await this.#pictures.finished()) this.#outbox.display(content, true);
    if (!error) return { status: "ok", execution_count: count, payload: [], user_expressions: {} };
    this.#outbox.publish("error", error);
    if (stopOnError) await this.#queue.abortWaiting();
    return { status: "error", execution_count: count, ...error };
  }

  #status(request, state) {
    this.#publish(request, "status", { execution_state: state });
  }

  /** At once, before what may wait in the outbox. */
  #publish(request, type, content) {
    send(this.#sockets.iopub, [type, ...this.#wire.write(request, type, content)]);
  }
}

/** Ends the process, whatever the notebook does at its end. The sockets stay open as long as there is output. */
function endProcess() {
  try {
    process.exit(0);
  } finally {
    process.exit(0); // an exit handler threw: they are not called again
  }
}
