import { refuse } from "../check.js";
import { escapeText } from "./escapeText.js";
import { type Figure, figure, type Json, type Trace } from "./figure.js";
import { short } from "./heatPanel.js";
import { orderedColor } from "./palette.js";

/** A column that gets an axis of its own. */
export interface ParallelAxis {
  readonly column: string;
  /** With its unit. Default: the column's name. */
  readonly title?: string;
  /** For positive numbers. Default false. */
  readonly log?: boolean;
}

/** The columns of parallel coordinates and the rows that are picked out. */
export interface ParallelCoordinatesOptions {
  readonly title: string;
  /** From top to bottom. A column of few values, or of text, gets a place for each value. */
  readonly axes: readonly ParallelAxis[];
  /** Column of the numbers that rank the rows; lower is better. */
  readonly value: string;
  /** Shares of the rows that are picked out. Default the best 5 % and the best 25 %. */
  readonly best?: readonly [few: number, more: number];
}

const MOST_PLACES = 6;
const QUIET = "rgba(128, 128, 128, 0.9)";
const AXIS_HEIGHT = 72;
/** Height of the strip of labels below an axis, as a share of the distance between two axes. */
const LABELS = 0.32;
/** Fractional parts of its multiples are spread evenly: the golden ratio. */
const GOLDEN = 0.6180339887498949;

/** An axis with the place of each row on it, from 0 to 1; null where a row lacks the column. */
interface Placed {
  readonly title: string;
  readonly places: readonly (number | null)[];
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/**
 * Rows as lines across several axes. The axes lie one below the other, so that their names and values stay
 * readable on a narrow screen; lines are drawn as plain vectors, the better rows on top.
 */
export function parallelCoordinates(
  data: readonly object[],
  { title, axes, value, best = [0.05, 0.25] }: ParallelCoordinatesOptions,
): Figure {
  if (data.length === 0) refuse("parallelCoordinates", "rows must hold at least one row", 0);
  if (axes.length < 2) refuse("parallelCoordinates", "axes must be at least 2", axes.length);
  const placed = axes.map((axis) => placedOn(axis, data));
  const values = data.map((row): unknown => Reflect.get(row, value));
  const order = [...data.keys()].sort((i, j) => scoreOf(values[i]) - scoreOf(values[j]));
  const ends = best.map((share) => Math.ceil(share * data.length));
  const percent = best.map((share) => `${Number((100 * share).toPrecision(2))} %`);
  const groups = [
    {
      name: "the others",
      rows: order.slice(ends[1]),
      color: "rgba(128, 128, 128, 0.25)",
      width: 1,
    },
    {
      name: `best ${percent[1]}`,
      rows: order.slice(ends[0], ends[1]),
      color: orderedColor(0.75).replace("rgb(", "rgba(").replace(")", ", 0.5)"),
      width: 1,
    },
    { name: `best ${percent[0]}`, rows: order.slice(0, ends[0]), color: orderedColor(0), width: 2 },
  ];
  return figure(
    groups
      .filter(({ rows }) => rows.length > 0)
      .map(
        ({ name, rows, color, width }): Trace => ({
          type: "scatter",
          mode: "lines",
          name,
          ...linesOf(rows, placed, width > 1),
          line: { color, width },
          hoverinfo: "skip",
        }),
      ),
    {
      title: escapeText(title),
      xaxis: { visible: false, range: [-0.03, 1.03], fixedrange: true },
      yaxis: { visible: false, range: [axes.length - 0.65, -0.3], fixedrange: true },
      shapes: placed.map((_, y): Json => axisLine(y)),
      annotations: placed.flatMap(({ title: name, ticks }, y): Json[] => [
        heading(name, y),
        ...ticks.map(({ at, text }) => tick(text, at, y)),
      ]),
      meta: { keepHeight: true }, // on a phone too, as it follows from the rows
      height: 60 + AXIS_HEIGHT * axes.length,
      margin: { l: 16, r: 16, t: 88, b: 8 },
      legend: {
        orientation: "h",
        x: 0,
        y: 1,
        xanchor: "left",
        yanchor: "bottom",
        traceorder: "reversed",
      },
    },
  );
}

function scoreOf(value: unknown): number {
  return typeof value === "number" && !Number.isNaN(value) ? value : Number.POSITIVE_INFINITY;
}

/**
 * One line down the axes for each row, apart from the next by a gap. It runs straight down through an axis's
 * strip of labels, or leaves the strip out.
 */
function linesOf(
  rows: readonly number[],
  placed: readonly Placed[],
  throughLabels: boolean,
): { x: (number | null)[]; y: (number | null)[] } {
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  for (const row of rows) {
    for (const [axis, { places }] of placed.entries()) {
      x.push(places[row]);
      y.push(axis);
      if (axis === placed.length - 1) break;
      x.push(throughLabels ? places[row] : null, places[row]);
      y.push(axis + LABELS, axis + LABELS);
    }
    x.push(null);
    y.push(null);
  }
  return { x, y };
}

function placedOn(
  { column, title = column, log = false }: ParallelAxis,
  data: readonly object[],
): Placed {
  const cells = data.map((row): unknown => Reflect.get(row, column));
  const present = cells.filter((cell) => cell !== undefined);
  if (present.length === 0)
    refuse("parallelCoordinates", `rows must have the column "${column}"`, data[0]);
  if (present.every(Number.isNaN))
    refuse(
      "parallelCoordinates",
      `some "${column}" must be a number; a real target has a loss, no accuracy`,
      "NaN",
    );
  const distinct = [...new Set(present)];
  const numeric = present.every((cell) => typeof cell === "number" && Number.isFinite(cell));
  return numeric && distinct.length > MOST_PLACES
    ? { title, ...scaled(cells as (number | undefined)[], column, log) }
    : {
        title,
        ...listed(cells, numeric ? distinct.sort((a, b) => Number(a) - Number(b)) : distinct),
      };
}

/** Values at places of their own, in a band of some width so that lines do not hide each other. */
function listed(cells: readonly unknown[], distinct: readonly unknown[]): Omit<Placed, "title"> {
  const n = distinct.length;
  return {
    places: cells.map((cell, i) => {
      const at = distinct.indexOf(cell);
      return at < 0 ? null : (at + 0.5 + 0.5 * (((i + 1) * GOLDEN) % 1) - 0.25) / n;
    }),
    ticks: distinct.map((cell, at) => ({ at: (at + 0.5) / n, text: escapeText(cell) })),
  };
}

function scaled(
  cells: readonly (number | undefined)[],
  column: string,
  log: boolean,
): Omit<Placed, "title"> {
  const numbers = cells.filter((cell) => cell !== undefined);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  if (log && low <= 0) refuse("parallelCoordinates", `column "${column}" must be above 0`, low);
  const of = (v: number): number =>
    log ? Math.log(v / low) / Math.log(high / low) : (v - low) / (high - low);
  const at = [0, 0.25, 0.5, 0.75, 1];
  const back = (share: number): number =>
    log ? low * (high / low) ** share : low + share * (high - low);
  return {
    places: cells.map((cell) => (cell === undefined ? null : of(cell))),
    ticks: at.map((share) => ({ at: share, text: short(back(share)) })),
  };
}

function axisLine(y: number): Json {
  return { type: "line", x0: 0, x1: 1, y0: y, y1: y, line: { color: QUIET, width: 1.5 } };
}

function heading(name: string, y: number): Json {
  const text = `<b>${escapeText(name)}</b>`;
  return {
    text,
    x: 0,
    y,
    xanchor: "left",
    yanchor: "bottom",
    showarrow: false,
    font: { size: 13 },
  };
}

function tick(text: string, x: number, y: number): Json {
  const xanchor = x < 0.05 ? "left" : x > 0.95 ? "right" : "center";
  return { text, x, y, xanchor, yanchor: "top", showarrow: false, font: { size: 12 } };
}
