import { figure, type Json, type Trace } from "../../plot/figure.js";
import { whiskers } from "../../plot/interval.js";
import { axis } from "../../plot/lineChart.js";
import { orderedColor } from "../../plot/palette.js";
import type { Advice } from "../advice.js";
import { type Evidence, evidence } from "./evidence.js";

interface Scale {
  readonly name: string;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

const GREY = "rgb(128, 128, 128)";

/** The gradient noise scale and where updates stop falling, beside the sizes that were tried, on one axis. */
export function scaleEvidence(advice: Advice): Evidence {
  const { noiseScale: noise, criticalBatch, sizes, batchSize } = advice;
  if (noise === null)
    return evidence(null, [
      "The gradient noise scale is not known, so sizes were tried around the first one.",
    ]);
  const exact = (name: string, estimate: number): Scale => ({
    ...{ name, estimate, low: estimate, high: estimate },
  });
  const bent = criticalBatch && criticalBatch.low > 0 ? criticalBatch : null;
  const scales: Scale[] = [
    { name: "noise scale", ...noise },
    exact("early", noise.early),
    exact("late", noise.late),
    ...(bent ? [{ name: "updates stop falling", ...bent }] : []),
  ];
  const tried = sizes.length > 0 ? sizes.map((size) => size.batchSize) : [batchSize];
  const names = [...scales.map(({ name }) => name), "sizes tried"];
  const color = orderedColor(0);
  const x = scales.map(({ estimate }) => estimate);
  const ends = ["low", "high"] as const;
  const [low, high] = ends.map((end) => scales.map((scale) => scale[end]));
  const points = { type: "scatter", mode: "markers", showlegend: false } as const;
  const traces: Trace[] = [
    {
      ...points,
      x,
      y: scales.map((_, i) => i),
      error_x: whiskers(x, low, high, color),
      marker: { color, size: 9 },
      hovertemplate: "%{x:.3s}<extra></extra>",
    },
    {
      ...points,
      x: tried,
      y: tried.map(() => scales.length),
      marker: {
        size: 10,
        symbol: tried.map((size) => (size === batchSize ? "circle" : "circle-open")),
        color: GREY,
      },
      hovertemplate: "%{x}<extra></extra>",
    },
  ];
  const all = [...scales.flatMap(({ low: from, high: to }) => [from, to]), ...tried];
  const drawn = figure(traces, {
    title: "Where batches are large",
    xaxis: axis("", all, { title: "batch size", log: true }),
    yaxis: {
      ...{ tickvals: names.map((_, i) => i), ticktext: names, showgrid: false, ticks: "" },
      range: [names.length - 0.5, -0.5],
    },
    shapes: [chosenLine(batchSize)],
    height: 150 + 34 * names.length,
    meta: { keepHeight: true },
  });
  return evidence(drawn, [
    `The gradients of single examples scatter as much as they agree in a batch of ${about(noise.estimate)} [${about(noise.low)}, ${about(noise.high)}]: ${about(noise.early)} early in a run, ${about(noise.late)} late.`,
    "Well below that, a batch twice as large needs nearly half of the updates; well above, it saves none.",
    bent
      ? `Counted in updates to the target, that bend lies near ${about(bent.estimate)} [${about(bent.low)}, ${about(bent.high)}].`
      : "",
    "Both are orders of magnitude: the first one chose which sizes to try, and neither is a recommendation.",
    `The line is ${batchSize}, the size recommended.`,
  ]);
}

function chosenLine(batchSize: number): Json {
  return {
    ...{ type: "line", yref: "paper", x0: batchSize, x1: batchSize, y0: 0, y1: 1 },
    line: { color: GREY, width: 1.5, dash: "dash" },
  };
}

function about(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString("en-US");
}
