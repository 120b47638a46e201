import { refuse } from "../check.js";
import { type ColumnOf, type Row, rowOf } from "../rows/row.js";
import { escapeText } from "./escapeText.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";
import { bandTrace, whiskers } from "./interval.js";
import { logTicks } from "./logTicks.js";
import { orderedColors } from "./palette.js";
import { sideBySide } from "./sideBySide.js";

/** Title, scale and labels of an axis. */
export interface AxisOptions {
  /** What the axis shows, with its unit. Default: the column's name. */
  readonly title?: string;
  /** For positive numbers. Default false. */
  readonly log?: boolean;
  /** Number format in d3's notation, such as `".0%"`. */
  readonly format?: string;
  /** Values that are labelled, as the batch sizes that were run. Default: round numbers, powers of ten on a log axis that is long enough. */
  readonly ticks?: readonly number[];
  /** From large to small. Default false. */
  readonly descending?: boolean;
}

/** The columns of a line chart, its axes and its titles. */
export interface LineChartOptions<R extends object = Row> {
  readonly title: string;
  /** Column on the horizontal axis. */
  readonly x: ColumnOf<R>;
  /** Column on the vertical axis. */
  readonly y: ColumnOf<R>;
  /**
   * Column whose values, in order of appearance, make one line each, from small (blue) to large (red); or
   * several, for a line each combination. Default: all rows make one line, without a legend.
   */
  readonly line?: ColumnOf<R> | readonly ColumnOf<R>[];
  /** Legend title. Default: the column's name. */
  readonly lineTitle?: string;
  /**
   * Columns of the lower and upper end of an interval around `y`, drawn as a band; where three lines or more have
   * markers, as whiskers, and the points that share an x stand side by side there.
   */
  readonly band?: readonly [low: ColumnOf<R>, high: ColumnOf<R>];
  readonly xAxis?: AxisOptions;
  readonly yAxis?: AxisOptions;
  /** Points as well as lines; for a few points that are measurements. Default false. */
  readonly markers?: boolean;
  /** Lines by name that are no measurements, such as a law or a bound: grey and broken, without points or band. */
  readonly broken?: readonly unknown[];
}

const GREY = "rgb(128, 128, 128)";
const BREAKS = ["dash", "dot", "dashdot"];
/** Bands of more lines than this are not told apart. */
const MOST_BANDS = 2;

/**
 * Rows as lines, one for each value of a column. A row whose x or y is not finite, or not
 * positive on a log axis, leaves a gap.
 * @example
 * ```ts
 * import { lineChart } from "batchwise";
 *
 * const rows = [8, 64].flatMap((batchSize) =>
 *   [1, 2, 3].map((epoch) => ({ batchSize, epoch, loss: batchSize / epoch })),
 * );
 * const figure = lineChart(rows, { title: "Loss", x: "epoch", y: "loss", line: "batchSize" });
 * console.log(figure.data.map(({ name }) => name)); // [ '8', '64' ]
 * ```
 */
export function lineChart<R extends object>(
  data: readonly R[],
  options: LineChartOptions<R>,
): Figure {
  const { x, y, band, markers = false, broken = [] } = options;
  const lines = options.line === undefined ? [] : [options.line].flat();
  const title = options.lineTitle ?? (lines.length > 0 ? lines.join(", ") : undefined);
  const rows = data.map(rowOf);
  for (const column of [x, y, ...lines, ...(band ?? [])])
    if (!rows.some((row) => column in row))
      refuse(
        "lineChart",
        `rows must have the column "${column}"`,
        rows.length > 0 ? rows[0] : "no rows",
      );
  if (rows.every((row) => Number.isNaN(row[y])))
    refuse(
      "lineChart",
      `some "${y}" must be a number; a real target has a loss, no accuracy`,
      "NaN",
    );
  const values = (column: string): (number | null)[] => rows.map((row) => finite(row[column]));
  const nameOf = (row: Row): unknown =>
    lines.length === 1 ? row[lines[0]] : lines.map((column) => row[column]).join(", ") || y;
  const names = [...new Set(rows.map(nameOf))];
  const whole = names.filter((name) => !broken.includes(name));
  const palette = orderedColors(whole.length);
  const spread = band !== undefined && markers && whole.length > MOST_BANDS;
  const aside = sideBySide(values(x), whole.length, options.xAxis?.log ?? false);
  const traces = names.flatMap((name): Trace[] => {
    const place = broken.indexOf(name);
    const color = place < 0 ? palette[whole.indexOf(name)] : GREY;
    const points = markers && place < 0;
    const part = rows.filter((row) => nameOf(row) === name);
    const column = (key: string): (number | null)[] => part.map((row) => finite(row[key]));
    const drawable = (values: (number | null)[], { log }: AxisOptions = {}): (number | null)[] =>
      values.map((value) => (log && value !== null && value <= 0 ? null : value));
    const legendgroup = escapeText(name);
    const places = drawable(column(x), options.xAxis);
    const heights = drawable(column(y), options.yAxis);
    const whiskered = spread && points;
    const [low, high] = band ? band.map(column) : [];
    const format = options.xAxis?.format;
    const shownX = whiskered ? `%{customdata${format ? `:${format}` : ""}}` : "%{x}";
    const drawn: Trace = {
      type: "scatter",
      mode: points ? "lines+markers" : "lines",
      name: legendgroup,
      legendgroup,
      x: whiskered ? places.map(aside[whole.indexOf(name)]) : places,
      y: heights,
      ...(whiskered && { customdata: places, error_y: whiskers(heights, low, high, color) }),
      line: { color, width: 2, ...(place < 0 ? {} : { dash: BREAKS[place % BREAKS.length] }) },
      marker: { color, size: 7 },
      ...(lines.length === 0 && { showlegend: false }),
      hovertemplate: `${title === undefined ? "" : `${escapeText(title)} ${legendgroup}<br>`}%{xaxis.title.text}: ${shownX}<br>%{yaxis.title.text}: %{y}<extra></extra>`,
    };
    return band && place < 0 && !whiskered
      ? [{ ...bandTrace(column(x), low, high, color), legendgroup }, drawn]
      : [drawn];
  });
  return figure(traces, {
    title: escapeText(options.title),
    xaxis: axis(x, values(x), options.xAxis),
    yaxis: axis(y, [y, ...(band ?? [])].flatMap(values), options.yAxis),
    legend: {
      ...(title !== undefined && { title: { text: escapeText(title) } }),
      x: 1.02,
      y: 1,
      xanchor: "left",
    },
  });
}

/** Log axes show powers of ten and nothing between, but for 2 and 5 where they span few decades. */
export function axis(
  column: string,
  values: readonly (number | null)[],
  { title = column, log = false, format, ticks, descending = false }: AxisOptions = {},
): Layout {
  const labels = ticks ?? (log ? logTicks(values) : undefined);
  return {
    title: { text: escapeText(title) },
    ...(log ? { type: "log", dtick: 1, exponentformat: "power" } : {}),
    ...(format ? { tickformat: format } : {}),
    ...(labels ? { tickmode: "array", tickvals: [...labels], exponentformat: "none" } : {}),
    ...(descending ? { autorange: "reversed" } : {}),
  };
}

function finite(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
