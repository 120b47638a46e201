/**
 * One top-level name of the notebook. All cells read and write `v`, so that code of earlier cells sees
 * what later ones assign. A name that was not initialised yet has no `v` of its own and meets those of
 * the prototype: reading it fails as it does in JavaScript. With an object for each name, its places
 * stay as fast as variables, which properties of one growing object would not.
 */
class Binding {
  constructor(name) {
    this.name = name;
  }

  get v() {
    throw new ReferenceError(`Cannot access '${this.name}' before initialization`);
  }

  set v(value) {
    Object.defineProperty(this, "v", {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
}

/** The top-level names of all cells. */
export class Bindings {
  /** @type {Map<string, Binding>} */
  #bindings = new Map();

  /** Whether a cell has given the name a value. */
  has(name) {
    const binding = this.#bindings.get(name);
    return binding !== undefined && Object.hasOwn(binding, "v");
  }

  /** The binding of a name, a new one where no cell has declared it. */
  of(name) {
    const known = this.#bindings.get(name);
    if (known) return known;
    const binding = new Binding(name);
    this.#bindings.set(name, binding);
    return binding;
  }

  /** The name of something imported: it follows what its module assigns later. */
  link(name, get) {
    const set = Object.getOwnPropertyDescriptor(Binding.prototype, "v")?.set; // a declaration takes the name
    Object.defineProperty(this.of(name), "v", { get, set, enumerable: true, configurable: true });
  }
}
