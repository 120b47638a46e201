import { lineChart } from "../../plot/lineChart.js";
import type { Row } from "../../rows/row.js";
import type { Advice } from "../advice.js";
import { rateText } from "../numbers.js";
import { rateExponent } from "../settings.js";
import { foretoldRate } from "../stages/sizesStage.js";
import { type Evidence, evidence } from "./evidence.js";
import { between } from "./speedEvidence.js";
import { anchorOf, neighbours } from "./tried.js";

/** The tuned rate of every batch size, with the optimizer's rule drawn through that of the size that was tuned first. */
export function rateEvidence(advice: Advice): Evidence {
  const { sizes, tried, optimizer, noiseScale } = advice;
  const start = sizes.find(({ batchSize }) => batchSize === anchorOf(advice)) ?? sizes[0];
  if (start === undefined || sizes.length < 2)
    return evidence(null, ["The rate of one batch size at most was tuned, so no rule was tested."]);
  const alpha = rateExponent(optimizer as Parameters<typeof rateExponent>[0]);
  const rule = alpha === 1 ? "the linear rule" : "the square-root rule";
  const withNoise = "the same, until the noise scale";
  const points = sizes.map(({ batchSize, learningRate }) => {
    const { batchSize: chosen, learningRateInterval: interval } = advice;
    const given = batchSize === chosen && interval ? { low: interval[0], high: interval[1] } : null;
    return {
      ...{ batchSize, learningRate, line: "tuned" },
      ...(given ?? neighbours(tried, { batchSize, learningRate })),
    };
  });
  const [least, most] = [sizes[0], sizes[sizes.length - 1]];
  const foretold = (batchSize: number, noise: number): number =>
    foretoldRate(start, batchSize, { noise, alpha });
  const lines = [
    { line: rule, noise: 1e9 },
    ...(noiseScale ? [{ line: withNoise, noise: noiseScale.estimate }] : []),
  ];
  const curves = lines.flatMap(({ line, noise }) =>
    between(least.batchSize, most.batchSize).map((batchSize) => ({
      ...{ line, batchSize, learningRate: foretold(batchSize, noise) },
    })),
  );
  const drawn = lineChart<Row>([...points, ...curves], {
    title: "The learning rate of each batch size",
    ...{ x: "batchSize", y: "learningRate", line: "line", lineTitle: "" },
    ...{ band: ["low", "high"], markers: true, broken: lines.map(({ line }) => line) },
    xAxis: {
      ...{ title: "batch size", log: true },
      ticks: sizes.map(({ batchSize }) => batchSize),
    },
    yAxis: { title: "learning rate", log: true },
  });
  const grown = (noise: number): string =>
    times(foretold(most.batchSize, noise) / foretold(least.batchSize, noise));
  return evidence(drawn, [
    `From ${least.batchSize} to ${most.batchSize}, ${times(most.batchSize / least.batchSize)} the size, the tuned rate goes from ${rateText(least.learningRate)} to ${rateText(most.learningRate)}, ${times(most.learningRate / least.learningRate)}.`,
    `By ${rule} for ${optimizer} it would be ${grown(1e9)}${noiseScale ? `; where rates stop growing at the noise scale, ${grown(noiseScale.estimate)}` : ""}.`,
    "The band reaches to the next rates that were tried, at the recommended size to the ends of its interval.",
  ]);
}

function times(factor: number): string {
  return `${Number(factor.toPrecision(3)).toLocaleString("en-US")}\u00a0×`;
}
