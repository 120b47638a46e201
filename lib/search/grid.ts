import { positiveInteger, refuse, unreachable } from "../check.js";
import { isRecord, type Plain } from "./plainJson.js";
import { type ConfigOf, checkSpace, isParameter, type Parameter, type Space } from "./space.js";

const MOST_CONFIGS = 1_000_000;

/**
 * Points for each parameter: one count for all, or one for each parameter by its path, as in
 * `{ "optimizer.learningRate": 7 }`. Choices and branches always give all of theirs.
 */
export type GridPoints = number | Readonly<Record<string, number>>;

/**
 * Every combination of equally spaced points (on a logarithmic parameter: equal factors), ends
 * included; a single point is the middle. The last parameter varies fastest.
 * @example
 * ```ts
 * import { choice, grid, logUniform } from "batchwise";
 *
 * const configs = grid({ rate: logUniform(0.01, 1), batchSize: choice([16, 64]) }, 3);
 * console.log(configs.length, configs[0]); // 6 { rate: 0.01, batchSize: 16 }
 * ```
 */
export function grid<S extends Space>(space: S, points: GridPoints): ConfigOf<S>[] {
  checkSpace("grid", space);
  const unused = new Set(typeof points === "number" ? [] : Object.keys(points));
  const count = (path: string): number => {
    unused.delete(path);
    return positiveInteger(
      "grid",
      `points for ${path || "the parameter"}`,
      typeof points === "number" ? points : points[path],
    );
  };
  const configs = gridOf(space, "", count);
  if (unused.size > 0) refuse("grid", "points must name numeric parameters", [...unused][0]);
  return configs as ConfigOf<S>[];
}

type Count = (path: string) => number;

function gridOf(space: Space, path: string, count: Count): Plain[] {
  if (isParameter(space)) return gridOfParameter(space, path, count);
  if (Array.isArray(space))
    return product(space.map((part: Space, i) => gridOf(part, `${path}[${i}]`, count)));
  if (!isRecord(space)) return [space as Plain];
  const keys = Object.keys(space);
  const parts = keys.map((key) =>
    gridOf(space[key] as Space, path ? `${path}.${key}` : key, count),
  );
  return product(parts).map((values) => Object.fromEntries(keys.map((key, i) => [key, values[i]])));
}

function gridOfParameter(space: Parameter, path: string, count: Count): Plain[] {
  switch (space.draw) {
    case "uniform":
      return spaced(count(path), space, false);
    case "logUniform":
      return spaced(count(path), space, true);
    case "integer": {
      const values = spaced(count(path), space, space.log).map(Math.round);
      return [...new Set(values)];
    }
    case "choice":
      return [...space.values];
    case "anyOf":
      return space.spaces.flatMap((branch) => gridOf(branch, path, count));
    default:
      return unreachable(space);
  }
}

function spaced(n: number, { low, high }: { low: number; high: number }, log: boolean): number[] {
  const at = (share: number): number =>
    log ? low * (high / low) ** share : low + (high - low) * share;
  if (n === 1) return [at(0.5)];
  return Array.from({ length: n }, (_, i) => (i === n - 1 ? high : at(i / (n - 1))));
}

function product(parts: readonly (readonly Plain[])[]): Plain[][] {
  const size = parts.reduce((total, part) => total * part.length, 1);
  if (size > MOST_CONFIGS)
    refuse("grid", `there must be at most ${MOST_CONFIGS} combinations`, size);
  return parts.reduce<Plain[][]>(
    (rows, part) => rows.flatMap((row) => part.map((value) => [...row, value])),
    [[]],
  );
}
