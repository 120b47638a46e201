import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** The repository: found from this file, so that the kernel works from any folder. */
export const ROOT = fileURLToPath(new URL("../../../../", import.meta.url)).replace(/[\\/]$/, "");

const VERSION = "1.0.22";
const require = createRequire(import.meta.url);
const installed = require("tslab/package.json").version;
if (installed !== VERSION)
  throw new Error(`kernel: tslab must be ${VERSION}, whose internals it mends, got ${installed}`);

const compilerId = require.resolve("@tslab/typescript-for-tslab");
/** The compiler that tslab bundles. */
export const ts = require(compilerId);

/** What lib/ is compiled with (tsconfig.base.json), where tslab has it otherwise. */
const OPTIONS = {
  strict: true,
  lib: ["lib.es2023.d.ts"],
  moduleResolution: ts.ModuleResolutionKind.Bundler, // reads `exports` of package.json
  customConditions: ["node"],
  experimentalDecorators: false,
  disableTopLevelAwait: false,
  inlineSourceMap: true, // by which stacks name the lines of a cell
};

/** What Node has and the compiler's own declarations lack. */
const DECLARATIONS = ["es2023", ...("groupBy" in Object ? ["es2024"] : [])].map((name) =>
  fileURLToPath(new URL(`./${name}.d.ts`, import.meta.url)),
);

function createWatchCompilerHost(files, options, ...rest) {
  return ts.createWatchCompilerHost(
    [...files, ...DECLARATIONS],
    { ...options, ...OPTIONS },
    ...rest,
  );
}

/** Of the converter that was created last: its program's builder, which tslab keeps to itself. */
let latest = { builder: /** @type {any} */ (undefined) };

function createWatchProgram(host) {
  const { afterProgramCreate } = host;
  const own = { builder: /** @type {any} */ (undefined) };
  latest = own;
  host.afterProgramCreate = (builder) => {
    own.builder = builder;
    afterProgramCreate(builder);
  };
  const watch = ts.createWatchProgram(host);
  const updateRootFileNames = (files) => watch.updateRootFileNames([...files, ...DECLARATIONS]);
  return { ...watch, updateRootFileNames };
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
compilerModule.exports = { ...ts, createWatchCompilerHost, createWatchProgram };

const { createConverter } = require("tslab/dist/converter.js");

/**
 * tslab's converter, with the program that it compiles cells in.
 * @returns `{ converter, update }`: `update(declarations, source)` gives the compiler a cell and what
 *   earlier ones declared, and returns the program's builder, in which the cell is `CELL_FILE`
 */
export function openCompiler() {
  const converter = createConverter({ isJS: false, isBrowser: false });
  const own = latest;
  const update = (declarations, source) => {
    // Asking for the first place of the cell's file costs nothing and makes tslab read the cell.
    converter.inspect(declarations, source, -CELL_PREFIX.length);
    return own.builder;
  };
  return { converter, update };
}

/** What tslab puts before every cell: it makes the cell a module. */
export const CELL_PREFIX = `export {};${ts.sys.newLine}`;
export const CELL_FILE = `${ROOT}/__tslab__.ts`;

export const { getCodeMetadata } = require("tslab/dist/metadata.js");
/** Holds `lastWriteDisplayData`, through which `tslab.display` reaches the running cell. */
export const jupyter = /** @type {any} */ (require("tslab/dist/jupyter.js"));
