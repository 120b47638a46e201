import { refuse } from "../check.js";
import { numberIn } from "../rows/columns.js";
import { type ColumnOf, type Row, rowOf } from "../rows/row.js";
import { escapeText } from "./escapeText.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import type { AxisOptions } from "./lineChart.js";

/** The columns of a surface and its titles. */
export interface SurfaceChartOptions<R extends object = Row> {
  readonly title: string;
  /** Column of numbers: the positions of the grid along one axis. */
  readonly x: ColumnOf<R>;
  readonly y: ColumnOf<R>;
  /** Column of the surface's height. */
  readonly z: ColumnOf<R>;
  /** Column whose values, in order of appearance, make one surface each, side by side. */
  readonly panel: ColumnOf<R>;
  readonly xTitle?: string;
  readonly yTitle?: string;
  readonly zAxis?: Pick<AxisOptions, "title" | "log">;
}

/** Seen a little from above, so that the bottom of a valley shows. */
const CAMERA: Layout = { eye: { x: 1.5, y: 1.5, z: 0.9 }, center: { x: 0, y: 0, z: -0.15 } };

/** Rows on a grid as surfaces that can be turned, all of them on one scale of height and colour. */
export function surfaceChart<R extends object>(
  data: readonly R[],
  options: SurfaceChartOptions<R>,
): Figure {
  const { x, y, z, panel, zAxis = {}, xTitle = x, yTitle = y } = options;
  const { title: zTitle = z, log = false } = zAxis;
  const rows = data.map(rowOf);
  if (rows.length === 0) refuse("surfaceChart", "rows must hold at least one row", 0);
  const heights = rows
    .map((row) => number(row, z))
    .filter((v) => Number.isFinite(v) && (v > 0 || !log));
  if (heights.length === 0) refuse("surfaceChart", `some "${z}" must be drawable`, "none");
  const shown = (height: number): number => (log ? Math.log10(height) : height);
  const range = [shown(Math.min(...heights)), shown(Math.max(...heights))];
  const panels = [...new Set(rows.map((row) => row[panel]))];
  const traces = panels.map((name, i): Trace => {
    const part = rows.filter((row) => row[panel] === name);
    const xs = positions(part, x);
    const ys = positions(part, y);
    const at = new Map(part.map((row) => [`${number(row, x)} ${number(row, y)}`, number(row, z)]));
    const height = (down: number, across: number): number =>
      at.get(`${across} ${down}`) ??
      refuse(
        "surfaceChart",
        `"${z}" must be known at every point of the grid`,
        `${across}, ${down}`,
      );
    const grid = ys.map((down) => xs.map((across) => height(down, across)));
    const drawable = (v: number): number | null =>
      Number.isFinite(v) && (v > 0 || !log) ? shown(v) : null;
    return {
      type: "surface",
      scene: i === 0 ? "scene" : `scene${i + 1}`,
      name: escapeText(name),
      x: xs,
      y: ys,
      z: grid.map((line) => line.map(drawable)),
      // What the reader sees is the height itself, not its logarithm.
      customdata: grid.map((line) => line.map((v) => (Number.isFinite(v) ? v : null))),
      coloraxis: "coloraxis",
      contours: { z: { show: true, usecolormap: true, project: { z: true } } },
      hovertemplate: `${escapeText(xTitle)}: %{x:.2f}<br>${escapeText(yTitle)}: %{y:.2f}<br>${escapeText(zTitle)}: %{customdata:.3g}<extra>${escapeText(name)}</extra>`,
    };
  });
  const ticks = log ? decades(range) : {};
  const axis = (title: string, more: Layout = {}): Layout => ({
    title: { text: escapeText(title) },
    showspikes: false,
    ...more,
  });
  const share = 1 / panels.length;
  const scenes = panels.map((_, i): [string, Layout] => [
    i === 0 ? "scene" : `scene${i + 1}`,
    {
      domain: { x: [i * share, (i + 1) * share], y: [0, 1] },
      xaxis: axis(xTitle),
      yaxis: axis(yTitle),
      zaxis: axis("", { range, ...ticks }), // the colour bar says what it is
      aspectmode: "cube",
      camera: CAMERA,
    },
  ]);
  return figure(traces, {
    title: escapeText(options.title),
    ...Object.fromEntries(scenes),
    // Named like its scene, so that a narrow page can stack both.
    annotations: panels.map((name, i) => ({
      name: scenes[i][0],
      text: escapeText(name),
      font: { size: 14 },
      xref: "paper",
      yref: "paper",
      x: (i + 0.5) * share,
      y: 1,
      yanchor: "bottom",
      showarrow: false,
    })),
    coloraxis: {
      colorscale: "Viridis",
      cmin: range[0],
      cmax: range[1],
      colorbar: {
        title: { text: escapeText(zTitle), side: "right" },
        ...ticks,
        thickness: 14,
        len: 0.7,
        outlinewidth: 0,
      },
    },
    margin: { l: 8, r: 8, t: 72, b: 8 },
    height: 480,
    meta: { keepHeight: true }, // stacked on a phone
  });
}

function number(row: Row, column: string): number {
  return numberIn("surfaceChart", row, column);
}

function positions(rows: readonly Row[], column: string): number[] {
  return [...new Set(rows.map((row) => number(row, column)))].sort((a, b) => a - b);
}

/** Ticks of an axis of base-10 logarithms, at 1, 2 and 5 of each decade. */
function decades([low, high]: readonly number[]): Layout {
  const powers = Array.from(
    { length: Math.ceil(high) - Math.floor(low) + 1 },
    (_, i) => 10 ** (Math.floor(low) + i),
  );
  const wide = high - low > 2;
  const values = powers
    .flatMap((power) => (wide ? [power] : [power, 2 * power, 5 * power]))
    .filter((value) => Math.log10(value) >= low && Math.log10(value) <= high);
  return {
    tickvals: values.map(Math.log10),
    ticktext: values.map((value) => String(Number(value.toPrecision(1)))),
  };
}
