import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./setup/paths.mjs";

const lib = join(root, "lib");
const dist = join(lib, "dist");
const data = join(root, "data");
/** What of `data/` the library reads; other files there are the user's own. */
const carried = /^((digits|blood-cells)[\\/]|downloads\.json$)/;
const compiled = /\.(js|d\.ts)(\.map)?$/;
/** The declarations once more, as those of a CommonJS module: before 5.8, TypeScript refuses `require` of the others. */
const commonjs = "commonjs";

/** Makes lib/dist whole after a compilation: with the data that the package carries, without what has no source any more. */
export function completePackage() {
  for (const file of filesOf(dist)) if (isStale(file)) rmSync(join(dist, file));
  for (const file of filesOf(data).filter((name) => carried.test(name)))
    copy(join(data, file), join(dist, "data", file));
  for (const file of filesOf(dist).filter((name) => name.endsWith(".d.ts")))
    if (!file.startsWith(commonjs)) copy(join(dist, file), join(dist, commonjs, file));
  write(join(dist, commonjs, "package.json"), Buffer.from('{ "type": "commonjs" }\n'));
}

/** @param {string} folder @returns {string[]} paths below it */
function filesOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
}

/** @param {string} file below lib/dist */
function isStale(file) {
  if (!compiled.test(file)) return false;
  const [top, ...below] = file.split(/[\\/]/);
  const source = top === commonjs ? join(...below) : file;
  return !existsSync(join(lib, source.replace(compiled, ".ts")));
}

/** @param {string} from @param {string} to */
function copy(from, to) {
  write(to, readFileSync(from));
}

/** Whole or not at all, and not where nothing changes: other processes may be reading. @param {string} file @param {Buffer} bytes */
function write(file, bytes) {
  if (existsSync(file) && readFileSync(file).equals(bytes)) return;
  mkdirSync(dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  writeFileSync(part, bytes);
  renameSync(part, file);
}
