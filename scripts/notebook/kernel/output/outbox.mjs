/** Text is gathered this long once more than {@link AT_ONCE} messages of it have left within the time. */
const WINDOW_MS = 50;
const AT_ONCE = 10;
/** Characters of gathered text that leave without waiting. */
const LARGE = 1 << 20;

/**
 * What cells put out, in the order in which they did: text on the two streams, displays, errors.
 *
 * Text leaves at once while there is little of it, so that it shows before a long computation; a flood
 * is gathered into few messages. A display whose bundle is still being prepared holds up all behind it.
 * Each message is encoded before anything changes: an interrupt in the middle of it loses nothing.
 */
export class Outbox {
  /** The request whose cell the output belongs to: the last one's, also after it has ended. */
  parent = undefined;
  #encode;
  #send;
  #prepare;
  #closing = false;
  /** Messages behind one that is being prepared, which is the first. */
  #queue = [];
  /** Gathered text: { parent, name, text }. */
  #text;
  #timer;
  #window = { end: 0, sent: 0 };

  /**
   * @param {{ encode: (parent: any, type: string, content: any) => any, send: (message: any) => void,
   *   prepare: (data: any, displayId?: string) => any }} ways the message of a content; how it leaves;
   *   `prepare` gets the MIME bundle of each display, with the id of one that can be updated, and returns
   *   the bundle to show, or a promise of it
   */
  constructor({ encode, send, prepare }) {
    this.#encode = encode;
    this.#send = send;
    this.#prepare = prepare;
  }

  /** Text on `stdout` or `stderr`. */
  write(name, text) {
    if (text === "") return;
    const { parent } = this;
    if (this.#text && (this.#text.name !== name || this.#text.parent !== parent)) this.flush();
    if (this.#text) this.#text.text += text;
    else this.#text = { parent, name, text };
    const now = performance.now();
    if (now >= this.#window.end) this.#window = { end: now + WINDOW_MS, sent: 0 };
    this.#window.sent += 1;
    const large = this.#text.text.length >= LARGE;
    if (this.#window.sent <= AT_ONCE || large || this.#closing) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), WINDOW_MS);
  }

  /** A display, or with `update` the new content of one. */
  display({ data, metadata = {}, transient = /** @type {any} */ ({}) }, update = false) {
    const type = update ? "update_display_data" : "display_data";
    const { parent } = this;
    const message = (shown) => this.#encode(parent, type, { data: shown, metadata, transient });
    const plain = message(data); // what cannot be encoded fails here, in the cell
    this.flush();
    const prepared = this.#prepare(data, transient.display_id);
    if (prepared === data) this.#add({ message: plain });
    else this.#add(this.#awaited(prepared, message, plain));
  }

  /** Any other message about the running cell. */
  publish(type, content) {
    const message = this.#encode(this.parent, type, content);
    this.flush();
    this.#add({ message });
  }

  /** Sends the gathered text. */
  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#text) return;
    const { parent, name, text } = this.#text;
    const message = this.#encode(parent, "stream", { name, text });
    this.#text = undefined;
    this.#add({ message });
  }

  /** Sends all that there is; fulfilled when the last of it has left. */
  async drained() {
    this.flush();
    while (this.#queue.length > 0) await this.#queue[0].ready;
  }

  /** Sends all that there is now, displays as they are. */
  release() {
    this.flush();
    for (const item of this.#queue) item.release?.();
  }

  /** Sends all that there is, and whatever comes until the process ends at once. */
  close() {
    this.#closing = true;
    this.release();
  }

  /** A display in preparation: shown as it was if that fails or is released before. */
  #awaited(prepared, message, plain) {
    /** @type {{ message: unknown, ready?: Promise<unknown>, release?: () => void }} */
    const item = { message: plain };
    item.ready = new Promise((resolve) => {
      const settle = (found) => {
        if (item.ready === undefined) return;
        item.message = found;
        item.ready = undefined;
        this.#advance();
        resolve(undefined);
      };
      item.release = () => settle(plain);
      Promise.resolve(prepared)
        .then((shown) => settle(message(shown)))
        .catch(item.release);
    });
    return item;
  }

  #add(item) {
    if (this.#queue.length === 0 && !item.ready) this.#send(item.message);
    else this.#queue.push(item);
  }

  #advance() {
    while (this.#queue.length > 0 && !this.#queue[0].ready) this.#send(this.#queue.shift().message);
  }
}
