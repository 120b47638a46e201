import { refuse } from "../check.js";
import type { BatchSize } from "../data/batches.js";
import type { TrainConfig } from "../nn/config/config.js";
import type { Candidate } from "./candidate.js";
import { withLearningRate } from "./learningRates.js";

/** What one value of an axis changes: fields of the config, and how many training examples there are. */
export interface Variation extends Partial<TrainConfig> {
  /** Train on so many of the training examples. Default all. */
  readonly trainExamples?: number;
}

/**
 * Columns and the values that are tried of each: numbers or batch sizes of the columns named here, or by name
 * what each value changes.
 */
export interface Axes {
  readonly batchSize?: readonly BatchSize[];
  /** Rates of the optimizer that the config has. */
  readonly learningRate?: readonly number[];
  /** Train on so many of the training examples. */
  readonly trainExamples?: readonly number[];
  readonly [column: string]: readonly BatchSize[] | Readonly<Record<string, Variation>> | undefined;
}

/** The columns of a crossing: of each axis the value that a candidate has. */
export type Crossed<A> = {
  readonly [K in keyof A]: A[K] extends readonly (infer V)[] ? V : Extract<keyof A[K], string>;
};

/**
 * Every combination of one value from each axis, the last axis changing fastest: candidates for `tune` and
 * `compare`, each with its values as columns.
 * @throws ArgumentError for a list of values under a column that is no number or batch size of the config
 * @example
 * ```ts
 * import { cross, type TrainConfig } from "batchwise";
 *
 * const base: TrainConfig = {
 *   model: { kind: "linear" }, optimizer: { kind: "sgd", learningRate: 0.1 },
 *   batchSize: 32, budget: { epochs: 5 }, seed: 0,
 * };
 * const candidates = cross(base, {
 *   optimizer: { SGD: {}, Adam: { optimizer: { kind: "adam", learningRate: 1e-3 } } },
 *   batchSize: [8, 32, "full"],
 * });
 * console.log(candidates.length); // 6
 * const [, , third, fourth] = candidates;
 * console.log(third.optimizer, third.batchSize, fourth.optimizer, fourth.batchSize);
 * // SGD full Adam 8
 * ```
 */
export function cross<const A extends Axes>(
  base: TrainConfig,
  axes: A,
): (Candidate & Crossed<A>)[] {
  let crossed: Candidate[] = [{ config: base }];
  for (const [column, axis] of Object.entries(axes)) {
    if (axis === undefined) continue;
    const variations = isList(axis)
      ? axis.map((value) => [value, valued(column, value)] as const)
      : Object.entries(axis).map(([name, change]) => [name, varied(change)] as const);
    if (variations.length === 0) refuse("cross", `${column} must hold at least one value`, 0);
    crossed = crossed.flatMap((candidate) =>
      variations.map(([value, vary]) => ({ ...candidate, ...vary(candidate), [column]: value })),
    );
  }
  // Each axis has put its column into every candidate.
  return crossed as (Candidate & Crossed<A>)[];
}

function isList(axis: NonNullable<Axes[string]>): axis is readonly BatchSize[] {
  return Array.isArray(axis);
}

type Vary = (candidate: Candidate) => Candidate;

function varied({ trainExamples, ...changes }: Variation): Vary {
  const fewer = trainExamples === undefined ? {} : { trainExamples };
  return ({ config }) => ({ config: { ...config, ...changes }, ...fewer });
}

function valued(column: string, value: BatchSize): Vary {
  if (column === "batchSize") return varied({ batchSize: value });
  if (value !== "full" && column === "trainExamples") return varied({ trainExamples: value });
  if (value !== "full" && column === "learningRate")
    return ({ config }) => ({ config: withLearningRate(config, value) });
  return refuse(
    "cross",
    "a list of values must be of batchSize, learningRate or trainExamples; for others give by name what each changes",
    column,
  );
}
