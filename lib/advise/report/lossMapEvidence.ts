import { figure, type Trace } from "../../plot/figure.js";
import { colorAxis } from "../../plot/heatMap.js";
import { axis } from "../../plot/lineChart.js";
import type { Advice, TriedRow } from "../advice.js";
import { rateText } from "../numbers.js";
import { type Evidence, evidence } from "./evidence.js";
import { loss } from "./searchEvidence.js";
import { triedAt } from "./tried.js";

/** Losses beyond so many times the lowest are drawn alike: what is far off does not take the colours of what is near. */
const MOST = 5;
const RING = "rgb(209, 73, 91)";
const GREY = "rgb(128, 128, 128)";
/** Of the trainings of the whole length, and of the shortest. */
const SIDES = { whole: 24, least: 11 };

/**
 * Every batch size and rate that was tried, coloured by the validation loss of its longest training: as a multiple of the
 * lowest of that size and length, for shorter trainings were run on other seeds.
 */
export function lossMapEvidence({ tried, sizes }: Pick<Advice, "tried" | "sizes">): Evidence {
  const longest = longestOf(tried);
  const cells = longest.flatMap((row) =>
    row.validLoss === null || !(row.validLoss > 0) ? [] : [{ ...row, validLoss: row.validLoss }],
  );
  if (sizes.length < 2 || cells.length === 0)
    return evidence(null, ["Rates of one batch size at most were tried."]);
  const diverged = longest.filter(({ validLoss }) => validLoss === null);
  const ratios = cells.map((row) => row.validLoss / lowestLike(row, tried));
  const most = Math.min(MOST, 1.01 * Math.max(...ratios, 1.1));
  const traces: Trace[] = [
    {
      ...{ type: "scatter", mode: "markers", showlegend: false },
      x: cells.map(({ batchSize }) => batchSize),
      y: cells.map(({ learningRate }) => learningRate),
      marker: {
        symbol: "square",
        size: cells.map((row) => sideOf(row, tried)),
        color: ratios.map((value) => Math.log10(value)),
        coloraxis: "coloraxis",
        ...{ line: { width: 0 }, opacity: 1 }, // Else plotly draws squares of different sizes as bubbles.
      },
      text: cells.map(
        (row, i) =>
          `${row.batchSize} at ${rateText(row.learningRate)}: ${loss(row)} after ${row.steps} updates, ${Number(ratios[i].toPrecision(3))} × the lowest`,
      ),
      hovertemplate: "%{text}<extra></extra>",
    },
    {
      ...{ type: "scatter", mode: "markers", showlegend: false },
      x: diverged.map(({ batchSize }) => batchSize),
      y: diverged.map(({ learningRate }) => learningRate),
      marker: { symbol: "x-thin", size: 9, color: GREY, line: { width: 2, color: GREY } },
      hovertemplate: "%{x} at %{y}: diverged<extra></extra>",
    },
    {
      ...{ type: "scatter", mode: "markers", showlegend: false, hoverinfo: "skip" },
      x: sizes.map(({ batchSize }) => batchSize),
      y: sizes.map(({ learningRate }) => learningRate),
      marker: { symbol: "square-open", size: SIDES.whole + 4, color: RING, line: { width: 3 } },
    },
  ];
  const all = [...new Set(tried.map(({ batchSize }) => batchSize))];
  const rates = longest.map(({ learningRate }) => learningRate);
  const drawn = figure(traces, {
    title: "Validation loss by batch size and learning rate",
    xaxis: {
      ...axis("", all, { title: "batch size", log: true, ticks: all }),
      range: padded(all, 0.06),
      showgrid: false,
    },
    yaxis: {
      ...axis("", rates, { title: "learning rate", log: true }),
      range: padded(rates, 0.08),
    },
    coloraxis: colorAxis(1, most, "loss ÷ the lowest of that size and length", "bottom"),
    margin: { l: 0, r: 24, t: 56, b: 130 },
    height: 500,
    meta: { phoneHeight: 460 },
  });
  return evidence(drawn, sentences(tried, sizes, diverged.length));
}

function sentences(tried: readonly TriedRow[], sizes: Advice["sizes"], diverged: number): string[] {
  const best = sizes.reduce((a, b) => (b.validLoss < a.validLoss ? b : a));
  const worst = sizes.reduce((a, b) => (b.validLoss > a.validLoss ? b : a));
  const spread = sizes
    .flatMap(({ batchSize }) => spreads(triedAt(tried, batchSize)))
    .reduce((a, b) => (b.by > a.by ? b : a), { batchSize: 0, by: 0, factor: 1 });
  const between = worst.validLoss - best.validLoss;
  const found = (value: number): string => String(Number(value.toPrecision(2)));
  return [
    "A frame marks the rate that was taken, large squares were trained for the whole length, and brighter is better among squares of one size and length.",
    `At its own rate each size reaches a loss between ${loss(best)} (${best.batchSize}) and ${loss(worst)} (${worst.batchSize}): ${found(between)} apart.`,
    spread.by > 0
      ? `Rates that were tried for the same length at one size differ by up to ${found(spread.by)} (at ${spread.batchSize}, within ${found(spread.factor)} × of each other)${spread.by > between ? ": more than the sizes do" : ""}.`
      : "",
    diverged > 0 ? `× marks ${diverged} that diverged.` : "",
  ];
}

/** How far the losses of one size lie apart, for each length of training. */
function spreads(
  rows: readonly TriedRow[],
): { readonly batchSize: number; readonly by: number; readonly factor: number }[] {
  return [...new Set(rows.map(({ steps }) => steps))].map((length) => {
    const same = rows.filter(({ steps, validLoss }) => steps === length && validLoss !== null);
    const losses = same.map(({ validLoss }) => Number(validLoss));
    const rates = same.map(({ learningRate }) => learningRate);
    return {
      batchSize: rows[0].batchSize,
      by: same.length > 1 ? Math.max(...losses) - Math.min(...losses) : 0,
      factor: same.length > 1 ? Math.max(...rates) / Math.min(...rates) : 1,
    };
  });
}

/** Of each size and rate the longest training. */
function longestOf(tried: readonly TriedRow[]): TriedRow[] {
  const cells = new Map<string, TriedRow>();
  for (const row of [...tried].sort((a, b) => a.steps - b.steps))
    cells.set(`${row.batchSize} ${row.learningRate}`, row);
  return [...cells.values()];
}

/** The lowest loss of trainings of the same size and length. */
function lowestLike({ batchSize, steps }: TriedRow, tried: readonly TriedRow[]): number {
  const same = triedAt(tried, batchSize).filter((row) => row.steps === steps);
  return Math.min(...same.map(({ validLoss }) => validLoss ?? Number.POSITIVE_INFINITY));
}

function sideOf(row: TriedRow, tried: readonly TriedRow[]): number {
  const whole = Math.max(...triedAt(tried, row.batchSize).map(({ steps }) => steps));
  const { least, whole: side } = SIDES;
  return Math.round(Math.max(least, side * Math.sqrt(row.steps / whole)));
}

/** The range of a log axis with a share of room at both ends. */
function padded(values: readonly number[], share: number): number[] {
  const ends = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  const room = share * Math.max(ends[1] - ends[0], 0.5);
  return [ends[0] - room, ends[1] + room];
}
