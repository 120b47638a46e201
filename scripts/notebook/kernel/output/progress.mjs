import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../compile/tslab.mjs";

/** Where the library looks for what shows its progress. */
const OFFERED = Symbol.for("batchwise.progress");
/** Work that is over sooner shows nothing. */
const PATIENCE_MS = 1000;

const { newDisplay } = createRequire(import.meta.url)("tslab");

/** A place for a bar that appears when the work has taken a while. */
function latePlace() {
  const due = performance.now() + PATIENCE_MS;
  let place;
  return {
    html: (content) => {
      if (performance.now() < due) return;
      place ??= newDisplay();
      place.html(content);
    },
  };
}

/** Shows long work of the library in the cell that waits for it, once the library has been built. */
export async function offerProgress() {
  try {
    const url = pathToFileURL(join(ROOT, "lib", "dist", "plot", "progressBar.js")).href;
    const { progressBar } = await import(url);
    globalThis[OFFERED] = () => progressBar(latePlace());
  } catch (/** @type {any} */ error) {
    if (error?.code !== "ERR_MODULE_NOT_FOUND") throw error; // a notice says that it is not built
  }
}
