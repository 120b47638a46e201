/**
 * Groups, means and differences of rows of results.
 * @module batchwise/rows
 */

export {
  type DifferenceOptions,
  differenceOf,
  differencesBy,
  differencesFrom,
  doublingsOf,
  gapsBy,
} from "./differences.js";
export { centredWithin, groupRows, lowestBy, matching, pivot } from "./groups.js";
export { type EstimateOf, meansBy, mediansBy } from "./means.js";
export { type MedianCell, medianCells } from "./medianCells.js";
export { ratioOf } from "./ratioOf.js";
export { coefficientChange } from "./relativeChange.js";
export type { ColumnOf, Row } from "./row.js";
