import { median } from "../statistics.mjs";
import { namesIn } from "./compare.mjs";

/** @typedef {import("../growth.mjs").Row} Row */
/** @typedef {{ low: number, high: number, at: (value: number) => number }} Axis a range of values and their places */

const COLUMNS = 3;
const [WIDTH, HEIGHT] = [300, 210];
/** Of a panel, around its lines. */
const [LEFT, RIGHT, TOP, BOTTOM] = [52, 22, 44, 38];
const HEAD = 34;
const LETTERS_A_LINE = 44;

/** Both grounds and all letters follow the reader's choice, so that they always fit each other. */
const STYLE = `
text { font: 11px system-ui, sans-serif; fill: #333 }
.title { font-weight: 600; fill: #111 }
.ground { fill: #fff }
.grid { stroke: #ddd }
.ours { stroke: #4477d6; fill: #4477d6 }
.peer { stroke: #d97700; fill: #d97700 }
path { fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
  text { fill: #ccc }
  .title { fill: #eee }
  .ground { fill: #14171c }
  .grid { stroke: #333942 }
}`;

/** @param {string} text */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
/** @param {number} place */
const rounded = (place) => Number(place.toFixed(1));

/** A logarithmic axis. @param {readonly number[]} values @param {number} start @param {number} end @returns {Axis} */
function axis(values, start, end) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const width = Math.log(high / low) || 1;
  return {
    low,
    high,
    at: (value) => rounded(start + ((end - start) * Math.log(value / low)) / width),
  };
}

/** A time in its usual unit: 20 µs, 3 ms, 1 s. @param {number} seconds */
export function timeLabel(seconds) {
  const [factor, unit] = seconds < 1e-3 ? [1e6, "µs"] : seconds < 1 ? [1e3, "ms"] : [1, "s"];
  return `${Number((seconds * factor).toPrecision(2))} ${unit}`;
}

/** Powers of ten around the values, at most about five of them. @param {readonly number[]} values */
function decades(values) {
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values))));
  const step = Math.ceil((last - first) / 4);
  const count = Math.ceil((last - first) / step);
  return Array.from({ length: count + 1 }, (_, i) => Number(`1e${first + i * step}`));
}

/** Words on at most two lines, divided behind a comma if there is one. @param {string} text */
function wrapped(text) {
  if (text.length <= LETTERS_A_LINE) return [text];
  const comma = text.lastIndexOf(", ", LETTERS_A_LINE - 1) + 1;
  const cut = comma > 0 ? comma : text.lastIndexOf(" ", LETTERS_A_LINE);
  return [text.slice(0, cut), text.slice(cut + 1)];
}

/** Lines of one series. @param {readonly Row[]} rows */
function panel(rows) {
  const [{ case: name, against, peer }] = rows;
  const times = rows.map(({ seconds }) => median(seconds));
  const sizes = [...new Set(rows.map(({ size }) => size))].sort((a, b) => a - b);
  const ticks = decades(times);
  const x = axis(sizes, LEFT, WIDTH - RIGHT);
  const y = axis(ticks, HEIGHT - BOTTOM, TOP);
  const lines = ["Batchwise", peer].map((subject) => {
    const points = rows
      .filter((row) => row.subject === subject)
      .map(({ size, seconds }) => [x.at(size), y.at(median(seconds))]);
    if (points.length === 0) return "";
    const kind = subject === "Batchwise" ? "ours" : "peer";
    const dots = points.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3"/>`).join("");
    return `<g class="${kind}"><path d="M${points.map((point) => point.join(" ")).join("L")}"/>${dots}</g>`;
  });
  const grid = ticks.map(
    (tick) =>
      `<path class="grid" style="stroke-width:1" d="M${LEFT} ${y.at(tick)}H${WIDTH - RIGHT}"/><text x="${LEFT - 6}" y="${y.at(tick) + 4}" text-anchor="end">${timeLabel(tick)}</text>`,
  );
  const marks = sizes.map(
    (size) =>
      `<text x="${x.at(size)}" y="${HEIGHT - BOTTOM + 15}" text-anchor="middle">${sizeLabel(size)}</text>`,
  );
  const title = wrapped(`${name} (${peer})`).map(
    (line, i) => `<text class="title" x="8" y="${16 + 14 * i}">${escaped(line)}</text>`,
  );
  const below = `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - BOTTOM + 30}" text-anchor="middle">${against}</text>`;
  return [...title, ...grid, ...marks, below, ...lines].join("\n");
}

/** 1,000,000 as 1 M. @param {number} size */
function sizeLabel(size) {
  if (size >= 1e6) return `${size / 1e6} M`;
  return size.toLocaleString("en-US");
}

/**
 * The lines of all series, one beside the other.
 * @param {readonly Row[]} rows
 * @returns {string} SVG
 */
export function growthPicture(rows) {
  const names = namesIn(rows);
  const [width, height] = [
    COLUMNS * WIDTH,
    HEAD + Math.max(1, Math.ceil(names.length / COLUMNS)) * HEIGHT,
  ];
  const panels = names.map((name, i) => {
    const [left, top] = [(i % COLUMNS) * WIDTH, HEAD + Math.floor(i / COLUMNS) * HEIGHT];
    return `<g transform="translate(${left} ${top})">\n${panel(rows.filter((row) => row.case === name))}\n</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title>Time against size on log-log scales, of Batchwise and of the library in brackets</title>
<style>${STYLE}
</style>
<rect class="ground" width="100%" height="100%"/>
<g class="ours"><path d="M12 18h24"/></g><text x="42" y="22">Batchwise</text>
<g class="peer"><path d="M122 18h24"/></g><text x="152" y="22">the library in brackets</text>
${panels.join("\n")}
</svg>
`;
}
