import { Painter } from "./painter.mjs";

const PLOTLY = "application/vnd.plotly.v1+json";
const PNG = "image/png";
const MOST_CHARACTERS = 16e6;
/** Where the cell's AbortSignal is offered, see interruption.mjs. */
const OFFERED = Symbol.for("batchwise.interrupt");
const MEND =
  "To have pictures, install Chrome, Chromium or Edge, or set CHROME_PATH, and restart the kernel; BATCHWISE_PICTURES=off ends this note.";

/** What the work gives, or undefined as soon as the reader interrupts the cell. */
function unlessInterrupted(work) {
  const signal = globalThis[OFFERED];
  return new Promise((resolve, reject) => {
    const stop = () => {
      if (signal.reason?.name === "Interrupted") resolve(undefined);
    };
    signal?.addEventListener("abort", stop);
    if (signal?.aborted) stop();
    work.then(resolve, reject).finally(() => signal?.removeEventListener("abort", stop));
  });
}

/**
 * Puts beside each plotly figure that a notebook publishes its picture, for all that shows notebooks
 * without plotly.js: exported HTML, GitHub. A figure that cannot be drawn goes out as it is.
 */
export class Pictures {
  #painter;
  #off;
  #say;
  #said = new Set();
  /** The last content of each display that was left without a picture, by its id. */
  #unpainted = new Map();

  /**
   * @param {{ painter?: { paint(figure: string): Promise<string> }, off?: boolean, say?: (line: string) => void }} [options]
   *   off: figures go out as they are (default: whether BATCHWISE_PICTURES is "off", as in a report's run, which draws afterwards);
   *   say: where the reader is told, once, why there are no pictures (default: stderr)
   */
  constructor({
    painter = new Painter(),
    off = process.env["BATCHWISE_PICTURES"] === "off",
    say = (line) => process.stderr.write(`${line}\n`),
  } = {}) {
    this.#painter = painter;
    this.#off = off;
    this.#say = say;
  }

  /**
   * A display that can be updated in place gets its picture not here but from {@link finished}: a
   * hundred updates are one picture.
   * @param {Record<string, unknown>} data MIME bundle
   * @param {string} [displayId] of a display that can be updated
   * @returns {Record<string, unknown> | Promise<Record<string, unknown>>} the bundle to publish, at once where it
   *   is as it was
   */
  prepare(data, displayId) {
    if (displayId !== undefined) this.#unpainted.delete(displayId);
    if (this.#off || !isFigure(data)) return data;
    if (displayId === undefined) return this.#painted(data);
    this.#unpainted.set(displayId, data);
    return data;
  }

  /**
   * At the end of a cell: what to publish as `update_display_data`.
   * @returns {Promise<{ data: object, metadata: object, transient: { display_id: string } }[]>}
   */
  async finished() {
    const contents = [];
    for (const [id, data] of [...this.#unpainted]) {
      const painted = await this.#painted(data);
      if (this.#unpainted.get(id) !== data) continue; // updated meanwhile
      this.#unpainted.delete(id);
      if (painted !== data)
        contents.push({ data: painted, metadata: {}, transient: { display_id: id } });
    }
    return contents;
  }

  async #painted(data) {
    try {
      const figure = JSON.stringify(data[PLOTLY]);
      if (figure.length > MOST_CHARACTERS)
        throw new Error(`it is larger than ${MOST_CHARACTERS / 1e6} MB`);
      const png = this.#off ? undefined : await unlessInterrupted(this.#painter.paint(figure));
      return png ? { ...data, [PNG]: png } : data;
    } catch (error) {
      this.#explain(error);
      return data;
    }
  }

  /** @param {any} error */
  #explain({ message, lasting }) {
    if (lasting) this.#off = true;
    const line = lasting
      ? `Figures have no pictures where plotly.js does not run (exported HTML, GitHub): ${message}. ${MEND}`
      : `A figure has no picture where plotly.js does not run (exported HTML, GitHub): ${message}.`;
    if (!this.#said.has(line)) this.#say(line);
    this.#said.add(line);
  }
}

function isFigure(data) {
  const figure = data?.[PLOTLY];
  return (
    typeof figure === "object" && figure !== null && !(PNG in data) && !("image/svg+xml" in data)
  );
}
