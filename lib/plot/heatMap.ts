import { refuse } from "../check.js";
import { numberIn } from "../rows/columns.js";
import type { ColumnOf, Row } from "../rows/row.js";
import { escapeText } from "./escapeText.js";
import { type Figure, figure, type Layout } from "./figure.js";
import { drawPanel, type HeatCell, short } from "./heatPanel.js";

/** The columns of a heat map and its titles. */
export interface HeatMapOptions<R extends object = Row> {
  readonly title: string;
  /** Column across: one column of cells for each value, in order of appearance. */
  readonly x: ColumnOf<R>;
  /** Column of numbers upwards, rising: cells of equal height, so a geometric grid makes a log axis. */
  readonly y: ColumnOf<R>;
  /**
   * Column of the cells' numbers, above 0, lower is better, coloured by their logarithm. Rows of the same cell
   * are averaged; a cell with one that is not finite has diverged.
   */
  readonly value: ColumnOf<R>;
  /** Column whose values, in order of appearance, make one small map each. Default: one map. */
  readonly panel?: ColumnOf<R>;
  readonly xTitle?: string;
  readonly yTitle?: string;
  readonly valueTitle?: string;
  /** Larger numbers get the colour of this one. Default: no limit. */
  readonly most?: number;
  /** Maps side by side. Default 2, which a narrow screen has room for. */
  readonly columns?: number;
}

/**
 * Rows as maps of coloured cells, the lowest of each column outlined, a diverged one marked with ×.
 * @example
 * ```ts
 * import { heatMap } from "batchwise";
 *
 * const rows = [16, 64].flatMap((batchSize) =>
 *   [0.01, 0.1].map((rate) => ({ batchSize, rate, loss: batchSize * rate })),
 * );
 * const figure = heatMap(rows, { title: "Loss", x: "batchSize", y: "rate", value: "loss" });
 * console.log(figure.data.map(({ type }) => type)); // [ 'heatmap', 'scatter' ]
 * ```
 */
export function heatMap<R extends object>(data: readonly R[], options: HeatMapOptions<R>): Figure {
  const { x, y, value, panel, columns = 2 } = options;
  if (data.length === 0) refuse("heatMap", "rows must hold at least one row", 0);
  for (const column of [x, y, value, ...(panel === undefined ? [] : [panel])])
    if (!data.every((row) => column in row))
      refuse("heatMap", `every row must have the column "${column}"`, data[0]);
  const panels = new Map<unknown, HeatCell[]>();
  for (const row of data) {
    const name: unknown = panel === undefined ? "" : Reflect.get(row, panel);
    const cell = {
      x: Reflect.get(row, x),
      y: numberIn("heatMap", row, y),
      value: numberIn("heatMap", row, value),
    };
    panels.set(name, [...(panels.get(name) ?? []), cell]);
  }
  const finite = data.map((row) => numberIn("heatMap", row, value)).filter(Number.isFinite);
  if (finite.length === 0) refuse("heatMap", `some "${value}" must be finite`, "none");
  if (!finite.every((v) => v > 0))
    refuse("heatMap", `every "${value}" must be above 0`, Math.min(...finite));
  const top = Math.min(options.most ?? Number.POSITIVE_INFINITY, Math.max(...finite));
  const { xTitle = x, yTitle = y, valueTitle = value } = options;
  const drawn = [...panels].map(([name, cells], index) => {
    const first = index % columns === 0;
    const lowest = index + columns >= panels.size;
    return drawPanel(cells, {
      index,
      name,
      xTitle: lowest ? xTitle : "",
      yTitle: first ? yTitle : "",
      valueTitle,
    });
  });
  const rows = Math.ceil(panels.size / columns);
  return figure(
    drawn.flatMap(({ traces }) => traces),
    {
      title: escapeText(options.title),
      ...Object.assign({}, ...drawn.map(({ axes }) => axes)),
      annotations: drawn.map(({ heading }) => heading),
      shapes: drawn.flatMap(({ outlines }) => outlines),
      grid: {
        rows,
        columns: Math.min(columns, panels.size),
        pattern: "independent",
        xgap: 0.3,
        ygap: 0.24,
      },
      coloraxis: colorAxis(Math.min(...finite), top, valueTitle),
      margin: { l: 0, r: 24, t: 72, b: 130 },
      height: 200 + 230 * rows,
    },
  );
}

/** The colours of a map of losses, by their logarithm to base 10, with a bar below the figure. */
export function colorAxis(
  least: number,
  most: number,
  title: string,
  side: "top" | "bottom" = "top",
): Layout {
  const decades = [0.001, 0.01, 0.1, 1, 10, 100, 1000];
  const among = (digits: readonly number[]): number[] =>
    decades.flatMap((d) => digits.map((v) => v * d)).filter((v) => v >= least && v <= most);
  const coarse = among([1, 2, 5]);
  // One label alone says nothing of the scale.
  const ticks = coarse.length > 1 ? coarse : among([1, 1.1, 1.2, 1.5, 2, 3, 5, 7]);
  return {
    colorscale: "Viridis",
    reversescale: true,
    cmin: Math.log10(least),
    cmax: Math.log10(most),
    colorbar: {
      title: { text: escapeText(title), side },
      orientation: "h",
      yref: "container",
      y: 0,
      yanchor: "bottom",
      tickvals: ticks.map(Math.log10),
      ticktext: ticks.map(short),
      thickness: 14,
      outlinewidth: 0,
    },
  };
}
