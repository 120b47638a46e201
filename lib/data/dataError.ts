/**
 * A data file that cannot be read. The message names the file, the place and what is wrong there.
 * @example
 * ```ts
 * import { DataError, parseCsv } from "batchwise";
 *
 * try {
 *   parseCsv("length,kind\n4.9,\n", { label: "kind" }, "flowers.csv");
 * } catch (error) {
 *   if (error instanceof DataError) console.log(error.message);
 *   // flowers.csv: line 2, column "kind": the label is missing
 * }
 * ```
 */
export class DataError extends Error {
  override readonly name = "DataError";
}
