import { curvesWithPoints } from "../../plot/curvesWithPoints.js";
import { figure } from "../../plot/figure.js";
import type { Advice } from "../advice.js";
import { microsText } from "../numbers.js";
import { type Evidence, evidence } from "./evidence.js";

const GREY = "rgb(128, 128, 128)";

/** What an example costs at each batch size, with the line through the times of a step and where it is flat. */
export function speedEvidence({ speed, speedFit }: Pick<Advice, "speed" | "speedFit">): Evidence {
  const { perStep, perExample, flatFrom } = speedFit;
  const sizes = speed.map(({ batchSize }) => batchSize);
  const largest = Math.max(...sizes);
  const points = speed.map(({ batchSize, microsPerStep, low, high }) => ({
    batchSize,
    micros: microsPerStep / batchSize,
    low: low / batchSize,
    high: high / batchSize,
    line: "time",
  }));
  const curve = between(Math.min(...sizes), largest).map((batchSize) => ({
    ...{ batchSize, micros: perStep / batchSize + perExample, line: "time" },
  }));
  const title = "What an example costs, by batch size";
  const drawn = curvesWithPoints(curve, {
    title,
    points,
    whiskers: ["low", "high"],
    x: "batchSize",
    y: "micros",
    line: "line",
    xAxis: { title: "batch size", log: true, ticks: labelled(sizes) },
    yAxis: { title: "time for each example, µs", log: true },
  });
  const flat = figure(drawn.data, {
    ...drawn.layout,
    title,
    showlegend: false,
    shapes: [
      {
        ...{ type: "line", yref: "paper", x0: flatFrom, x1: flatFrom, y0: 0, y1: 1 },
        line: { color: GREY, width: 1.5, dash: "dash" },
      },
    ],
    annotations: [
      {
        ...{ text: `flat from ${flatFrom}`, x: Math.log10(flatFrom), y: 1, yref: "paper" },
        ...{ xanchor: "right", yanchor: "top", xshift: -4, showarrow: false },
        font: { color: GREY },
      },
    ],
  });
  const least = Math.min(...points.map(({ micros }) => micros));
  const first = points[0];
  return evidence(flat, [
    `A step takes ${microsText(perStep)} whatever its size, and ${microsText(perExample)} for each example in it: the line.`,
    `An example costs ${microsText(first.micros)} in batches of ${first.batchSize} and ${microsText(least)} where it costs least.`,
    flatFrom === largest
      ? `It gets cheaper up to ${flatFrom}, the largest size that was timed.`
      : `From ${flatFrom} on it is within a tenth of that: larger batches are no faster, they only make fewer updates.`,
  ]);
}

const POINTS = 60;

/** Values from low to high in equal ratios. */
export function between(low: number, high: number): number[] {
  return Array.from({ length: POINTS }, (_, i) => low * (high / low) ** (i / (POINTS - 1)));
}

/** So few of the sizes that their labels do not run into each other: every second one of many, the last always. */
export function labelled(sizes: readonly number[]): number[] {
  const last = sizes.length - 1;
  return sizes.filter((_, i) => sizes.length <= 6 || (last - i) % 2 === 0);
}
