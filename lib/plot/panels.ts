import { positiveInteger, refuse } from "../check.js";
import { escapeText } from "./escapeText.js";
import { type Figure, figure, type Layout, type Trace } from "./figure.js";

export interface PanelsOptions {
  readonly title: string;
  /** Panels side by side. Default all of them. */
  readonly columns?: number;
}

/** Pixels of one row of panels, and of what stands above and below all of them. */
const ROW = 290;
const AROUND = 120;

/**
 * Figures of one pair of axes each, drawn as panels of one figure, each under its own title. Lines of the
 * same name share one entry in the legend, below; a single name needs none.
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
      const axes = { xaxis: `x${suffix(i)}`, yaxis: `y${suffix(i)}` };
      return { ...trace, ...axes, ...(repeated && { showlegend: false }) };
    }),
  );
  const axes = figures.flatMap(({ layout }, i) =>
    ["xaxis", "yaxis"].map((name): [string, Layout] => [
      `${name}${suffix(i)}`,
      layout[name] as Layout,
    ]),
  );
  const rows = Math.ceil(figures.length / columns);
  const legend = figures[0].layout["legend"] as Layout | undefined;
  return figure(data, {
    title: escapeText(title),
    ...Object.fromEntries(axes),
    annotations: figures.map(({ layout }, i) => heading(layout, suffix(i))),
    grid: { rows, columns, pattern: "independent", xgap: 0.24, ygap: 0.3 },
    legend: {
      ...(legend?.["title"] === undefined ? {} : { title: legend["title"] }),
      orientation: "h",
      x: 0,
      xanchor: "left",
      yref: "container",
      y: 0,
      yanchor: "bottom",
    },
    showlegend: named.size > 1,
    margin: { l: 64, r: 24, t: 84, b: named.size > 1 ? 96 : 56 },
    height: AROUND + ROW * rows,
  });
}

/** Plotly's name of the first axis is x, of the second x2. */
function suffix(index: number): string {
  return index === 0 ? "" : String(index + 1);
}

function heading({ title }: Layout, axis: string): Layout {
  return {
    text: (title as Layout)["text"] as string,
    showarrow: false,
    xref: `x${axis} domain`,
    yref: `y${axis} domain`,
    x: 0,
    y: 1,
    xanchor: "left",
    yanchor: "bottom",
    font: { size: 14 },
  };
}
