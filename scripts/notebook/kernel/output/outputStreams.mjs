const NAMES = ["stdout", "stderr"];

/**
 * Sends what is written to stdout and stderr elsewhere. Bytes are put together to characters, whichever
 * way they were cut and encoded. Only what goes through Node's two streams is seen: code cells, worker
 * threads, and the output of child processes that is piped to them. What others write to the file
 * descriptors 1 and 2 themselves (native libraries, children with inherited descriptors) goes to
 * Jupyter's terminal.
 * @param {(name: string, text: string) => boolean} publish false: there is no place for it yet
 * @returns {() => void} ends the characters that were begun
 */
export function redirectOutput(publish) {
  const ends = NAMES.map((name) => {
    const stream = process[name];
    const terminal = stream.write.bind(stream);
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    const end = () => {
      const text = decoder.decode();
      if (text !== "") publish(name, text);
    };
    stream.write = (chunk, encoding, done) => {
      const callback = typeof encoding === "function" ? encoding : done;
      const text = decoder.decode(bytesOf(chunk, encoding), { stream: true });
      if (!publish(name, text)) return terminal(chunk, encoding, done);
      if (callback) process.nextTick(callback, null);
      return true;
    };
    // Whoever ends it hears that it has, but it stays open: the next cell writes to it too.
    stream.end = (chunk, encoding, done) => {
      const callback = [chunk, encoding, done].find((given) => typeof given === "function");
      if (chunk !== undefined && chunk !== null && chunk !== callback)
        stream.write(chunk, encoding);
      if (callback) process.nextTick(callback);
      process.nextTick(() => stream.emit("finish"));
      return stream;
    };
    return end;
  });
  return () => {
    for (const end of ends) end();
  };
}

/**
 * Text as Node's own streams encode it: half a surrogate pair becomes U+FFFD.
 * @param {unknown} chunk
 * @param {unknown} encoding
 * @returns {Uint8Array}
 */
function bytesOf(chunk, encoding) {
  const known = typeof encoding === "string" ? encoding : "utf8";
  if (typeof chunk === "string") return Buffer.from(chunk, /** @type {BufferEncoding} */ (known));
  if (ArrayBuffer.isView(chunk)) return /** @type {Uint8Array} */ (chunk);
  throw new TypeError(`write: chunk must be a string or bytes, got ${typeof chunk}`);
}
