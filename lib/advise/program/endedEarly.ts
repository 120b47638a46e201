const NEARLY = 0.999;

/**
 * The part of a whole training after which it ended, if that is an evaluation or more before what was asked for.
 * @param shares of a whole training at each evaluation, 0 to 1
 */
export function endedEarly(shares: readonly number[], asked: number): number | undefined {
  const last = shares[shares.length - 1];
  const between = Math.max(...shares.map((share, i) => share - (shares[i - 1] ?? 0)));
  return last + between < NEARLY * Math.min(1, asked) ? last : undefined;
}

/** What is said of trainings that ended early. @param shares after which they ended */
export function earlyText(shares: readonly number[]): string {
  const after = `at ${Math.round(100 * Math.min(...shares))} % of a whole one`;
  return shares.length === 1
    ? `one training ended before what was asked for, ${after}: it counts as early stopping does, by its best evaluation`
    : `${shares.length} trainings ended before what was asked for, the earliest ${after}: they count as early stopping does, by their best evaluation`;
}
