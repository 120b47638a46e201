/** A row of results: plain values by column name. */
export type Row = Readonly<Record<string, unknown>>;
