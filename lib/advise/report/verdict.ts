import type { Advice, Contrast } from "../advice.js";
import { advantage } from "../metric.js";
import { pointsText } from "../numbers.js";

/** What an interval of the best minus another says, in words. */
export function verdictOf(
  { estimate, low, high }: Pick<Contrast, "estimate" | "low" | "high">,
  margin: number,
): string {
  if (low > 0 && estimate >= margin) return "the first is better";
  if (high < 0 && estimate <= -margin) return "the second is better";
  if (high < margin && low > -margin) return "equally good within the margin";
  if (high < margin) return "the first is not better by the margin";
  return low > -margin ? "the second is not better by the margin" : "open";
}

/** What is known of a size, in words for its row of the table. */
export function sizeVerdict(
  { batchSize, validMetric, stepsToTarget }: Advice["sizes"][number],
  advice: Advice,
): string {
  const missed = stepsToTarget === null ? "; missed the target" : "";
  return `${judged(batchSize, validMetric, advice)}${missed}`;
}

function judged(batchSize: number, validMetric: number, advice: Advice): string {
  const { contrasts, margin, settle, metric } = advice;
  const chosen = batchSize === advice.batchSize;
  const best = contrasts[0]?.batchSize;
  const contrast = contrasts.find(({ against }) => against === batchSize);
  const taken = chosen ? "recommended" : "";
  if (best === undefined) return taken || "not compared on fresh divisions";
  if (batchSize === best) return taken || "best of the tuned, and costs more";
  if (contrast === undefined) {
    const [top] = advice.sizes.filter((size) => size.batchSize === best);
    const behind = top ? advantage(metric, top.validMetric, validMetric) : 0;
    return behind > 0
      ? `${pointsText(behind)} points behind on validation, not compared further`
      : "not ahead in loss, or costs more: not compared further";
  }
  const { estimate, low, high } = contrast;
  const said = settle?.against.includes(batchSize)
    ? "not settled"
    : low > 0 && estimate >= margin
      ? `loses ${pointsText(estimate)} points`
      : high < margin && low > -margin
        ? "equally good"
        : high < margin
          ? "not behind by the margin"
          : "no gain by the margin, and costs more";
  return taken === "" ? said : `${taken}: ${said}`;
}
