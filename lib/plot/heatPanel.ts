import { escapeText } from "./escapeText.js";
import type { Json, Layout, Trace } from "./figure.js";
import { axisSuffix, panelHeading } from "./panelHeading.js";

/** A cell's place and one of its numbers; Infinity and NaN mean that it diverged. */
export interface HeatCell {
  readonly x: unknown;
  readonly y: number;
  readonly value: number;
}

/** Where a panel stands among the others, and its words. */
export interface PanelPlace {
  readonly index: number;
  readonly name: unknown;
  /** Empty: none, as for yTitle. */
  readonly xTitle: string;
  readonly yTitle: string;
  readonly valueTitle: string;
}

interface Drawn {
  readonly traces: readonly Trace[];
  readonly axes: Layout;
  readonly heading: Json;
  readonly outlines: readonly Json[];
}

interface HeatGrid {
  /** Across, in order of appearance. */
  readonly xs: readonly unknown[];
  /** Upwards, rising. */
  readonly ys: readonly number[];
  /** Means by place, from the lowest y on; undefined where there is no cell. */
  readonly values: readonly (readonly (number | undefined)[])[];
}

const OUTLINE = "rgb(209, 73, 91)";
const QUIET = "rgba(128, 128, 128, 0.9)";

/** One map of a heat map: cells of equal size at whole-numbered places, whatever their values. */
export function drawPanel(cells: readonly HeatCell[], place: PanelPlace): Drawn {
  const grid = gridOf(cells);
  const suffix = axisSuffix(place.index);
  const [xaxis, yaxis] = [`x${suffix}`, `y${suffix}`];
  return {
    traces: [
      { ...mapTrace(grid, place), xaxis, yaxis },
      { ...divergedTrace(grid), xaxis, yaxis },
    ],
    axes: axesOf(grid, place, suffix),
    heading: panelHeading(escapeText(place.name), place.index),
    outlines: bestOf(grid).map(({ c, r }) => ({
      type: "rect",
      xref: xaxis,
      yref: yaxis,
      x0: c - 0.5,
      x1: c + 0.5,
      y0: r - 0.5,
      y1: r + 0.5,
      line: { color: OUTLINE, width: 3 },
    })),
  };
}

function gridOf(cells: readonly HeatCell[]): HeatGrid {
  const xs = [...new Set(cells.map((cell) => cell.x))];
  const ys = [...new Set(cells.map((cell) => cell.y))].sort((a, b) => a - b);
  const values = ys.map((y) =>
    xs.map((x) => {
      const here = cells.filter((cell) => cell.x === x && cell.y === y);
      const sum = here.reduce((total, cell) => total + cell.value, 0);
      return here.length === 0 ? undefined : sum / here.length;
    }),
  );
  return { xs, ys, values };
}

function mapTrace({ xs, ys, values }: HeatGrid, place: PanelPlace): Trace {
  const of = [place.xTitle, place.valueTitle, place.name].map(escapeText);
  return {
    type: "heatmap",
    x: xs.map((_, c) => c),
    y: ys.map((_, r) => r),
    z: values.map((row) => row.map((v) => (Number.isFinite(v) ? Math.log10(Number(v)) : null))),
    text: values.map((row, r) =>
      row.map((v, c) => `${escapeText(xs[c])} at ${short(ys[r])}: ${short(v ?? Number.NaN)}`),
    ),
    hovertemplate: `${of[0]} %{text} (${of[1]})<extra>${of[2]}</extra>`,
    hoverongaps: false,
    coloraxis: "coloraxis",
    xgap: 1,
    ygap: 1,
  };
}

function divergedTrace({ values }: HeatGrid): Trace {
  const lost = values.flatMap((row, r) =>
    row.flatMap((v, c) => (v === undefined || Number.isFinite(v) ? [] : [{ r, c }])),
  );
  return {
    type: "scatter",
    mode: "markers",
    x: lost.map(({ c }) => c),
    y: lost.map(({ r }) => r),
    marker: { symbol: "x-thin", size: 8, color: QUIET, line: { width: 2, color: QUIET } },
    hovertemplate: "diverged<extra></extra>",
    showlegend: false,
  };
}

/** The place of the lowest number of each column that has one. */
function bestOf({ xs, values }: HeatGrid): { c: number; r: number }[] {
  return xs.flatMap((_, c) => {
    const column = values.map((row) => row[c] ?? Number.NaN);
    const least = Math.min(...column.filter(Number.isFinite));
    return Number.isFinite(least) ? [{ c, r: column.indexOf(least) }] : [];
  });
}

function axesOf({ xs, ys }: HeatGrid, { xTitle, yTitle }: PanelPlace, suffix: string): Layout {
  const every = (n: number, step: number): number[] =>
    Array.from({ length: n }, (_, i) => i).filter((i) => i % step === 0);
  // More labels than these would run into each other in half a page.
  const across = every(xs.length, xs.length > 6 ? 2 : 1);
  const up = every(ys.length, 3);
  const bare = { showgrid: false, showline: false, ticks: "" };
  return {
    [`xaxis${suffix}`]: {
      ...bare,
      title: { text: escapeText(xTitle), standoff: 6 },
      tickvals: across,
      ticktext: across.map((c) => escapeText(xs[c])),
      range: [-0.5, xs.length - 0.5],
    },
    [`yaxis${suffix}`]: {
      ...bare,
      title: { text: escapeText(yTitle) },
      tickvals: up,
      ticktext: up.map((r) => short(ys[r])),
      range: [-0.5, ys.length - 0.5],
    },
  };
}

/** Two digits: enough to name a cell. */
export function short(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(2))) : "diverged";
}
