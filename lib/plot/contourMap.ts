import { refuse } from "../check.js";
import type { ColumnOf, Row } from "../rows/row.js";
import { escapeText } from "./escapeText.js";
import { type Figure, figure, type Layout } from "./figure.js";
import { colorAxis } from "./heatMap.js";
import { short } from "./heatPanel.js";

/** The columns of a contour map and its titles. */
export interface ContourMapOptions<R extends object = Row> {
  readonly title: string;
  /** Column of positive numbers across, on a log axis. */
  readonly x: ColumnOf<R>;
  /** Column of positive numbers upwards, on a log axis. */
  readonly y: ColumnOf<R>;
  /** Column of positive numbers, lower is better, coloured by their logarithm; not finite: no colour. */
  readonly value: ColumnOf<R>;
  readonly xTitle?: string;
  readonly yTitle?: string;
  readonly valueTitle?: string;
  /** Larger numbers get the colour of this one. Default: no limit. */
  readonly most?: number;
}

const MOST_LABELS = 8;
const ROUND = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4].flatMap((power) =>
  [1, 2, 5].map((digit) => Number(`${digit}e${power}`)),
);
const MARK = "rgb(209, 73, 91)";

/** Rows at the points of a grid as a map with lines of equal value; the best point is marked. */
export function contourMap<R extends object>(
  data: readonly R[],
  options: ContourMapOptions<R>,
): Figure {
  const points = data.map((row) => ({
    x: positive(row, options.x),
    y: positive(row, options.y),
    value: Number(Reflect.get(row, options.value)),
  }));
  const finite = points.filter(({ value }) => Number.isFinite(value) && value > 0);
  const xs = rising(points.map(({ x }) => x));
  const ys = rising(points.map(({ y }) => y));
  if (finite.length === 0 || xs.length < 2 || ys.length < 2)
    refuse("contourMap", "rows must be a grid with finite values above 0", data.length);
  const at = new Map(finite.map((point) => [`${point.x} ${point.y}`, Math.log10(point.value)]));
  const best = finite.reduce((a, b) => (b.value < a.value ? b : a));
  const values = finite.map(({ value }) => value);
  const { most = Number.POSITIVE_INFINITY } = options;
  const names = [options.xTitle ?? options.x, options.yTitle ?? options.y];
  const z = ys.map((y) => xs.map((x) => at.get(`${x} ${y}`) ?? null));
  return figure(
    [
      {
        type: "contour",
        x: xs.map(Math.log10),
        y: ys.map(Math.log10),
        z,
        text: ys.map((y) =>
          xs.map((x) => `${x} at ${short(y)}: ${short(10 ** (at.get(`${x} ${y}`) ?? Number.NaN))}`),
        ),
        coloraxis: "coloraxis",
        ncontours: 14,
        line: { color: "rgba(255, 255, 255, 0.45)", width: 1 },
        hovertemplate: `%{text}<extra>${escapeText(options.valueTitle ?? options.value)}</extra>`,
      },
      {
        type: "scatter",
        mode: "markers",
        x: [Math.log10(best.x)],
        y: [Math.log10(best.y)],
        marker: { symbol: "circle-open", size: 16, line: { color: MARK, width: 3 }, color: MARK },
        cliponaxis: false,
        hovertemplate: `best: ${best.x} at ${short(best.y)}<extra></extra>`,
        showlegend: false,
      },
    ],
    {
      title: escapeText(options.title),
      xaxis: logTicks(xs, names[0]),
      yaxis: logTicks(ys, names[1]),
      coloraxis: colorAxis(
        Math.min(...values),
        Math.min(most, Math.max(...values)),
        options.valueTitle ?? options.value,
        "bottom", // At the top it would lie on the bar, whose bands are drawn in another way.
      ),
      margin: { l: 0, r: 24, t: 56, b: 130 },
      height: 500,
    },
  );
}

function positive(row: object, column: string): number {
  const value: unknown = Reflect.get(row, column);
  return typeof value === "number" && value > 0 && Number.isFinite(value)
    ? value
    : refuse("contourMap", `column "${column}" must hold finite numbers above 0`, value);
}

function rising(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** Labels at the grid's own values where they are few whole numbers, else at round ones. */
function logTicks(values: readonly number[], title: string): Layout {
  const [low, high] = [values[0], values[values.length - 1]];
  const own = values.length <= MOST_LABELS && values.every(Number.isInteger);
  const shown = own ? values : ROUND.filter((value) => value >= low && value <= high);
  return {
    title: { text: escapeText(title) },
    tickvals: shown.map(Math.log10),
    ticktext: shown.map(String),
    range: [Math.log10(low), Math.log10(high)],
    showgrid: false,
  };
}
