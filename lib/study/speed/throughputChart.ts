import type { Figure } from "../../plot/figure.js";
import { lineChart } from "../../plot/lineChart.js";
import { panels } from "../../plot/panels.js";
import { groupRows } from "../../rows/groups.js";
import { mediansBy } from "../../rows/means.js";
import type { RoofRow } from "./roofline.js";
import type { ThroughputRow } from "./throughputStudy.js";

const ROOF = "roof";

/** The speed of training against the batch size under the roof of the machine, a panel for each model. */
export function throughputChart(
  speeds: readonly ThroughputRow[],
  roofs: readonly RoofRow[],
  { title }: { readonly title: string },
): Figure {
  const figures = groupRows(speeds, ["model"]).map((own) => {
    const { model } = own[0];
    const measured = mediansBy(own, { by: ["batchRows"], value: "perSecond" }).map((row) => ({
      ...row,
      line: "measured",
      perSecond: row.estimate,
    }));
    const bounds = roofs
      .filter((roof) => roof.model === model)
      .map(({ batchRows, perSecond }) => {
        return { batchRows, line: ROOF, perSecond, low: perSecond, high: perSecond };
      });
    return lineChart([...measured, ...bounds], {
      title: model,
      x: "batchRows",
      xAxis: { title: "batch size", log: true },
      y: "perSecond",
      yAxis: { title: "examples a second", log: true },
      line: "line",
      lineTitle: "",
      band: ["low", "high"],
      markers: true,
      broken: [ROOF],
    });
  });
  return panels(figures, { title });
}
