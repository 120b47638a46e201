import { dotChart } from "../../plot/dotChart.js";
import type { Advice } from "../advice.js";
import { metricWords } from "../metric.js";
import { pointsText, rateText } from "../numbers.js";
import { type Evidence, evidence } from "./evidence.js";
import { verdictOf } from "./verdict.js";

/** The differences on fresh divisions with their intervals, and the band in which they do not matter. */
export function contrastEvidence(advice: Advice): Evidence {
  const { contrasts, margin, metric, keeping, batchSize, learningRate } = advice;
  if (contrasts.length === 0)
    return evidence(null, ["No two sizes were compared on fresh divisions of the data."]);
  const { cost } = keeping ?? {};
  const rows = [
    ...contrasts.map(({ batchSize: best, against, estimate, low, high }) => ({
      pair: `${best} against ${against}`,
      ...{ estimate, low, high },
    })),
    ...(keeping &&
    cost &&
    (keeping.batchSize !== batchSize || keeping.learningRate !== learningRate)
      ? [
          {
            pair: `${batchSize} against your ${rateText(keeping.learningRate)} at ${keeping.batchSize}`,
            ...cost,
          },
        ]
      : []),
  ];
  const drawn = dotChart(rows, {
    title: "Differences on fresh divisions of the data",
    ...{ label: "pair", value: "estimate", whisker: ["low", "high"] },
    band: { low: -margin, high: margin, title: `within the margin, ±${pointsText(margin)}` },
    xTitle: `points of ${metricWords(metric).name} by which the first is better`,
  });
  const [{ pairs, level, overlap }] = contrasts;
  return evidence(drawn, [
    `${pairs} divisions, on each of which all these sizes were trained at their own frozen rates. Where a whiskered point lies right of 0, the first is better.`,
    ...contrasts.map(
      (contrast) =>
        `${contrast.batchSize} against ${contrast.against}: ${pointsText(contrast.estimate)} [${pointsText(contrast.low)}, ${pointsText(contrast.high)}], ${verdictOf(contrast, margin)}.`,
    ),
    `The intervals are at ${percent(level)} to share an error of 5 % between all looks and differences, and widened because divisions overlap (test ÷ training examples ${overlap.toFixed(2)}).`,
  ]);
}

function percent(level: number): string {
  return `${Number((100 * level).toFixed(1))} %`;
}
