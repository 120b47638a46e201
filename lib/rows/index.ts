export {
  differenceOf,
  differencesBy,
  differencesFrom,
  doublingsOf,
  gapsBy,
} from "./differences.js";
export { centredWithin, groupRows, lowestBy, matching, pivot } from "./groups.js";
export { meansBy, mediansBy } from "./means.js";
export { type MedianCell, medianCells } from "./medianCells.js";
export { ratioOf } from "./ratioOf.js";
export { coefficientChange } from "./relativeChange.js";
export type { Row } from "./row.js";
