/**
 * Which rooms of lib/ each room may import from, itself aside: dependencies point one way. A room is a
 * folder, of nn/ each folder within, or a file beside them.
 */
const base = ["check", "random", "interruption", "progress", "display", "profile"];
const values = [...base, "data", "augment", "features", "evaluate"];
const engines = [...values, "threads", "wasm"];
const results = ["search", "stats", "rows", "plot"];
const nn = ["nn/config", "nn/device", "nn/model", "nn/training"];
const neural = [...nn, "nn/tfjsLayers", "nn/analysis"];

/** @type {Readonly<Record<string, readonly string[]>>} */
export const MAY_IMPORT = {
  check: [],
  interruption: [],
  progress: [],
  display: [],
  random: ["check"],
  profile: ["check"],
  wasm: ["check"],
  threads: ["check", "wasm"],
  data: base,
  augment: [...base, "data", "wasm"],
  evaluate: [...base, "data"],
  features: [...base, "data", "evaluate", "wasm"],
  linear: engines,
  "nn/config": engines,
  "nn/device": [...engines, "nn/config"],
  "nn/model": [...engines, "nn/config", "nn/device"],
  "nn/training": [...engines, "nn/config", "nn/device", "nn/model"],
  "nn/tfjsLayers": [...engines, ...nn],
  "nn/analysis": [...engines, ...nn],
  nn: [...engines, ...neural],
  search: base,
  stats: base,
  rows: [...base, "stats"],
  plot: [...base, "stats", "rows"],
  claims: [...base, ...results],
  jobs: [...base, "data", "search"],
  experiment: [...engines, ...neural, "linear", ...results, "jobs"],
  study: [...engines, ...neural, "linear", ...results, "jobs", "experiment"],
  advise: [...engines, ...neural, ...results, "jobs", "experiment"],
  queue: [...base, "data", "search", "jobs", "experiment", "advise"],
};

/**
 * What is wrong with the structure of the library: an arrow against the directions, or a circle of files.
 * Types count, and so does a module that is started by its URL, as threads are.
 * @param {ReadonlyMap<string, string>} files text by path below lib/, with `/`
 * @returns {string[]} one sentence for each fault
 */
export function structureFaults(files) {
  const arrows = new Map([...files].map(([file, text]) => [file, importsOf(file, text, files)]));
  return [...wrongDirections(arrows), ...circles(arrows)];
}

/**
 * Which rooms the files of each room import from, the room itself aside.
 * @param {ReadonlyMap<string, string>} files text by path below lib/, with `/`
 * @returns {Map<string, Set<string>>} in the order of the directions
 */
export function roomImports(files) {
  /** @type {Map<string, Set<string>>} */
  const rooms = new Map(Object.keys(MAY_IMPORT).map((room) => [room, new Set()]));
  for (const [file, text] of files)
    for (const target of importsOf(file, text, files))
      if (roomOf(target) !== roomOf(file)) rooms.get(roomOf(file))?.add(roomOf(target));
  return rooms;
}

/** @typedef {ReadonlyMap<string, readonly string[]>} Arrows */

const IMPORT =
  /(?:\bfrom|\bimport|\bimport\(|\bnew URL\()\s*["'](\.{1,2}\/[^"']+?)(?:\.js|\.ts)?["']/g;

/** @param {string} file @param {string} text @param {ReadonlyMap<string, string>} files */
function importsOf(file, text, files) {
  const found = [...text.matchAll(IMPORT)].map(([, path]) => new URL(path, `file:///${file}`));
  return found.map((url) => `${url.pathname.slice(1)}.ts`).filter((path) => files.has(path));
}

/** @param {string} file */
function roomOf(file) {
  const [first, second, third] = file.split("/");
  if (second === undefined) return first.replace(/\.ts$/, "");
  return first === "nn" && third !== undefined ? `nn/${second}` : first;
}

/** @param {Arrows} arrows */
function* wrongDirections(arrows) {
  for (const [file, targets] of arrows) {
    const room = roomOf(file);
    if (room === "index") continue;
    const allowed = MAY_IMPORT[room];
    if (allowed === undefined) yield `${file}: ${room} has no place in scripts/lint/structure.mjs`;
    else
      for (const target of targets)
        if (roomOf(target) !== room && !allowed.includes(roomOf(target)))
          yield `${file} imports ${target}: ${room} may import ${allowed.join(", ") || "nothing"}`;
  }
}

/** @param {Arrows} arrows */
function* circles(arrows) {
  /** @type {Map<string, "open" | "done">} */
  const state = new Map();
  /** @type {string[]} */
  const path = [];
  /** @param {string} file @returns {Generator<string>} */
  function* visit(file) {
    if (state.get(file) === "done") return;
    if (state.get(file) === "open") {
      yield `a circle: ${[...path.slice(path.indexOf(file)), file].join(" → ")}`;
      return;
    }
    state.set(file, "open");
    path.push(file);
    for (const target of arrows.get(file) ?? []) yield* visit(target);
    path.pop();
    state.set(file, "done");
  }
  for (const file of arrows.keys()) yield* visit(file);
}
