import type { Advice, Contrast, SizeRow } from "../advice.js";
import { metricWords } from "../metric.js";
import {
  bytesText,
  columnsText,
  microsText,
  pointsText,
  rateText,
  secondsText,
} from "../numbers.js";
import { readyLines } from "./readyLines.js";

/** The advice for a terminal: the answer in two sentences, the table, why, what would change it, lines to copy. */
export function adviceText(advice: Advice): string {
  const parts = [
    answerText(advice),
    table(advice),
    listed("Why", [...reasons(advice), ...advice.notes]),
    listed("What would change it", changes(advice)),
    lines(advice),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** The answer in two sentences. */
export function answerText(advice: Advice): string {
  const { status, batchSize, learningRate, learningRateInterval: interval } = advice;
  const rate = interval
    ? `${rateText(learningRate)} [${interval.map(rateText).join(", ")}]`
    : rateText(learningRate);
  const use = `Use batch size ${batchSize} with learning rate ${rate}`;
  switch (status) {
    case "untested":
      return advice.neededSeconds === null
        ? `${use}, untested: see the notes.`
        : `${use}, untested: the budget is too short. About ${secondsText(advice.neededSeconds)} would do (--budget ${advice.neededSeconds}s).`;
    case "noSignal":
      return `${use}, or any other. No signal: the model does no better than guessing${advice.baseline === null ? "" : ` (${advice.baseline.toFixed(1)} ${metricWords(advice.metric).unit})`}, so the batch size does not matter here.`;
    case "notSettled":
      if (advice.contrasts.length === 0)
        return `${use}. Not settled: the rate is tuned, but the budget ended before sizes were compared on fresh divisions.`;
      return `${use}: the cheapest of those that look as good. ${settling(advice)}.${keepingText(advice)}`;
    default:
      return `${use}. ${second(advice)}${keepingText(advice)}`;
  }
}

/** What it costs to keep the rate in use. */
function keepingText({ keeping, batchSize, learningRate }: Advice): string {
  if (keeping === null) return "";
  const { cost } = keeping;
  if (keeping.batchSize === batchSize && keeping.learningRate === learningRate) return "";
  const yours = `your rate of ${rateText(keeping.learningRate)} at ${keeping.batchSize}`;
  if (cost === null) return ` With ${yours} the training diverges.`;
  return cost.low <= 0
    ? ` Keeping ${yours} costs nothing that can be told: ${interval(cost)} points.`
    : ` Keeping ${yours} costs ${interval(cost)} points.`;
}

function settling({ settle, contrasts }: Advice): string {
  const open = contrasts
    .filter(({ against }) => settle?.against.includes(against))
    .map(
      (contrast) =>
        `${contrast.batchSize} against ${contrast.against}, ${interval(contrast)} points in favour of ${contrast.batchSize}`,
    );
  const time = secondsText(60 * (settle?.minutes ?? 0));
  const more =
    settle === null || settle.pairs === null
      ? "no number of divisions of these data would settle it, more examples would"
      : `${settle.pairs} more ${settle.pairs === 1 ? "pair" : "pairs"}, ${time}, would settle it`;
  return `Not settled: ${open.join(", ")} (${contrasts[0].pairs} pairs); ${more}`;
}

function second({ contrasts, margin, sizes }: Advice): string {
  const costOf = (size: number): number => sizes.find((row) => row.batchSize === size)?.cost ?? 0;
  const pairs = contrasts[0]?.pairs ?? 0;
  const said = contrasts.map((contrast) => {
    const { batchSize: best, against, low, high, estimate } = contrast;
    const gain = `${interval(contrast)} points`;
    if (low > 0 && estimate >= margin) return `${against} loses ${gain}`;
    if (high < margin && low > -margin)
      return `${best} and ${against} are equally good within ${pointsText(margin)} points (${gain})`;
    return high < margin
      ? `${best} gains at most ${pointsText(high)} points on ${against} (${gain})`
      : `${against}${costOf(against) > costOf(best) ? ", which costs more," : ""} gains at most ${pointsText(-low)} points on ${best}`;
  });
  return said.length > 0 ? `${sentence(said.join("; "))}; ${pairs} pairs.` : "";
}

function interval({ estimate, low, high }: Pick<Contrast, "estimate" | "low" | "high">): string {
  return `${pointsText(estimate)} [${pointsText(low)}, ${pointsText(high)}]`;
}

function table(advice: Advice): string {
  const { sizes, speed, contrasts, metric, batchSize: chosen, command } = advice;
  if (sizes.length === 0) return "";
  // A program divides its own data and tells validation only.
  const where = command === null ? "test" : "fresh seeds";
  const best = contrasts[0]?.batchSize;
  const against = (size: number): string => {
    if (size === best) return "–";
    const found = contrasts.find((contrast) => contrast.against === size);
    return found ? interval({ estimate: -found.estimate, low: -found.high, high: -found.low }) : "";
  };
  const row = (size: SizeRow): string[] => {
    const { batchSize, learningRate, validLoss, validMetric, secondsToTarget } = size;
    const step = speed.find((one) => one.batchSize === batchSize);
    return [
      `${batchSize === chosen ? "→" : " "} ${batchSize}`,
      rateText(learningRate),
      validLoss.toPrecision(3),
      validMetric.toFixed(1),
      step ? microsText(step.microsPerStep) : "",
      secondsToTarget === null ? "missed" : secondsText(secondsToTarget),
      against(batchSize),
    ];
  };
  const head = [
    "  size",
    "rate",
    "loss",
    `${metricWords(metric).name}, %`,
    "a step",
    "to target",
    best === undefined ? "" : `${where}, points ahead of ${best}`,
  ];
  return columnsText([head, ...sizes.map(row)]).join("\n");
}

/** What the answer rests on, beside the table and the notes: phrases, without a full stop. */
export function reasons({
  baseline,
  metric,
  test,
  margin,
  criticalBatch,
  noiseScale,
  speedFit,
  trainings,
  seconds,
  label,
  memory,
}: Advice): string[] {
  const { name, unit } = metricWords(metric);
  const measured = (points: number): string => {
    const own =
      label === null ? "" : ` (${figure((points / 100) * label.deviation)} of ${label.name})`;
    return `${points.toFixed(1)} ${unit}${own}`;
  };
  const facts = [
    ...(baseline === null ? [] : [`guessing has ${name} ${measured(baseline)}`]),
    ...(test ? [`the sealed test part, opened once, gave ${name} ${measured(test.value)}`] : []),
    `differences below ${pointsText(margin)} points count as none, and then the cheaper size is taken`,
    `a step takes ${microsText(speedFit.perStep)} and ${Number(speedFit.perExample.toPrecision(2))} µs for each example; beyond ${speedFit.flatFrom}, larger batches are no faster`,
  ];
  if (noiseScale)
    facts.push(
      `gradient noise scale ${around(noiseScale)}: early ${round(noiseScale.early)}, late ${round(noiseScale.late)}; it chose which sizes to try`,
    );
  if (criticalBatch && criticalBatch.low > 0)
    facts.push(`steps to the target stop falling near ${around(criticalBatch)}`);
  if (memory)
    facts.push(
      `a training holds ${bytesText(memory.fixed)} and ${bytesText(memory.perExample)} for each example of a batch`,
    );
  facts.push(`${trainings} trainings, ${secondsText(seconds)}`);
  return facts;
}

/** A number to three figures. */
function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function around({
  estimate,
  low,
  high,
}: {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}): string {
  return `${round(estimate)} [${round(low)}, ${round(high)}]`;
}

function round(value: number): string {
  return Number(value.toPrecision(2)).toLocaleString("en-US");
}

/** What would make the answer another one: phrases, without a full stop. */
export function changes({ status, margin, optimizer }: Advice): string[] {
  return [
    `another model, optimizer (now ${optimizer}), scaling of the features or length of training: each has its own rate`,
    ...(status === "untested" ? ["a larger budget (--budget)"] : []),
    ...(status === "settled" || status === "notSettled"
      ? [`another margin than ${pointsText(margin)} points (--margin)`, "many more examples"]
      : []),
  ];
}

function lines(advice: Advice): string {
  const all = Object.entries(readyLines(advice)).flatMap(([library, code]) => [
    `  ${library}`,
    ...code.map((line) => `    ${line}`),
  ]);
  return ["To copy", ...all].join("\n");
}

function listed(heading: string, phrases: readonly string[]): string {
  return [heading, ...phrases.map((phrase) => `- ${sentence(phrase)}.`)].join("\n");
}

/** A phrase with a capital at its beginning. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
