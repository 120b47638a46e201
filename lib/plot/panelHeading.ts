import type { Layout } from "./figure.js";

/** What plotly adds to the names of a panel's axes: nothing for the first, 2 for the second. */
export function axisSuffix(index: number): string {
  return index === 0 ? "" : String(index + 1);
}

/** The name of a panel above its left end. `text` must have gone through `escapeText`. */
export function panelHeading(text: string, index: number): Layout {
  const suffix = axisSuffix(index);
  return {
    text,
    showarrow: false,
    xref: `x${suffix} domain`,
    yref: `y${suffix} domain`,
    x: 0,
    y: 1,
    xanchor: "left",
    yanchor: "bottom",
    font: { size: 14 },
  };
}
