/**
 * Figures and tables that a notebook shows, from rows of results.
 * @module batchwise/plot
 */

export { DISPLAY, type Displayable, type MimeBundle } from "../display.js";
export type { OnProgress, Progress } from "../progress.js";
export { type AnswerPart, answerTable } from "./answerTable.js";
export { type ContourMapOptions, contourMap } from "./contourMap.js";
export { type CurvesWithPointsOptions, curvesWithPoints } from "./curvesWithPoints.js";
export { type DotChartOptions, dotChart } from "./dotChart.js";
export { escapeText } from "./escapeText.js";
export { type EstimateTableOptions, estimateTable } from "./estimateTable.js";
export { type Figure, figure, type Json, type Layout, type Trace } from "./figure.js";
export { type HeatMapOptions, heatMap } from "./heatMap.js";
export { type ImageGridOptions, type Images, imageGrid } from "./imageGrid.js";
export { type IntervalChartOptions, intervalChart } from "./intervalChart.js";
export { type AxisOptions, type LineChartOptions, lineChart } from "./lineChart.js";
export { extent, factorWithInterval, fixed, withInterval } from "./numbers.js";
export { orderedColors } from "./palette.js";
export { type PanelsOptions, panels } from "./panels.js";
export {
  type ParallelAxis,
  type ParallelCoordinatesOptions,
  parallelCoordinates,
} from "./parallelCoordinates.js";
export { type HtmlPlace, progressBar } from "./progressBar.js";
export { prose } from "./prose.js";
export { type ScatterChartOptions, type ScatterPictures, scatterChart } from "./scatterChart.js";
export { type SurfaceChartOptions, surfaceChart } from "./surfaceChart.js";
export { type FrameLike, type TableOptions, table } from "./table.js";
