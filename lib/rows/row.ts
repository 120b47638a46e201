/** A row of results: plain values by column name. */
export type Row = Readonly<Record<string, unknown>>;

/** The name of a column of the rows. */
export type ColumnOf<R> = keyof R & string;

/** Any object as a row: a copy, whose columns can be read by name. */
export function rowOf(object: object): Row {
  return { ...object };
}
