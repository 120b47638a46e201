/** `node scripts/drawStructure.mjs`: docs/structure.svg, the rooms of lib/ and what they import. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { roomImports } from "./lint/structure.mjs";
import { root } from "./setup/paths.mjs";

const BASE = "check, random, …";
/** Small files that nearly every room imports: one box. */
const BASE_FILES = ["check", "interruption", "progress", "display", "random", "profile"];
/** nn/index.ts, which only lists names. */
const LEFT_OUT = ["nn"];

/** The column of each room, and what it holds. @type {Readonly<Record<string, readonly [number, string]>>} */
const PLACES = {
  [BASE]: [2, "errors, random streams"],
  wasm: [1, "memory, OpenBLAS"],
  threads: [0, "one pool of workers"],
  data: [2, "datasets, readers, split"],
  augment: [2, "rotate, crop, mixup, …"],
  evaluate: [3, "accuracy, log loss"],
  features: [1, "scaling, PCA, t-SNE"],
  linear: [0, "logistic regression"],
  "nn/config": [2, "TrainConfig, schedules"],
  "nn/device": [2, "kernels, TensorFlow"],
  "nn/model": [2, "layers, save and load"],
  "nn/training": [2, "loop, optimizers, runs"],
  "nn/tfjsLayers": [3, "your tf.LayersModel"],
  "nn/analysis": [1, "noise, sharpness"],
  search: [4, "grids, random, journal"],
  stats: [5, "intervals, tests, fits"],
  rows: [5, "group, mean, difference"],
  plot: [5, "figures and tables"],
  claims: [5, "rules and verdicts"],
  jobs: [0, "runs on a server"],
  experiment: [2, "cross, tune, compare"],
  study: [2, "what one notebook asks"],
  advise: [1, "your data, one answer"],
  queue: [0, "workers for runs"],
};

const [WIDTH, HEIGHT] = [150, 40];
const [COLUMN, ROW, MARGIN] = [174, 66, 12];

/**
 * The rooms as boxes, each above all that it imports; an arrow that others imply is left out.
 * @param {ReadonlyMap<string, ReadonlySet<string>>} imports by room
 * @returns {string} SVG
 */
export function structurePicture(imports) {
  const rooms = withOneBase(imports);
  const unplaced = [...rooms.keys()].filter((room) => !Object.hasOwn(PLACES, room));
  if (unplaced.length > 0)
    throw new Error(`drawStructure: every room must have a place in PLACES, got ${unplaced}`);
  /** @param {string} room @returns {number} */
  const depth = (room) => Math.max(0, ...[...(rooms.get(room) ?? [])].map((to) => 1 + depth(to)));
  /** @param {string} room @returns {string[]} */
  const below = (room) => [...(rooms.get(room) ?? [])].flatMap((to) => [to, ...below(to)]);
  const top = Math.max(...[...rooms.keys()].map(depth));
  /** @param {string} room */
  const place = (room) => ({
    x: MARGIN + PLACES[room][0] * COLUMN,
    y: MARGIN + (top - depth(room)) * ROW,
  });
  const arrows = [...rooms].flatMap(([room, targets]) =>
    [...targets]
      .filter((to) => ![...targets].some((other) => other !== to && below(other).includes(to)))
      .map((to) => arrow(place(room), place(to))),
  );
  const boxes = [...rooms.keys()].map((room) => box(place(room), room, PLACES[room][1]));
  const columns = Math.max(...Object.values(PLACES).map(([column]) => column));
  const width = 2 * MARGIN + columns * COLUMN + WIDTH;
  const height = 2 * MARGIN + top * ROW + HEIGHT;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif">
<title>The rooms of lib/ and what each imports</title>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#667"/></marker></defs>
<rect width="100%" height="100%" fill="#fff"/>
${[...arrows, ...boxes].join("\n")}
</svg>
`;
}

/** @param {ReadonlyMap<string, ReadonlySet<string>>} imports */
function withOneBase(imports) {
  /** @param {string} room */
  const named = (room) => (BASE_FILES.includes(room) ? BASE : room);
  /** @type {Map<string, Set<string>>} */
  const rooms = new Map();
  for (const [room, targets] of imports) {
    if (LEFT_OUT.includes(room)) continue;
    const kept = rooms.get(named(room)) ?? new Set();
    for (const to of targets) if (named(to) !== named(room)) kept.add(named(to));
    rooms.set(named(room), kept);
  }
  return rooms;
}

/** @typedef {{ readonly x: number, readonly y: number }} Point */

/** @param {Point} from @param {Point} to */
function arrow(from, to) {
  const middle = WIDTH / 2;
  const [x, y] = [from.x + middle, from.y + HEIGHT];
  // It enters beside the middle, on the side that it comes from.
  const [endX, endY] = [to.x + middle + Math.sign(from.x - to.x) * (middle / 2), to.y - 1];
  const bend = Math.min(ROW, endY - y) / 2;
  const path = `M${x} ${y}C${x} ${y + bend} ${endX} ${endY - bend} ${endX} ${endY}`;
  return `<path d="${path}" fill="none" stroke="#99a" marker-end="url(#tip)"/>`;
}

/** @param {Point} at @param {string} room @param {string} words */
function box({ x, y }, room, words) {
  const middle = x + WIDTH / 2;
  return `<rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="5" fill="#eef3fa" stroke="#567"/>
<text x="${middle}" y="${y + 17}" text-anchor="middle" font-size="14" font-weight="600" fill="#123">${room}</text>
<text x="${middle}" y="${y + 33}" text-anchor="middle" font-size="11" fill="#345">${words}</text>`;
}

/** The text of the library's files by path below lib/, with `/`. */
export function libraryFiles() {
  const lib = join(root, "lib");
  const files = readdirSync(lib, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts") && !/^(dist|node_modules)\//.test(file));
  return new Map(files.sort().map((file) => [file, readFileSync(join(lib, file), "utf8")]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(join(root, "docs/structure.svg"), structurePicture(roomImports(libraryFiles())));
  console.log("docs/structure.svg holds the rooms of lib/.");
}
