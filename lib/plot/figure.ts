import { DISPLAY, type Displayable, type MimeBundle } from "../display.js";
import { unescapeText } from "./escapeText.js";

/** What JSON can hold. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** One plotly trace, such as `{ type: "scatter", x: […], y: […] }`. */
export type Trace = { readonly type: string; readonly [attribute: string]: Json };

/** Plotly's layout attributes. */
export type Layout = { readonly [attribute: string]: Json };

/** A plotly figure as plain JSON that a notebook shows by itself. */
export interface Figure extends Displayable {
  /** Plotly's traces. */
  readonly data: readonly Trace[];
  readonly layout: Layout;
}

const GRID = "rgba(128, 128, 128, 0.22)";
const AXIS: Layout = {
  gridcolor: GRID,
  zeroline: false,
  linecolor: "rgba(128, 128, 128, 0.6)",
  showline: true,
  ticks: "outside",
  tickcolor: "rgba(128, 128, 128, 0.6)",
  automargin: true,
};

/**
 * The project's look: transparent ground, so that a page's light or dark theme shows through; nothing at the left but
 * what the axis needs, so that a figure begins where the text above it does.
 */
const HOUSE_LAYOUT: Layout = {
  font: { family: "system-ui, -apple-system, 'Segoe UI', sans-serif", size: 13 },
  paper_bgcolor: "rgba(0, 0, 0, 0)",
  plot_bgcolor: "rgba(0, 0, 0, 0)",
  height: 420,
  margin: { l: 0, r: 24, t: 56, b: 56 },
  hovermode: "closest",
  legend: { orientation: "v", x: 1.02, y: 1, xanchor: "left" },
};

/**
 * A figure in the project's look. Axes named in `layout` (`xaxis`, `yaxis2`, …) get its axis style.
 * Text from data must have gone through `escapeText`.
 * @param title shown above, at the left
 */
export function figure(
  data: readonly Trace[],
  { title, ...layout }: Layout & { readonly title: string },
): Figure {
  const axes = Object.entries(layout).filter(([name]) => /^[xy]axis\d*$/.test(name));
  const styled = Object.fromEntries(
    axes.map(([name, axis]) => [name, { ...AXIS, ...(axis as Layout) }]),
  );
  const whole: Layout = {
    ...HOUSE_LAYOUT,
    ...layout,
    ...styled,
    title: { text: title, x: 0, xref: "container", xanchor: "left", font: { size: 16 } },
  };
  const figureBundle = (): MimeBundle => ({
    "application/vnd.plotly.v1+json": { data, layout: whole },
    "text/plain": `Figure: ${unescapeText(title)}`,
  });
  return { data, layout: whole, [DISPLAY]: figureBundle };
}
