import { refuse } from "../check.js";
import { finiteIn } from "../rows/columns.js";
import { type ColumnOf, type Row, rowOf } from "../rows/row.js";
import { escapeText } from "./escapeText.js";
import { type Figure, figure, type Json, type Layout, type Trace } from "./figure.js";
import { categoryColors } from "./palette.js";
import { axisSuffix, panelHeading } from "./panelHeading.js";

/** Grey images that a point can show while the pointer is on it. */
export interface ScatterPictures {
  /** (n, rows · cols), from 0 to 1. */
  readonly x: Float32Array;
  /** Of one image: [rows, cols] or [rows, cols, 1]. */
  readonly shape: readonly number[];
}

/** The columns of a scatter chart, its titles and the pictures of its points. */
export interface ScatterChartOptions<R extends object = Row> {
  readonly title: string;
  /** Columns of the places of the points. */
  readonly x: ColumnOf<R>;
  readonly y: ColumnOf<R>;
  /** Column whose values get a colour each; one that is a single character stands at the point itself. */
  readonly label: ColumnOf<R>;
  /** Legend title. Default: the column's name. */
  readonly labelTitle?: string;
  /** Column whose values, in order of appearance, make one panel each. Default: one panel. */
  readonly panel?: ColumnOf<R>;
  /** Panels side by side. Default 2, which a narrow screen has room for. */
  readonly columns?: number;
  /** What the axes show. Default: nothing, for maps whose coordinates mean nothing. */
  readonly axes?: { readonly x: string; readonly y: string };
  /** Images, and the column that holds each row's number among them. */
  readonly pictures?: { readonly of: ScatterPictures; readonly column: ColumnOf<R> };
}

/**
 * Rows as points in one or more panels, coloured by a label. With pictures, the page that shows the figure
 * draws a point's image while the pointer is on it; they travel in the figure's `meta`, as text.
 * @example
 * ```ts
 * import { scatterChart } from "batchwise";
 *
 * const rows = [
 *   { x: 0, y: 1, digit: "3" },
 *   { x: 2, y: 1, digit: "8" },
 * ];
 * const figure = scatterChart(rows, { title: "A map", x: "x", y: "y", label: "digit" });
 * console.log(figure.data.map(({ name }) => name)); // [ '3', '8' ]
 * ```
 */
export function scatterChart<R extends object>(
  data: readonly R[],
  options: ScatterChartOptions<R>,
): Figure {
  const { x, y, label, labelTitle = label, panel, columns = 2, axes, pictures } = options;
  const rows = data.map(rowOf);
  const wanted = [x, y, label, ...(panel ? [panel] : []), ...(pictures ? [pictures.column] : [])];
  if (rows.length === 0) refuse("scatterChart", "rows must hold at least one row", 0);
  for (const column of wanted)
    if (!rows.every((row) => column in row))
      refuse("scatterChart", `every row must have the column "${column}"`, rows[0]);
  const panels = panel === undefined ? [""] : valuesOf(rows, panel);
  const labels = valuesOf(rows, label).sort((a, b) => String(a).localeCompare(String(b), "en"));
  const colors = categoryColors(labels.length);
  const glyphs = labels.every((name) => String(name).length === 1);
  const traces = panels.flatMap((name, p) =>
    labels.map((own, l): Trace => {
      const part = rows.filter(
        (row) => row[label] === own && (panel === undefined || row[panel] === name),
      );
      const text = escapeText(own);
      return {
        type: "scatter",
        mode: glyphs ? "text" : "markers",
        name: text,
        legendgroup: text,
        showlegend: p === 0 && !glyphs,
        x: part.map((row) => finiteIn("scatterChart", row, x)),
        y: part.map((row) => finiteIn("scatterChart", row, y)),
        ...(glyphs ? { text, textfont: { color: colors[l], size: 11 } } : {}),
        marker: { color: colors[l], size: 6, opacity: 0.8 },
        ...(pictures
          ? { customdata: part.map((row) => finiteIn("scatterChart", row, pictures.column)) }
          : {}),
        hovertemplate: `${escapeText(labelTitle)} ${text}<extra>${escapeText(name)}</extra>`,
        xaxis: `x${axisSuffix(p)}`,
        yaxis: `y${axisSuffix(p)}`,
      };
    }),
  );
  const lines = Math.ceil(panels.length / columns);
  return figure(traces, {
    title: escapeText(options.title),
    ...Object.assign({}, ...panels.map((_, p) => panelAxes(p, axes))),
    annotations:
      panel === undefined ? [] : panels.map((name, p) => panelHeading(escapeText(name), p)),
    grid: {
      rows: lines,
      columns: Math.min(columns, panels.length),
      pattern: "independent",
      xgap: 0.06,
      ygap: 0.16,
    },
    legend: {
      title: { text: escapeText(labelTitle) },
      x: 1.02,
      y: 1,
      xanchor: "left",
      itemsizing: "constant",
    },
    height: 140 + 280 * lines,
    ...(axes ? {} : { margin: { l: 24, r: 24, t: 76, b: 32 } }),
    ...(pictures ? { meta: { pictures: packed(pictures.of) } } : {}),
  });
}

function valuesOf(rows: readonly Row[], column: string): unknown[] {
  return [...new Set(rows.map((row) => row[column]))];
}

function panelAxes(p: number, axes: ScatterChartOptions["axes"]): Layout {
  const suffix = axisSuffix(p);
  const bare = { showticklabels: false, ticks: "", showgrid: false, mirror: true };
  const axis = (title: string | undefined): Layout =>
    title === undefined ? bare : { title: { text: escapeText(title) } };
  return { [`xaxis${suffix}`]: axis(axes?.x), [`yaxis${suffix}`]: axis(axes?.y) };
}

/** Each image as a string of hexadecimal digits, one for each pixel. */
function packed({ x, shape }: ScatterPictures): Json {
  const [rows, columns, channels = 1] = shape;
  const size = rows * columns;
  if (!(size > 0) || channels !== 1 || x.length % size !== 0)
    refuse("scatterChart", "pictures must be images of shape [rows, cols]", shape.join("×"));
  const digits = Array.from(x, (v) => Math.round(15 * Math.min(1, Math.max(0, v))).toString(16));
  const pixels = Array.from({ length: x.length / size }, (_, i) =>
    digits.slice(i * size, (i + 1) * size).join(""),
  );
  return { rows, columns, pixels };
}
