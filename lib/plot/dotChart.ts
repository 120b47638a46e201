import { refuse } from "../check.js";
import { finiteIn } from "../rows/columns.js";
import type { ColumnOf, Row } from "../rows/row.js";
import { escapeText } from "./escapeText.js";
import { type Figure, figure, type Trace } from "./figure.js";
import { whiskers } from "./interval.js";
import { orderedColor } from "./palette.js";

/** The columns of a dot chart and its titles. */
export interface DotChartOptions<R extends object = Row> {
  readonly title: string;
  /** Column with the name of each row, from top to bottom in the order of the rows. */
  readonly label: ColumnOf<R>;
  /** Column of numbers. */
  readonly value: ColumnOf<R>;
  /** Columns of the ends of an interval around the value, drawn as a whisker. */
  readonly whisker?: readonly [low: string, high: string];
  /** Column of a number to compare the value with, drawn as a stroke, and what it is. */
  readonly stroke?: { readonly column: ColumnOf<R>; readonly title: string };
  /** Values that count as none, drawn as a band, and what they are. */
  readonly band?: { readonly low: number; readonly high: number; readonly title: string };
  /** What the values are, with their unit. Default: the column's name. */
  readonly xTitle?: string;
  /** Number format in d3's notation, such as `".0%"`. */
  readonly format?: string;
}

const BAND = "rgba(128, 128, 128, 0.25)";
const QUIET = "rgba(128, 128, 128, 0.9)";
const ROW_HEIGHT = 34;

/** A dot for each row on one axis with a line at 0, names at the left. */
export function dotChart<R extends object>(
  data: readonly R[],
  options: DotChartOptions<R>,
): Figure {
  const { label, value, whisker, stroke, band, format } = options;
  if (data.length === 0) refuse("dotChart", "rows must hold at least one row", 0);
  const column = (name: string): number[] => data.map((row) => finiteIn("dotChart", row, name));
  const names = data.map((row) => escapeText(Reflect.get(row, label)));
  const places = data.map((_, i) => i);
  const values = column(value);
  const color = orderedColor(0);
  const xTitle = escapeText(options.xTitle ?? value);
  const keyed = stroke !== undefined || band !== undefined;
  const traces: Trace[] = [
    {
      type: "scatter",
      mode: "markers",
      x: values,
      y: places,
      text: names,
      marker: { color, size: 10 },
      ...(whisker && { error_x: whiskers(values, column(whisker[0]), column(whisker[1]), color) }),
      hovertemplate: `%{text}: %{x}<extra></extra>`,
      name: xTitle,
      showlegend: stroke !== undefined,
    },
  ];
  if (stroke)
    traces.push({
      type: "scatter",
      mode: "markers",
      x: column(stroke.column),
      y: places,
      text: names,
      marker: { symbol: "line-ns", size: 16, line: { width: 2, color: QUIET }, color: QUIET },
      hovertemplate: `%{text}: %{x}<extra></extra>`,
      name: escapeText(stroke.title),
    });
  // A band is a shape, which a legend does not know: an empty trace stands for it there.
  if (band)
    traces.push({
      ...{ type: "scatter", mode: "markers", x: [null], y: [null], name: escapeText(band.title) },
      marker: { symbol: "square", size: 12, color: BAND },
    });
  return figure(traces, {
    title: escapeText(options.title),
    xaxis: {
      title: { text: xTitle },
      zeroline: true,
      zerolinecolor: QUIET,
      rangemode: "tozero",
      ...(format && { tickformat: format }),
    },
    yaxis: {
      tickvals: places,
      ticktext: names,
      range: [data.length - 0.5, -0.5],
      showgrid: false,
      ticks: "",
    },
    ...(band && {
      shapes: [
        {
          ...{ type: "rect", yref: "paper", x0: band.low, x1: band.high, y0: 0, y1: 1 },
          ...{ fillcolor: BAND, line: { width: 0 }, layer: "below" },
        },
      ],
    }),
    meta: { keepHeight: true }, // on a phone too, as it follows from the rows
    height: 130 + ROW_HEIGHT * data.length + (keyed ? 32 : 0),
    margin: { l: 0, r: 24, t: keyed ? 88 : 56, b: 56 },
    legend: { orientation: "h", x: 0, y: 1, xanchor: "left", yanchor: "bottom" },
  });
}
