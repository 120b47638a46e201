import { positiveInteger, refuse } from "../check.js";
import { escapeText } from "./escapeText.js";
import { type Figure, figure, type Json, type Layout, type Trace } from "./figure.js";
import { axisSuffix, panelHeading } from "./panelHeading.js";

/** The common title of several figures, and how they are laid out. */
export interface PanelsOptions {
  readonly title: string;
  /** Panels side by side. Default all of them. */
  readonly columns?: number;
}

/** Pixels of one row of panels, and of what stands above and below all of them. */
const ROW = 290;
const AROUND = 120;

/**
 * Figures of one pair of axes each, drawn as panels of one figure, each under its own title if it has one.
 * Lines of the same name share one entry in the legend, below; a single name needs none. What stands on
 * the upright axis is not said again where it is the same as in the panel before.
 * @example
 * ```ts
 * import { lineChart, panels } from "batchwise";
 *
 * const rows = [1, 2, 3].map((epoch) => ({ epoch, loss: 1 / epoch, accuracy: 1 - 1 / epoch }));
 * const loss = lineChart(rows, { title: "Loss", x: "epoch", y: "loss" });
 * const accuracy = lineChart(rows, { title: "Accuracy", x: "epoch", y: "accuracy" });
 * console.log(panels([loss, accuracy], { title: "One run" }).data.map(({ xaxis }) => xaxis));
 * // [ 'x', 'x2' ]
 * ```
 */
export function panels(
  figures: readonly Figure[],
  { title, columns = figures.length }: PanelsOptions,
): Figure {
  if (figures.length === 0) refuse("panels", "figures must hold at least one figure", 0);
  positiveInteger("panels", "columns", columns);
  const named = new Set<unknown>();
  const data = figures.flatMap((panel, i) =>
    panel.data.map((trace): Trace => {
      const name = trace["showlegend"] === false ? undefined : trace["name"];
      const repeated = name !== undefined && named.has(name);
      if (name !== undefined) named.add(name);
      const axes = { xaxis: `x${axisSuffix(i)}`, yaxis: `y${axisSuffix(i)}` };
      return { ...trace, ...axes, ...(repeated && { showlegend: false }) };
    }),
  );
  const axes = figures.flatMap(({ layout }, i): [string, Layout][] => {
    const [x, y] = [axisOf(layout, "xaxis"), axisOf(layout, "yaxis")];
    const before = i % columns === 0 ? "" : textOf(axisOf(figures[i - 1].layout, "yaxis"));
    const { title: _, ...untitled } = y;
    return [
      [`xaxis${axisSuffix(i)}`, x],
      [`yaxis${axisSuffix(i)}`, textOf(y) === before ? untitled : y],
    ];
  });
  const headed = figures.some(({ layout }) => textOf(layout) !== "");
  const rows = Math.ceil(figures.length / columns);
  const { legend } = figures[0].layout;
  // Above the entries: Plotly breaks their rows as if a heading beside them took no room, and the last would be cut.
  const headline = isLayout(legend) ? textOf(legend) : "";
  return figure(data, {
    title: escapeText(title),
    ...Object.fromEntries(axes),
    annotations: figures.flatMap(({ layout }, i) =>
      textOf(layout) === "" ? [] : panelHeading(textOf(layout), i),
    ),
    // A phone has room for one column: the page's script stacks such panels.
    meta: { narrow: "stack" },
    grid: { rows, columns, pattern: "independent", xgap: 0.24, ygap: 0.3 },
    legend: {
      ...(headline !== "" && { title: { text: headline, side: "top" } }),
      orientation: "h",
      xref: "container",
      x: 0,
      xanchor: "left",
      yref: "container",
      y: 0,
      yanchor: "bottom",
    },
    showlegend: named.size > 1,
    margin: {
      l: 0,
      r: 24,
      t: headed ? 84 : 56,
      b: named.size > 1 ? (headline === "" ? 96 : 120) : 56,
    },
    height: AROUND + ROW * rows,
  });
}

function axisOf(layout: Layout, name: "xaxis" | "yaxis"): Layout {
  const axis = layout[name];
  return isLayout(axis) ? axis : refuse("panels", `every figure must have a ${name}`, axis);
}

/** The text of the title of a figure or an axis. */
function textOf({ title }: Layout): string {
  return isLayout(title) && typeof title["text"] === "string" ? title["text"] : "";
}

function isLayout(value: Json | undefined): value is Layout {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
