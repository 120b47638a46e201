import { refuse } from "../check.js";
import { numberIn } from "../rows/columns.js";
import { type ColumnOf, type Row, rowOf } from "../rows/row.js";
import { escapeText } from "./escapeText.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { whiskers } from "./interval.js";
import { orderedColors } from "./palette.js";

/** The columns of a chart of intervals and its titles. */
export interface IntervalChartOptions<R extends object = Row> {
  readonly title: string;
  /** Column whose values, in order of appearance, make one place each, from the top. */
  readonly label: ColumnOf<R>;
  /** Columns of the estimate and of the ends of its interval. */
  readonly estimate: string;
  readonly interval: readonly [low: string, high: string];
  /** Column whose values, in order of appearance, are drawn apart in each place. */
  readonly series: string;
  /** Legend title. Default: the column's name. */
  readonly seriesTitle?: string;
  /** What the estimates are, with their unit. */
  readonly xTitle: string;
  /** The estimates are ratios: a log axis of factors, and the line at 1, where nothing differs. Default false. */
  readonly ratios?: boolean;
}

/** How far the series of one place lie apart, in places. */
const SPREAD = 0.3;

/** Estimates as points with their intervals, one under the other, and a line at 0, or at 1 for ratios. */
export function intervalChart<R extends object>(
  data: readonly R[],
  options: IntervalChartOptions<R>,
): Figure {
  const { label, estimate, series, seriesTitle = series, xTitle, ratios = false } = options;
  const [low, high] = options.interval;
  const rows = data.map(rowOf);
  if (rows.length === 0) refuse("intervalChart", "rows must hold at least one row", 0);
  if (rows.every((row) => Number.isNaN(row[estimate])))
    refuse("intervalChart", `some "${estimate}" must be a number`, "NaN");
  const labels = [...new Set(rows.map((row) => row[label]))];
  const names = [...new Set(rows.map((row) => row[series]))];
  const colors = orderedColors(Math.max(2, names.length));
  const traces = names.map((name, i): Trace => {
    const part = rows.filter((row) => row[series] === name);
    const offset = names.length === 1 ? 0 : SPREAD * (i / (names.length - 1) - 0.5);
    const column = (name: string): number[] =>
      part.map((row) => numberIn("intervalChart", row, name));
    const x = column(estimate);
    return {
      type: "scatter",
      mode: "markers",
      name: escapeText(name),
      x,
      y: part.map((row) => labels.indexOf(row[label]) + offset),
      error_x: whiskers(x, column(low), column(high), colors[i]),
      marker: { color: colors[i], size: 9 },
      text: part.map((row) => escapeText(row[label])),
      hovertemplate: `%{text}: %{x:.2f}<extra>${escapeText(name)}</extra>`,
    };
  });
  return figure(traces, {
    title: escapeText(options.title),
    xaxis: {
      title: { text: escapeText(xTitle) },
      ...(ratios && factorAxis(rows.flatMap((row) => [Number(row[low]), Number(row[high])]))),
    },
    yaxis: {
      tickvals: labels.map((_, i) => i),
      ticktext: labels.map((text) => escapeText(text)),
      range: [labels.length - 0.5, -0.5],
      showgrid: false,
    },
    shapes: [
      {
        type: "line",
        yref: "paper",
        x0: ratios ? 1 : 0,
        x1: ratios ? 1 : 0,
        y0: 0,
        y1: 1,
        line: { color: "rgb(128, 128, 128)", width: 1.5, dash: "dash" },
      },
    ],
    legend: { title: { text: escapeText(seriesTitle) }, x: 1.02, y: 1, xanchor: "left" },
    height: 150 + 46 * labels.length,
  });
}

/** A log axis labelled at the powers of two from below the least to above the greatest of some ratios. */
function factorAxis(values: readonly number[]): Layout {
  const least = Math.floor(Math.log2(Math.min(1, ...values)));
  const most = Math.ceil(Math.log2(Math.max(1, ...values)));
  const ticks = Array.from({ length: most - least + 1 }, (_, i) => 2 ** (least + i));
  return { type: "log", tickvals: ticks, ticktext: ticks.map((value) => `${value} ×`) };
}
