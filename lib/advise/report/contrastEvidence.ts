import { dotChart } from "../../plot/dotChart.js";
import type { Advice, Contrast } from "../advice.js";
import { pointsText, rateText } from "../numbers.js";
import { type Evidence, evidence } from "./evidence.js";
import { wordsOf } from "./verdict.js";

/** The differences on fresh divisions with their intervals, and the band in which they do not matter. */
export function contrastEvidence(advice: Advice): Evidence {
  const { contrasts, margin, batchSize } = advice;
  if (contrasts.length === 0)
    return evidence(null, ["No two sizes were compared at frozen rates."]);
  // A program divides its examples itself, by the seed or not at all.
  const fresh =
    advice.command === null ? "fresh divisions of the data" : "seeds that tuned nothing";
  const kept = keptBeside(advice);
  const rows = [
    ...contrasts.map(({ batchSize: best, against, estimate, low, high }) => ({
      pair: `${best} against ${against}`,
      ...{ estimate, low, high },
    })),
    ...(kept ? [{ pair: `${batchSize} against your ${kept.pair}`, ...kept.cost }] : []),
  ];
  const drawn = dotChart(rows, {
    title: `Differences on ${fresh}`,
    ...{ label: "pair", value: "estimate", whisker: ["low", "high"] },
    band: { low: -margin, high: margin, title: `within the margin, ±${pointsText(margin)}` },
    xTitle: "points by which the first is better",
  });
  const [{ pairs, level, overlap }] = contrasts;
  return evidence(drawn, [
    `On ${pairs} ${fresh} all these sizes were trained, each at its own frozen rate.`,
    ...contrasts.map(
      (contrast) =>
        `Against ${contrast.batchSize}, ${contrast.against} ${wordsOf(contrast, margin)} (${interval(contrast)}).`,
    ),
    kept
      ? `Keeping your rate of ${kept.pair} ${kept.cost.low > 0 ? `loses ${pointsText(kept.cost.estimate)} points` : "is not shown to lose anything"} (${interval(kept.cost)}, at 95 %).`
      : "",
    `The intervals between sizes are at ${percent(level)}, so that all looks and differences share an error of 5 %${overlap > 0 ? `, and widened because divisions overlap (${overlap.toFixed(2)} test examples for each that trains)` : ""}.`,
  ]);
}

/** The size and rate in use with what it costs to keep them, where they are not what is recommended. */
function keptBeside({ keeping, batchSize, learningRate }: Advice): {
  readonly pair: string;
  readonly cost: NonNullable<NonNullable<Advice["keeping"]>["cost"]>;
} | null {
  if (!keeping?.cost) return null;
  if (keeping.batchSize === batchSize && keeping.learningRate === learningRate) return null;
  const pair = `${rateText(keeping.learningRate)} at ${keeping.batchSize}`;
  return { pair, cost: keeping.cost };
}

function interval({ estimate, low, high }: Pick<Contrast, "estimate" | "low" | "high">): string {
  return `${pointsText(estimate)} [${pointsText(low)}, ${pointsText(high)}]`;
}

function percent(level: number): string {
  return `${Number((100 * level).toFixed(1))} %`;
}
