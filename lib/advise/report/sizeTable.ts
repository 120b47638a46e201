import type { Displayable } from "../../display.js";
import { fixed } from "../../plot/numbers.js";
import { table } from "../../plot/table.js";
import type { Advice } from "../advice.js";
import { metricWords } from "../metric.js";
import { pointsText, rateText, secondsText } from "../numbers.js";
import { sizeVerdict } from "./verdict.js";

/** Every tuned size in a row: its rate, metric, cost, its difference from the best, and what that says in words. */
export function sizeTable(advice: Advice): Displayable | null {
  const { sizes, metric, label, contrasts } = advice;
  if (sizes.length === 0) return null;
  const best = contrasts[0]?.batchSize;
  const { name } = metricWords(metric);
  const ahead = (size: number): string => {
    const found = contrasts.find(({ against }) => against === size);
    if (found === undefined) return size === best ? "–" : "";
    const { estimate, low, high } = found;
    return `${pointsText(-estimate)} [${pointsText(-high)}, ${pointsText(-low)}]`;
  };
  const rows = sizes.map((size) => ({
    batchSize: size.batchSize,
    learningRate: size.learningRate,
    metric: size.validMetric,
    // In the label's own unit too, for which a point is a hundredth of its deviation.
    ...(label && { own: (size.validMetric / 100) * label.deviation }),
    updates: size.stepsToTarget ?? "missed",
    seconds: size.secondsToTarget ?? "missed",
    ahead: ahead(size.batchSize),
    verdict: sizeVerdict(size, advice),
  }));
  return table(rows, {
    columns: [
      ...["batchSize", "learningRate", "metric", ...(label ? ["own"] : [])],
      ...["updates", "seconds", ...(best === undefined ? [] : ["ahead"]), "verdict"],
    ],
    headings: {
      batchSize: "batch size",
      learningRate: "learning rate",
      metric: `${name}, %`,
      own: "in its own unit",
      updates: "updates to the target",
      seconds: "time to the target",
      ahead: `points ahead of ${best}`,
      verdict: "in words",
    },
    format: {
      learningRate: rateText,
      metric: (value) => fixed(value, 1),
      own: (value) => String(Number(value.toPrecision(3))),
      updates: (value) => Math.round(value).toLocaleString("en-US"),
      seconds: secondsText,
    },
    right: ["ahead"],
  });
}
