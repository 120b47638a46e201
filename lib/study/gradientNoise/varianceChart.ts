import type { Figure } from "../../plot/figure.js";
import { lineChart } from "../../plot/lineChart.js";
import { meansBy } from "../../rows/means.js";
import type { VarianceRow } from "./varianceStudy.js";

/**
 * The variance of the gradient, measured and by the law, on log axes, where a batch of all examples has no
 * place: what it leaves of the variance is rounding.
 */
export function varianceChart(
  rows: readonly VarianceRow[],
  { title }: { readonly title: string },
): Figure {
  const drawn = rows.filter(({ law }) => law > 0);
  const [measured, law] = (["variance", "law"] as const).map((value) =>
    meansBy(drawn, { by: ["batchSize"], value }),
  );
  const name = "law: (1 − B/n) ÷ B";
  return lineChart(
    [
      ...measured.map((row) => ({ ...row, line: "measured" })),
      ...law.map((row) => ({ ...row, line: name, low: row.estimate, high: row.estimate })),
    ],
    {
      title,
      x: "batchSize",
      xAxis: { title: "batch size B", log: true },
      y: "estimate",
      yAxis: { title: "variance of the gradient", log: true },
      line: "line",
      lineTitle: "",
      band: ["low", "high"],
      markers: true,
      broken: [name],
    },
  );
}
