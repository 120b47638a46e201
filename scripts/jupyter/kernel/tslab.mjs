import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** The repository: found from this file, so that the kernel works from any folder. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url)).replace(/[\\/]$/, "");

const VERSION = "1.0.22";
const require = createRequire(import.meta.url);
const installed = require("tslab/package.json").version;
if (installed !== VERSION)
  throw new Error(`kernel: tslab must be ${VERSION}, whose internals it mends, got ${installed}`);

const compilerId = require.resolve("@tslab/typescript-for-tslab");
/** The compiler that tslab bundles. */
export const ts = require(compilerId);

const DATA_URL = /\n?\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]+)\s*$/;

/** Splits compiled code from the source map that the compiler wrote at its end. */
function splitMap(code) {
  const found = DATA_URL.exec(code);
  if (!found) return { code, map: undefined };
  const map = JSON.parse(Buffer.from(found[1], "base64").toString("utf8"));
  return { code: code.slice(0, found.index), map };
}

/** What was transpiled last, which is always the cell itself: an ES module, and its map to TypeScript. */
export const lastModule = { code: "", map: undefined };

/** tslab compiles without `strict`; and without source maps, so that its stacks name no line of a cell. */
function createWatchCompilerHost(files, options, ...rest) {
  const mended = { ...options, strict: true, inlineSourceMap: true };
  return ts.createWatchCompilerHost(files, mended, ...rest);
}

/** tslab's second step, from ES module to CommonJS; a cell takes it again, with its names shared. */
function transpileModule(source, options) {
  Object.assign(lastModule, splitMap(source));
  return ts.transpileModule(lastModule.code, options);
}

/** An ES module as CommonJS, with its map. */
export function toCommonJs(code) {
  const compilerOptions = {
    module: ts.ModuleKind.CommonJS,
    esModuleInterop: true,
    target: ts.ScriptTarget.ES2022,
    noImplicitUseStrict: true,
    inlineSourceMap: true,
  };
  return splitMap(ts.transpileModule(code, { fileName: "cell.js", compilerOptions }).outputText);
}

/**
 * tslab's compiler watches every file it has read, and throws when two of them change. The types it
 * knows stay those of the code that Node has loaded, which is not reloaded either.
 */
const unwatched = () => ({ close: () => {} });

// tslab reads the compiler's functions when it is loaded: they are replaced before that.
Object.assign(ts.sys, {
  getCurrentDirectory: () => ROOT,
  watchFile: unwatched,
  watchDirectory: unwatched,
});
const compilerModule = /** @type {NodeJS.Module} */ (require.cache[compilerId]);
compilerModule.exports = { ...ts, createWatchCompilerHost, transpileModule };

export const { createConverter } = require("tslab/dist/converter.js");
export const { createExecutor } = require("tslab/dist/executor.js");
export const { printQuickInfo } = require("tslab/dist/inspect.js");
/** Holds `lastWriteDisplayData`, through which `tslab.display` reaches the running cell. */
export const jupyter = /** @type {any} */ (require("tslab/dist/jupyter.js"));
