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

/** The two maps of the code transpiled last: ES module → TypeScript, CommonJS → ES module. */
export const lastMaps = { toTypeScript: undefined, toModule: undefined };

/** tslab compiles without `strict`; and without source maps, so that its stacks name no line of a cell. */
function createWatchCompilerHost(files, options, ...rest) {
  const mended = { ...options, strict: true, inlineSourceMap: true };
  return ts.createWatchCompilerHost(files, mended, ...rest);
}

/** tslab's second step, from ES module to CommonJS: the cell itself is always transpiled last. */
function transpileModule(source, options) {
  const input = splitMap(source);
  const compilerOptions = { ...options.compilerOptions, inlineSourceMap: true };
  const result = ts.transpileModule(input.code, { ...options, compilerOptions });
  const output = splitMap(result.outputText);
  lastMaps.toTypeScript = input.map;
  lastMaps.toModule = output.map;
  return { ...result, outputText: output.code };
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
