import { existsSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { types } from "node:util";
import { ROOT } from "../compile/tslab.mjs";
import { printTensors } from "../output/tensorText.mjs";

/** @returns {{ found?: any, error?: any }} */
function attempt(find) {
  try {
    return { found: find() };
  } catch (error) {
    return { error };
  }
}

const isPath = (id) => /^\.{0,2}\//.test(id);
const urlOf = (path) => pathToFileURL(path).href;

/** Node names the file that imports: the kernel's, not the reader's. */
function withoutImporter(error) {
  if (typeof error?.message === "string")
    error.message = error.message.replace(/ imported from \S+$/, "");
  return error;
}

/** A module's names as `import` gives them; a CommonJS module's as TypeScript types them. */
function namespaceOf(exported) {
  if (types.isModuleNamespaceObject(exported) || exported?.__esModule) return exported;
  const names = Object.create(null);
  for (const name in exported)
    Object.defineProperty(names, name, { get: () => exported[name], enumerable: true });
  return Object.defineProperty(names, "default", { value: exported, enumerable: true });
}

/** Loads what cells import, as from a file in the repository's folder. */
export class ModuleLoader {
  /** Modules that are cells or TypeScript files: their code, and the modules that were made of it. */
  #codes = new Map();
  #made = new Map();
  require = this.#requireFrom(ROOT, createRequire(`${ROOT}/cell.js`));

  /** Takes modules compiled to CommonJS, instead of those it has of the same paths. */
  add(modules) {
    for (const { path, code } of modules) {
      this.#codes.set(path, code);
      this.#made.delete(path);
    }
  }

  /** The names of a module. A package's CommonJS form is taken only where `import` takes it too. */
  async load(id) {
    const names = await this.#load(id);
    printTensors();
    return names;
  }

  async #load(id) {
    if (this.#own(ROOT, id) || id.endsWith(".json")) return namespaceOf(this.require(id));
    const required = attempt(() => this.require.resolve(id));
    const imported = attempt(() => import.meta.resolve(isPath(id) ? urlOf(resolve(ROOT, id)) : id));
    const url = imported.found;
    const isOther =
      url?.startsWith("file:") &&
      existsSync(fileURLToPath(url)) &&
      url !== urlOf(required.found ?? "");
    if (required.found && !isOther) {
      const loaded = attempt(() => this.require(id));
      if (!loaded.error) return namespaceOf(loaded.found);
      if (loaded.error.code !== "ERR_REQUIRE_ASYNC_MODULE") throw loaded.error;
    }
    if (!url) throw withoutImporter(imported.error);
    return await import(url);
  }

  /** The path of one of the own modules, as seen from a folder. */
  #own(folder, id) {
    if (!isPath(id)) return undefined;
    const path = resolve(folder, id);
    return [path, `${path}.js`].find((one) => this.#codes.has(one));
  }

  #requireFrom(folder, require) {
    return new Proxy(require, {
      apply: (_, self, [id]) => {
        const path = typeof id === "string" ? this.#own(folder, id) : undefined;
        return path === undefined ? Reflect.apply(require, self, [id]) : this.#make(path);
      },
    });
  }

  #make(path) {
    const made = this.#made.get(path);
    if (made) return made.exports;
    const module = /** @type {any} */ (new Module(path));
    this.#made.set(path, module);
    module.filename = path;
    module.require = this.#requireFrom(dirname(path), createRequire(path));
    module._compile(this.#codes.get(path), path);
    return module.exports;
  }
}
