interface Timed {
  readonly seconds: number;
  readonly machine?: string;
  readonly history?: readonly { readonly seconds: number }[];
}

/** The rows with the seconds of the machine that has most of them; those of others are NaN, as they do not compare. */
export function secondsOfOneMachine<R extends Timed>(rows: readonly R[]): readonly R[] {
  const counts = new Map<string, number>();
  for (const { machine = "" } of rows) counts.set(machine, (counts.get(machine) ?? 0) + 1);
  if (counts.size < 2) return rows;
  const [[most]] = [...counts].sort((a, b) => b[1] - a[1]);
  return rows.map((row) =>
    (row.machine ?? "") === most
      ? row
      : {
          ...row,
          seconds: Number.NaN,
          ...(row.history && {
            history: row.history.map((point) => ({ ...point, seconds: Number.NaN })),
          }),
        },
  );
}
