import { pathToFileURL } from "node:url";
import { ROOT } from "../compile/tslab.mjs";
import { Resources } from "./resources.mjs";

/** What the code of one cell (liveNames.mjs) works on. */
export class CellScope {
  #bindings;
  #loader;
  /** The cell's last value. */
  last;
  /** What the cell exports as default: nobody imports it. */
  default;
  /** The names that the cell has given their values. */
  finished = new Set();

  constructor(bindings, loader) {
    this.#bindings = bindings;
    this.#loader = loader;
  }

  /** `import.meta`: as of a file in the repository's folder. */
  get meta() {
    const url = pathToFileURL(`${ROOT}/cell.js`).href;
    return { url, filename: `${ROOT}/cell.js`, dirname: ROOT, resolve: import.meta.resolve };
  }

  of(name) {
    return this.#bindings.of(name);
  }

  /** A `var` begins as undefined, or keeps what an earlier cell gave it. */
  hoist(name) {
    if (!this.#bindings.has(name)) this.of(name).v = undefined;
  }

  /** An enum or a namespace begins anew. */
  renew(name) {
    this.of(name).v = undefined;
  }

  done(...names) {
    for (const name of names) this.finished.add(name);
  }

  /** For a block with `using`. */
  resources() {
    return new Resources();
  }

  /** `import(id)`, also of what a cell or TypeScript file is. */
  async import(id) {
    return await this.#loader.load(String(id));
  }

  /** Loads what the cell imports, in its order. */
  async load(imports) {
    for (const { id, names } of imports) {
      const found = await this.#loader.load(id);
      for (const [local, name] of names) {
        if (name !== "*" && !(name in found))
          throw new SyntaxError(`import: ${JSON.stringify(id)} has no export named '${name}'`);
        this.#bindings.link(local, name === "*" ? () => found : () => found[name]);
      }
    }
  }
}
