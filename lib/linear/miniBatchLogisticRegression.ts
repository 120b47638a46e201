import { oneOf, positiveInteger, positiveNumber, refuse } from "../check.js";
import type { BatchSize } from "../data/batches.js";
import { Rng } from "../random.js";
import type { SparseMatrix } from "./inputs/sparseMatrix.js";
import type { ClassWeight } from "./inputs/weights.js";
import { LogisticEstimator } from "./logisticEstimator.js";
import { miniBatchDescent } from "./miniBatch.js";
import type { LogisticObjective, ObjectiveUse } from "./objective.js";
import { checkNames, count, flag, inverseStrength, nonNegative } from "./optionChecks.js";
import type { Observer, Solution } from "./result.js";

/** Batch size, step size and penalty of mini-batch gradient descent. */
export interface MiniBatchLogisticRegressionOptions {
  /** Examples per step; `"full"` is gradient descent. Default 32. */
  readonly batchSize?: BatchSize;
  /** First step size, against the mean loss; `"auto"` takes a stable one for the batch size. Default `"auto"`. */
  readonly learningRate?: number | "auto";
  /** The step size falls as (1 + passes)^−powerT; 0 keeps it. Default 0. */
  readonly powerT?: number;
  /** Inverse strength of the L2 penalty against the summed loss; Infinity means none. Default 1. */
  readonly C?: number;
  /** Passes over the data. Default 100. */
  readonly maxIter?: number;
  /**
   * Stops when after a pass the largest gradient entry is at most this, which costs one more gradient a
   * pass; null makes exactly `maxIter` passes. Default 1e-4.
   */
  readonly tol?: number | null;
  /** A new order for every pass. Default true. */
  readonly shuffle?: boolean;
  /** Default true. */
  readonly fitIntercept?: boolean;
  /** Factors on the loss of each class. Default 1 each. */
  readonly classWeight?: ClassWeight;
  /** Start the next fit where the last one ended. Default false. */
  readonly warmStart?: boolean;
  /** Decides the orders: the same as those of `train` with this seed. Default 0. */
  readonly seed?: number;
}

/** All options with their defaults. */
export type ResolvedMiniBatchOptions = Required<
  Omit<MiniBatchLogisticRegressionOptions, "classWeight">
> &
  Pick<MiniBatchLogisticRegressionOptions, "classWeight"> & { readonly l1Ratio: 0 };

const NAMES = [
  ...["batchSize", "learningRate", "powerT", "C", "maxIter", "tol", "shuffle"],
  ...["fitIntercept", "classWeight", "warmStart", "seed"],
];

/**
 * Logistic regression by mini-batch gradient descent in the true sense, one step per batch of B: what
 * `partial_fit` on chunks is often taken for. It minimises what `LogisticRegression` does, with L2. With
 * a constant step it ends in a noise ball about the minimum unless the batch is all of the data.
 * @example
 * ```ts
 * import { loadDigits, MiniBatchLogisticRegression, split } from "batchwise";
 *
 * const { train, valid } = split(loadDigits(), { seed: 0 });
 * const options = { batchSize: 64, maxIter: 20, tol: null };
 * const model = new MiniBatchLogisticRegression(options).fit(train);
 * console.log(model.result.iterations, model.score(valid).toFixed(2)); // 20 0.89
 * ```
 */
export class MiniBatchLogisticRegression extends LogisticEstimator<ResolvedMiniBatchOptions> {
  protected override readonly who = "MiniBatchLogisticRegression";
  /** All options, with the defaults of those that were not given. */
  override readonly options: ResolvedMiniBatchOptions;

  constructor(options: MiniBatchLogisticRegressionOptions = {}) {
    super();
    const who = this.who;
    checkNames(who, options, NAMES);
    const { batchSize = 32, learningRate = "auto", tol = 1e-4, classWeight } = options;
    this.options = {
      batchSize:
        typeof batchSize === "string"
          ? oneOf(who, "batchSize", batchSize, ["full"])
          : positiveInteger(who, "batchSize", batchSize),
      learningRate:
        typeof learningRate === "string"
          ? oneOf(who, "learningRate", learningRate, ["auto"])
          : positiveNumber(who, "learningRate", learningRate),
      powerT: nonNegative(who, "powerT", options.powerT ?? 0),
      C: inverseStrength(who, options.C ?? 1),
      l1Ratio: 0,
      maxIter: count(who, "maxIter", options.maxIter ?? 100),
      tol: tol === null ? null : nonNegative(who, "tol", tol),
      shuffle: flag(who, "shuffle", options.shuffle ?? true),
      fitIntercept: flag(who, "fitIntercept", options.fitIntercept ?? true),
      ...(classWeight !== undefined && { classWeight }),
      warmStart: flag(who, "warmStart", options.warmStart ?? false),
      seed: count(who, "seed", options.seed ?? 0),
    };
  }

  protected override checkSparse(x: SparseMatrix): void {
    refuse(
      this.who,
      "x must be dense: a Dataset, rows of numbers, { values, shape } or a table " +
        "(LogisticRegression and SGDClassifier take sparse rows)",
      x,
    );
  }

  protected override get objectiveUse(): ObjectiveUse {
    return { manyPasses: false };
  }

  protected override passes(_objective: LogisticObjective, iteration: number): number {
    return iteration;
  }

  protected override solve(
    objective: LogisticObjective,
    start: Float64Array,
    observe: Observer | undefined,
  ): Solution {
    const { batchSize, learningRate, powerT, maxIter, tol, shuffle, seed } = this.options;
    return miniBatchDescent(objective, start, {
      batchSize,
      learningRate,
      powerT,
      maxIter,
      tol,
      ...(shuffle && { rng: Rng.fromSeed(seed).fork("order") }),
      ...(observe && { observe }),
    });
  }
}
