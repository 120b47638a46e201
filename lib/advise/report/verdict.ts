import type { Advice, Contrast, SizeRow } from "../advice.js";
import { advantage } from "../metric.js";
import { pointsText } from "../numbers.js";

/** What the interval of a difference says of the size that the best is compared with. */
export function wordsOf(
  { estimate, low, high }: Pick<Contrast, "estimate" | "low" | "high">,
  margin: number,
): string {
  if (low > 0 && estimate >= margin) return `loses ${pointsText(estimate)} points`;
  if (high < 0 && estimate <= -margin) return `gains ${pointsText(-estimate)} points`;
  if (high < margin && low > -margin) return "is equally good within the margin";
  if (high < margin) return `is at most ${pointsText(high)} points behind`;
  if (low > -margin) return `is at most ${pointsText(-low)} points ahead`;
  return "is not told apart";
}

/** What is known of a size, in words for its row of the table. */
export function sizeVerdict(row: SizeRow, advice: Advice): string {
  const { sizes, batchSize } = advice;
  const taken = sizes.find((size) => size.batchSize === batchSize);
  const chosen = row === taken;
  const words = [
    chosen ? "recommended" : "",
    compared(row, advice),
    !chosen && taken && row.cost > taken.cost ? "costs more" : "",
  ];
  return words.filter(Boolean).join("; ");
}

function compared({ batchSize, validMetric }: SizeRow, advice: Advice): string {
  const { contrasts, margin, settle, metric, sizes } = advice;
  if (contrasts.length === 0) return "not compared at frozen rates";
  const best = contrasts[0].batchSize;
  if (batchSize === best) return "best when tuned";
  const contrast = contrasts.find(({ against }) => against === batchSize);
  if (contrast !== undefined)
    return settle?.against.includes(batchSize) ? "not settled" : wordsOf(contrast, margin);
  const top = sizes.find((size) => size.batchSize === best);
  const behind = top ? advantage(metric, top.validMetric, validMetric) : 0;
  return behind >= 0.05
    ? `${pointsText(behind)} points behind when tuned, not compared again`
    : "not compared again";
}
