/** What `using` holds in one block, as the language defines it; Node has no such object before 24. */
export class Resources {
  /** @type {{ value: any, dispose: () => unknown }[]} */
  #held = [];
  /** What the block, or disposing of it, has thrown. */
  #failure;

  /** Takes a value to dispose of, the last one first.  */
  hold(value, isAsync) {
    if (value === null || value === undefined) return value;
    const dispose = (isAsync ? value[Symbol.asyncDispose] : undefined) ?? value[Symbol.dispose];
    if (typeof dispose !== "function") {
      const method = isAsync ? "[Symbol.asyncDispose] or [Symbol.dispose]" : "[Symbol.dispose]";
      throw new TypeError(`using: the value must have a method ${method}`);
    }
    this.#held.push({ value, dispose });
    return value;
  }

  /** The block has thrown: that is what comes out, with what disposing of it throws. */
  fail(error) {
    const suppressed = this.#failure;
    if (!suppressed) this.#failure = { error };
    else {
      const message = "an error while disposing hides another, its `suppressed`";
      const both = Object.assign(new Error(message), { error, suppressed: suppressed.error });
      both.name = "SuppressedError";
      this.#failure = { error: both };
    }
  }

  dispose() {
    for (const { value, dispose } of this.#held.reverse()) {
      try {
        dispose.call(value);
      } catch (error) {
        this.fail(error);
      }
    }
    if (this.#failure) throw this.#failure.error;
  }

  async disposeAsync() {
    for (const { value, dispose } of this.#held.reverse()) {
      try {
        await dispose.call(value);
      } catch (error) {
        this.fail(error);
      }
    }
    if (this.#failure) throw this.#failure.error;
  }
}
