/** The cells of one column: numbers (NaN where missing), or texts. */
export type RawColumn =
  | {
      readonly kind: "number";
      /** (rows,) not to be changed. */
      readonly values: () => Float64Array;
      /** How often each mark of a missing cell occurs. */
      readonly marks: ReadonlyMap<string, number>;
      /** Most and fewest digits after the point, of the cells that have any (99 with an exponent). */
      readonly mostDigits: number;
      readonly fewestDigits: number;
    }
  | { readonly kind: "text"; readonly texts: readonly string[]; readonly ids: Int32Array };

/** A table as it was read, before anything is decided. */
export interface RawTable {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: number;
  /** (rows,) where each row begins in the file, from 1. */
  readonly lines: Uint32Array;
  /** A row's place, in words. */
  readonly place: (row: number) => string;
  /** What else than an empty cell may look empty, in words. */
  readonly emptyToo?: string;
  /** A column's cells; ignored columns have none. */
  readonly column: (name: string) => RawColumn;
  readonly delimiter: string;
  /** The mark before decimals in columns of numbers. */
  readonly decimal: "." | ",";
  readonly notes: readonly string[];
}
