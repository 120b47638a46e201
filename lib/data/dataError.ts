/** A data file that cannot be read. The message names the file, the place and what is wrong there. */
export class DataError extends Error {
  override readonly name = "DataError";
}
