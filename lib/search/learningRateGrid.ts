import { numberBetween, positiveInteger, positiveNumber, refuse } from "../check.js";
import type { Rng } from "../random.js";
import { lowestIndex, optimumInterval, parabolaOptimum } from "./parabola.js";

/** Where the search for a learning rate starts, how rates are scored, and how far it may go. */
export interface TuneOptions {
  /** Centre of the first grid, as from a scaling rule. */
  readonly start: number;
  /** Ratio of neighbouring rates. Default 2. */
  readonly factor?: number;
  /**
   * Scores these rates, lower is better: for each a number, or one number for each seed (seeds in the same
   * order for every rate). A run that diverged scores Infinity; NaN counts as Infinity. It is given all new
   * rates of a round at once, in rising order, so that they can be trained together.
   */
  readonly score: (
    learningRates: readonly number[],
  ) => Promise<readonly (number | readonly number[])[]>;
  /** Rates in the first round, at least 3. Default 5. */
  readonly minPoints?: number;
  /** No rate lies outside. Default [1e-6, 1e3]. */
  readonly limits?: readonly [low: number, high: number];
  /** For the interval of the refined optimum; without it there is none. */
  readonly rng?: Rng;
}

/** Rates that a round adds on the side of the edge. */
const WIDEN_BY = 2;

/** A learning rate with its scores. */
export interface GridRow {
  readonly learningRate: number;
  /** Mean of the seeds' scores: Infinity when any of them diverged. */
  readonly score: number;
  /** One for each seed. */
  readonly scores: readonly number[];
}

/** The best learning rate, and every rate that was scored on the way to it. */
export interface TunedLearningRate {
  /** Everything that was scored, by rising rate. */
  readonly rows: readonly GridRow[];
  /**
   * The row of the lowest score; where neighbouring rates tie for it, the middle one of them. Where everything
   * diverged, that of the lowest rate, with score Infinity.
   */
  readonly best: GridRow;
  /** Whether rates on both sides of the best one were scored. */
  readonly inside: boolean;
  /** Why the search ended: the best lies inside, at a limit, or every rate diverged down to the limit. */
  readonly stopped: "inside" | "limit" | "diverged";
  /**
   * The lowest point of the parabola through the best row and its neighbours in log rate, with a percentile
   * bootstrap interval over seeds when there are at least three and an `rng`. `best` stands in for it where
   * no parabola with a lowest point exists, as beside a rate that diverged.
   */
  readonly refined: {
    readonly learningRate: number;
    readonly low?: number;
    readonly high?: number;
  };
}

/**
 * The learning rate with the lowest score on the grid start · factor^k, which widens while the best lies on
 * an edge. While every rate diverges it widens downwards. Rates whose scores tie are no reason to widen: of these
 * it takes the middle one, in log rate, of those nearest to the start.
 * @example
 * ```ts
 * import { tuneLearningRate } from "batchwise";
 *
 * const tuned = await tuneLearningRate({
 *   start: 0.01,
 *   score: async (rates) => rates.map((rate) => Math.log2(rate / 0.16) ** 2),
 * });
 * console.log(tuned.best.learningRate, tuned.stopped, tuned.rows.length); // 0.16 inside 9
 * ```
 */
export async function tuneLearningRate(options: TuneOptions): Promise<TunedLearningRate> {
  const { start, factor, score, minPoints, rng, least, most } = checked(options);
  const rows = new Map<number, GridRow>();
  let from = Math.max(least, -Math.floor((minPoints - 1) / 2));
  let to = Math.min(most, from + minPoints - 1);
  from = Math.max(least, to - minPoints + 1);
  for (;;) {
    const fresh = range(from, to).filter((k) => !rows.has(k));
    const learningRates = fresh.map((k) => start * factor ** k);
    const scored = readScores(await score(learningRates), fresh.length);
    fresh.forEach((k, i) => {
      rows.set(k, row(learningRates[i], scored[i]));
    });
    const grid = range(from, to).flatMap((k) => rows.get(k) ?? []);
    checkSeeds(grid);
    const scores = grid.map((r) => r.score);
    const diverged = scores.every((value) => value === Number.POSITIVE_INFINITY);
    const b = diverged ? 0 : lowestIndex(scores, -from);
    const down = diverged || b === 0;
    const stuck = down ? from === least : to === most;
    if ((!down && b < grid.length - 1) || stuck) {
      const inside = b > 0 && b < grid.length - 1;
      return {
        rows: grid,
        best: grid[b],
        inside,
        stopped: diverged ? "diverged" : inside ? "inside" : "limit",
        refined: {
          learningRate: parabolaOptimum(
            grid.map((r) => r.learningRate),
            scores,
            b,
          ),
          ...(rng === undefined || diverged || grid[b].scores.length < 3
            ? {}
            : optimumInterval(grid, rng, b)),
        },
      };
    }
    if (down) from = Math.max(least, from - WIDEN_BY);
    else to = Math.min(most, to + WIDEN_BY);
  }
}

interface Checked {
  readonly start: number;
  readonly factor: number;
  readonly score: TuneOptions["score"];
  readonly minPoints: number;
  readonly rng: Rng | undefined;
  /** The k of the lowest and the highest rate within the limits. */
  readonly least: number;
  readonly most: number;
}

function checked(options: TuneOptions): Checked {
  const { start, factor = 2, score, minPoints = 5, limits = [1e-6, 1e3] } = options;
  const who = "tuneLearningRate";
  numberBetween(who, "factor", factor, 1.01, 1000);
  numberBetween(who, "minPoints", positiveInteger(who, "minPoints", minPoints), 3, 1000);
  const [low, high] = limits;
  positiveNumber(who, "the lower limit", low);
  numberBetween(who, "the upper limit", high, low, Number.MAX_VALUE);
  numberBetween(who, "start", start, low, high);
  // A rate that is at a limit but for rounding is within it.
  const steps = (limit: number): number => Math.log(limit / start) / Math.log(factor);
  const least = Math.ceil(steps(low) - 1e-9);
  const most = Math.floor(steps(high) + 1e-9);
  return { start, factor, score, minPoints, rng: options.rng, least, most };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

function readScores(
  scored: readonly (number | readonly number[])[],
  expected: number,
): readonly (readonly number[])[] {
  if (scored.length !== expected)
    refuse(
      "tuneLearningRate",
      `score must return one entry for each of ${expected} rates`,
      scored.length,
    );
  return scored.map((entry) =>
    (typeof entry === "number" ? [entry] : entry).map((value) => {
      if (value === Number.NEGATIVE_INFINITY)
        refuse("tuneLearningRate", "a score must be above −Infinity", value);
      return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
    }),
  );
}

function row(learningRate: number, scores: readonly number[]): GridRow {
  const score = scores.reduce((sum, value) => sum + value, 0) / scores.length;
  return { learningRate, score, scores };
}

function checkSeeds(rows: readonly GridRow[]): void {
  const seeds = rows[0].scores.length;
  const wrong = rows.find(({ scores }) => scores.length !== seeds || scores.length === 0);
  if (wrong !== undefined)
    refuse(
      "tuneLearningRate",
      `score must give every rate the same number of seeds, ${Math.max(1, seeds)}`,
      wrong.scores.length,
    );
}
