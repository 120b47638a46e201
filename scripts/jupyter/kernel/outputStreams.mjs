const NAMES = ["stdout", "stderr"];

/**
 * Sends what is written to stdout and stderr to a cell, until the next cell takes over:
 * what a cell's background work prints later still appears below it.
 * @param publish (name, text) → sends a stream message
 */
export function redirectOutput(publish) {
  for (const name of NAMES) {
    const decoder = new TextDecoder();
    process[name].write = (chunk, encoding, done) => {
      publish(name, typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }));
      const callback = typeof encoding === "function" ? encoding : done;
      if (callback) queueMicrotask(callback);
      return true;
    };
  }
}
