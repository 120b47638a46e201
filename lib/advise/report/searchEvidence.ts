import { lineChart } from "../../plot/lineChart.js";
import type { Advice, TriedRow } from "../advice.js";
import { rateText } from "../numbers.js";
import { type Evidence, evidence } from "./evidence.js";
import { anchorOf, triedAt } from "./tried.js";

/** Losses further apart than this stand on a log axis. */
const FAR = 5;

/** Validation loss against the learning rate at the size whose rate was tuned first, by the length of the trainings. */
export function searchEvidence(advice: Pick<Advice, "tried">): Evidence {
  const size = anchorOf(advice);
  if (size === undefined) return evidence(null, ["No learning rate was tried."]);
  const rows = triedAt(advice.tried, size);
  const finite = rows.flatMap((row) =>
    row.validLoss === null ? [] : [{ ...row, validLoss: row.validLoss }],
  );
  const rates = [...new Set(rows.map(({ learningRate }) => learningRate))];
  const range = `${rates.length} learning rates from ${rateText(Math.min(...rates))} to ${rateText(Math.max(...rates))} were tried at ${size}`;
  if (finite.length === 0)
    return evidence(null, [`${range}, and with each the training diverged.`]);
  const losses = finite.map(({ validLoss }) => validLoss);
  const lengths = [...new Set(rows.map(({ steps }) => steps))].sort((a, b) => a - b);
  const drawn = lineChart(
    lengths.flatMap((length) => finite.filter(({ steps }) => steps === length)),
    {
      title: `The learning rate at ${size}`,
      ...{ x: "learningRate", y: "validLoss", line: "steps", lineTitle: "updates", markers: true },
      xAxis: { title: "learning rate", log: true },
      yAxis: { title: "validation loss", log: Math.max(...losses) > FAR * Math.min(...losses) },
    },
  );
  const last = finite.filter(({ steps }) => steps === lengths[lengths.length - 1]);
  const best = (last.length > 0 ? last : finite).reduce((a, b) =>
    b.validLoss < a.validLoss ? b : a,
  );
  const diverged = rows.length - finite.length;
  // At that length: what a shorter one showed beyond an end may not hold for it.
  const around =
    last.some(({ learningRate }) => learningRate < best.learningRate) &&
    last.some(({ learningRate }) => learningRate > best.learningRate);
  return evidence(drawn, [
    `${range}, in ${lengths.length === 1 ? "one length" : `${lengths.length} lengths`} of training.`,
    `Over ${best.steps} updates ${rateText(best.learningRate)} has the lowest loss, ${loss(best)} (mean of ${best.trainings} ${best.trainings === 1 ? "seed" : "seeds"})${around ? ", and rates on both sides of it were tried" : ": it lies at the edge of what was tried for so long, so a better one may lie beyond"}.`,
    diverged > 0 ? `With ${diverged} of ${rows.length} points the training diverged.` : "",
  ]);
}

/** A loss to three figures. */
export function loss({ validLoss }: { readonly validLoss: TriedRow["validLoss"] }): string {
  return validLoss === null ? "none" : String(Number(validLoss.toPrecision(3)));
}
