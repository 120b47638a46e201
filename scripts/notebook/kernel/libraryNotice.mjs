import { join } from "node:path";
import { compiledFrom, fingerprint } from "../../libraryBuild.mjs";

const IMPORT = /\b(?:from|import|require)\s*\(?\s*["']batchwise["'/]/;
/** So often at most the sources are read, by cells that import nothing. */
const SECONDS_BETWEEN_LOOKS = 2;
const EDITED =
  "The sources in lib/ have changed since they were compiled; this notebook runs the older code. Run `npm run build`, then restart the kernel.";
const RENEWED =
  "lib/ was compiled anew after this kernel had loaded it; this notebook runs the older code. Restart the kernel.";

/** Tells the reader that a notebook does not run the library as it stands in `lib/`. */
export class LibraryNotice {
  #lib;
  /** What the library was compiled from when this kernel loaded it; undefined before, or where unknown. */
  #loaded;
  #looked = Number.NEGATIVE_INFINITY;
  #told = new Set();

  /** @param {string} root the repository */
  constructor(root) {
    this.#lib = join(root, "lib");
  }

  /**
   * @param {string} code of the cell that is about to run
   * @returns {string | undefined} a line to show, each once
   */
  before(code) {
    const imports = IMPORT.test(code);
    if (!imports && this.#loaded === undefined) return undefined;
    const now = performance.now() / 1000;
    if (!imports && now - this.#looked < SECONDS_BETWEEN_LOOKS) return undefined;
    this.#looked = now;
    const compiled = compiledFrom(this.#lib);
    if (compiled === undefined) return undefined; // not by `npm run build`: nothing is known
    this.#loaded ??= compiled;
    const line = this.#edited(compiled) ? EDITED : compiled === this.#loaded ? undefined : RENEWED;
    if (line === undefined || this.#told.has(line)) return undefined;
    this.#told.add(line);
    return line;
  }

  #edited(compiled) {
    try {
      return fingerprint(this.#lib) !== compiled;
    } catch {
      return false; // a file that was just removed or renamed
    }
  }
}
