import { refuse } from "../check.js";
import { type ColumnOf, type Row, rowOf } from "../rows/row.js";
import { escapeText } from "./escapeText.js";
import { type Figure, figure, type Trace } from "./figure.js";
import { whiskers as whiskersOf } from "./interval.js";
import { type LineChartOptions, lineChart } from "./lineChart.js";

/** The columns of curves and of the points measured beside them. */
export interface CurvesWithPointsOptions<R extends object = Row>
  extends Omit<LineChartOptions<R>, "markers" | "line"> {
  /** Column whose values, in order of appearance, make one curve each, from small (blue) to large (red). */
  readonly line: ColumnOf<R>;
  /** Measurements, with the same columns x, y and line as the curves. */
  readonly points: readonly object[];
  /** Columns of the lower and upper end of an interval around a point, drawn as whiskers. */
  readonly whiskers?: readonly [low: string, high: string];
}

const NEUTRAL = "rgb(128, 128, 128)";

/**
 * Curves, such as fits, and the points they are to be compared with. Points have the colour of the curve of
 * the same name, and share its place in the legend; those without a curve are grey.
 */
export function curvesWithPoints<R extends object>(
  curves: readonly R[],
  { points, whiskers, ...options }: CurvesWithPointsOptions<R>,
): Figure {
  const { x, y, line } = options;
  const lines = lineChart(curves, options);
  const rows = points.map(rowOf);
  for (const column of [x, y, line, ...(whiskers ?? [])])
    if (rows.length === 0 || !rows.every((row) => column in row))
      refuse("curvesWithPoints", `points must have the column "${column}"`, rows[0] ?? "no points");
  const names = [...new Set(rows.map((row) => row[line]))];
  const marks = names.map((name): Trace => {
    const own = rows.filter((row) => row[line] === name);
    const column = (key: string): number[] => own.map((row) => Number(row[key]));
    const curve = lines.data.find((trace) => trace["name"] === escapeText(name));
    const color = curve ? colorOf(curve) : NEUTRAL;
    return {
      type: "scatter",
      mode: "markers",
      name: escapeText(name),
      legendgroup: escapeText(name),
      showlegend: curve === undefined,
      x: column(x),
      y: column(y),
      marker: { color, size: 8 },
      ...(whiskers && {
        error_y: whiskersOf(column(y), column(whiskers[0]), column(whiskers[1]), color),
      }),
      hovertemplate: `${escapeText(name)}<br>%{xaxis.title.text}: %{x}<br>%{yaxis.title.text}: %{y}<extra></extra>`,
    };
  });
  return figure([...lines.data, ...marks], { ...lines.layout, title: escapeText(options.title) });
}

function colorOf(curve: Trace): string {
  const { color } = curve["line"] as { readonly color: string };
  return color;
}
