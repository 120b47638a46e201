import type { Json, Trace } from "./figure.js";

type Values = readonly (number | null)[];

/** A band from `low` to `high` along `x`: its ends are drawn as thin lines, so that bands under others are seen. */
export function bandTrace(x: Values, low: Values, high: Values, color: string): Trace {
  return {
    type: "scatter",
    mode: "lines",
    x: [...x, ...[...x].reverse()],
    y: [...high, ...[...low].reverse()],
    fill: "toself",
    fillcolor: withOpacity(color, 0.1),
    line: x.length === 1 ? { color, width: 2 } : { color: withOpacity(color, 0.5), width: 1 }, // The band of a single point is a whisker.
    hoverinfo: "skip",
    showlegend: false,
  };
}

/** Whiskers from each value to the ends of its interval, as a trace's `error_x` or `error_y`; none where an end is missing. */
export function whiskers(values: Values, low: Values, high: Values, color: string): Json {
  const away = (end: Values): (number | null)[] =>
    values.map((value, i) => {
      const other = end[i];
      return value === null || other === null ? null : Math.abs(other - value);
    });
  return {
    type: "data",
    symmetric: false,
    array: away(high),
    arrayminus: away(low),
    color,
    thickness: 1.5,
    width: 4,
  };
}

function withOpacity(color: string, opacity: number): string {
  return color.replace("rgb(", "rgba(").replace(")", `, ${opacity})`);
}
