import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

const DELIMITER = "<IDS|MSG>";
/** A surrogate without its other half, as JSON writes it; first the escaped backslash that only looks like it. */
const LONE_SURROGATE = /\\\\|\\ud[89a-f][0-9a-f]{2}/g;

/** JSON that every client can write down as UTF-8. */
function toJson(value) {
  const json = JSON.stringify(value);
  if (!json.includes("\\ud")) return json;
  return json.replace(LONE_SURROGATE, (found) => (found === "\\\\" ? found : "\\ufffd"));
}

/**
 * Jupyter's wire format: signed frames from and to messages.
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
 */
export class Wire {
  #key;
  #session = randomUUID();

  /** @param {string} key of the connection file; empty: nothing is signed */
  constructor(key) {
    this.#key = key;
  }

  /** The message of the frames; throws where they are malformed or not signed with the key. */
  read(frames) {
    const at = frames.findIndex((frame) => frame.toString() === DELIMITER);
    if (at < 0 || frames.length < at + 6) throw new Error("the message is not complete");
    const [signature, ...parts] = frames.slice(at + 1);
    const expected = Buffer.from(this.#sign(parts.slice(0, 4), parts.slice(4)));
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
      throw new Error("the message is not signed with the kernel's key");
    const [header, , , content] = parts.slice(0, 4).map((part) => JSON.parse(part.toString()));
    if (typeof header?.msg_type !== "string") throw new Error("the message has no type");
    return { identities: frames.slice(0, at), header, content: content ?? {} };
  }

  /** The frames of a message about `parent`, after those that say where it goes. */
  write(parent, type, content) {
    const header = {
      msg_id: randomUUID(),
      session: this.#session,
      username: "kernel",
      date: new Date().toISOString(),
      msg_type: type,
      version: "5.3",
    };
    const parts = [header, parent?.header ?? {}, {}, content].map(toJson);
    return [DELIMITER, this.#sign(parts, []), ...parts];
  }

  #sign(parts, buffers) {
    if (this.#key === "") return "";
    const hash = createHmac("sha256", this.#key);
    for (const part of [...parts, ...buffers]) hash.update(part);
    return hash.digest("hex");
  }
}
