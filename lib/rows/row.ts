/** A row of results: plain values by column name. */
export type Row = Readonly<Record<string, unknown>>;

/** The name of a column of the rows. */
export type ColumnOf<R> = keyof R & string;
