import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROCESS = fileURLToPath(new URL("./painterProcess.mjs", import.meta.url));
/** So many figures in a row that the browser does not answer for, and it is not asked again. */
const MOST_STUCK = 2;

/** Why a figure has no picture. `lasting`: no later one will have any either. */
export class PaintError extends Error {
  /** @override */
  name = "PaintError";

  constructor(message, { lasting = false } = {}) {
    super(message);
    this.lasting = lasting;
  }
}

/** Draws figures with one browser, started with the first of them and ended with this process. */
export class Painter {
  #child;
  #waiting = new Map();
  #asked = 0;
  #stuck = 0;

  /**
   * @param {string} figure plotly's JSON as text
   * @returns {Promise<string>} a PNG in base64; rejects with a PaintError
   */
  paint(figure) {
    this.#child ??= this.#start();
    const id = this.#asked++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, figure });
    });
  }

  #start() {
    // A group of its own: an interrupt of the kernel is none of the browser's.
    const child = fork(PROCESS, [], { detached: true, stdio: "ignore", execArgv: [] });
    child.on("message", (answer) => this.#hear(answer));
    const gone = () => {
      if (this.#child === child) this.#child = undefined;
      if (this.#waiting.size > 0) this.#failAll(this.#noAnswer("the browser that draws it ended"));
    };
    child.once("error", gone).once("exit", gone);
    child.unref();
    child.channel?.unref();
    return child;
  }

  /** @param {any} answer */
  #hear({ id, png, message, stuck, unusable }) {
    if (unusable) this.#failAll(new PaintError(unusable, { lasting: true }));
    const asked = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (png) this.#stuck = 0;
    if (png) asked?.resolve(png);
    else asked?.reject(stuck ? this.#noAnswer(message) : new PaintError(message));
  }

  #noAnswer(message) {
    this.#stuck += 1;
    return new PaintError(message, { lasting: this.#stuck >= MOST_STUCK });
  }

  #failAll(error) {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
