import { positiveInteger, refuse } from "../check.js";
import type { Rng } from "../random.js";
import { isRecord } from "./plainJson.js";

/** How much of the scores each parameter explains, and what that is measured on. */
export interface ImportanceOptions {
  /** Shuffles the scores, to learn what chance alone gives. */
  readonly rng: Rng;
  /** Numeric parameters with more values are cut into so many parts of equal count. Default 4. */
  readonly bins?: number;
  /** What is explained: the scores' ranks, which no outlier can rule, or the scores. Default "rank". */
  readonly of?: "rank" | "score";
  /** Pairs of parameters too: what the two explain together beyond the sum of both. Default false. */
  readonly pairs?: boolean;
}

/** How far a parameter, or the interaction of two, explains the scores of a search. */
export interface Importance {
  /** Path of the parameter in the config, or two: "batchSize × optimizer.kind". */
  readonly parameter: string;
  /** Estimated share of the variance, at most 1; without an effect it scatters about 0. */
  readonly share: number;
  /** What a parameter without effect exceeds one time in twenty. */
  readonly noise: number;
  /** Number of trials that have the parameter: one in a branch is judged within its branch. */
  readonly trials: number;
}

const SHUFFLES = 200;

/**
 * Which parameters matter: the share of the scores' variance that lies between the values of each (the first
 * terms of functional ANOVA, Hutter et al. 2014, by bins in place of a random forest), largest first.
 * The share is corrected for chance (ε², Kelley 1935). A trial that failed counts as the worst.
 *
 * It needs independent draws of the parameters, so trials of a random or grid search at one resource. A
 * number's effect within a bin is not seen, and pairs need many trials for each pair of bins.
 */
export function importance(
  trials: readonly { readonly config: unknown; readonly score: number }[],
  { rng, bins = 4, of = "rank", pairs = false }: ImportanceOptions,
): Importance[] {
  if (trials.length < 3) refuse("importance", "there must be at least 3 trials", trials.length);
  if (positiveInteger("importance", "bins", bins) < 2)
    refuse("importance", "bins must be at least 2", bins);
  const y = scoresOf(trials, of);
  const columns = columnsOf(trials.map(({ config }) => config));
  const levels = [...columns].flatMap(([path, values]) => {
    const level = levelsOf(values, bins);
    return new Set(level.filter((l) => l >= 0)).size > 1 ? [{ path, level }] : [];
  });
  const single = levels.map(({ path, level }) => {
    const rows = [...level.keys()].filter((i) => level[i] >= 0);
    return measured(path, rows, y, rng.fork(path), (scores) =>
      explained(
        rows.map((i) => level[i]),
        scores,
      ),
    );
  });
  const double = !pairs
    ? []
    : levels.flatMap((a, i) =>
        levels.slice(i + 1).flatMap((b) => {
          const rows = [...a.level.keys()].filter((k) => a.level[k] >= 0 && b.level[k] >= 0);
          const [first, second] = [a, b].map(({ level }) => rows.map((k) => level[k]));
          const joint = first.map((l, k) => l * trials.length + second[k]);
          if (new Set(first).size < 2 || new Set(second).size < 2) return [];
          const path = `${a.path} × ${b.path}`;
          return [
            measured(
              path,
              rows,
              y,
              rng.fork(path),
              (scores) =>
                explained(joint, scores) - explained(first, scores) - explained(second, scores),
            ),
          ];
        }),
      );
  return [...single, ...double].sort((a, b) => b.share - a.share);
}

function measured(
  parameter: string,
  rows: readonly number[],
  y: readonly number[],
  rng: Rng,
  shareOf: (scores: readonly number[]) => number,
): Importance {
  const scores = rows.map((i) => y[i]);
  const shuffled = scores.slice();
  const chance = Array.from({ length: SHUFFLES }, () => shareOf(rng.shuffle(shuffled)));
  chance.sort((a, b) => a - b);
  return {
    parameter,
    share: shareOf(scores),
    noise: chance[Math.floor(0.95 * SHUFFLES)],
    trials: rows.length,
  };
}

/** ε²: (between groups − (groups − 1) · mean square within) / total. */
function explained(groups: readonly number[], y: readonly number[]): number {
  const n = y.length;
  const mean = y.reduce((sum, v) => sum + v, 0) / n;
  const total = y.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  const sums = new Map<number, { n: number; sum: number }>();
  for (const [i, group] of groups.entries()) {
    const at = sums.get(group) ?? { n: 0, sum: 0 };
    sums.set(group, { n: at.n + 1, sum: at.sum + y[i] - mean });
  }
  if (total === 0 || sums.size === n) return 0;
  const between = [...sums.values()].reduce((sum, at) => sum + at.sum ** 2 / at.n, 0);
  const within = (total - between) / (n - sums.size);
  return (between - (sums.size - 1) * within) / total;
}

function scoresOf(trials: readonly { readonly score: number }[], of: "rank" | "score"): number[] {
  const scores = trials.map(({ score }) => score);
  if (of === "rank") return ranks(scores.map((score) => (Number.isNaN(score) ? Infinity : score)));
  const worst = Math.max(...scores.filter(Number.isFinite));
  return scores.map((score) => (Number.isFinite(score) ? score : worst));
}

/** Ranks from 0; equals share their mean rank. */
function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) =>
    values[a] === values[b] ? 0 : values[a] - values[b],
  );
  const rank = values.map(() => 0);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let k = start; k < end; k++) rank[order[k]] = (start + end - 1) / 2;
  }
  return rank;
}

/** The values of each path that holds no object, by trial; undefined where a config lacks it. */
function columnsOf(configs: readonly unknown[]): Map<string, unknown[]> {
  const columns = new Map<string, unknown[]>();
  const visit = (value: unknown, path: string, row: number): void => {
    if (isRecord(value)) {
      for (const [key, part] of Object.entries(value))
        visit(part, path ? `${path}.${key}` : key, row);
      return;
    }
    const column = columns.get(path) ?? Array.from(configs, () => undefined);
    column[row] = Array.isArray(value) ? JSON.stringify(value) : value;
    columns.set(path, column);
  };
  for (const [row, config] of configs.entries()) visit(config, "", row);
  return columns;
}

/** A level for each value, −1 where there is none. */
function levelsOf(values: readonly unknown[], bins: number): number[] {
  const present = values.filter((value) => value !== undefined);
  const distinct = [...new Set(present)];
  const numbers = present.filter((value) => typeof value === "number");
  if (distinct.length <= bins || numbers.length < present.length)
    return values.map((value) => (value === undefined ? -1 : distinct.indexOf(value)));
  const rank = ranks(numbers);
  let next = 0;
  return values.map((value) =>
    value === undefined ? -1 : Math.floor((rank[next++] * bins) / numbers.length),
  );
}
