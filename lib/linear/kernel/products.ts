import { PER_PREDICTION } from "./costs.js";
import type { Address } from "./kernels.js";
import type { Workspace } from "./workspace.js";

/** The arrays that products work on. */
export type ProductArray =
  | "raw"
  | "w"
  | "intercept"
  | "gradient"
  | "sums"
  | "restGradient"
  | "restSums";

/** Lengths of the arrays, for blocks of at most `rows` rows. */
export function productLengths(
  features: number,
  outputs: number,
  rows: number,
): Record<ProductArray, number> {
  const coefficients = features * outputs;
  return {
    raw: rows * outputs,
    w: coefficients,
    intercept: outputs,
    gradient: coefficients,
    sums: outputs,
    restGradient: coefficients,
    restSums: outputs,
  };
}

/**
 * The products of a linear model with blocks of rows X: `raw` = X · wᵀ + intercept on the way there, and
 * gradient += rawᵀ · X, `sums` += Σ raw on the way back. Two threads share the rows of a block, each with sums
 * of its own.
 */
export abstract class Products {
  protected readonly features: number;
  protected readonly outputs: number;
  protected readonly space: Workspace<ProductArray>;

  constructor(features: number, outputs: number, space: Workspace<ProductArray>) {
    this.features = features;
    this.outputs = outputs;
    this.space = space;
  }

  /** @param rows where {@link Rows} has put the block's `length` rows */
  abstract forward(rows: Address, length: number): void;

  /** @param rows where {@link Rows} has put the block's `length` rows */
  abstract backward(rows: Address, length: number): void;

  /** Takes coefficients (outputs × features) for the way there. */
  load(coefficients: Float64Array): void {
    this.space.view.w.set(coefficients);
  }

  /** Empties the sums of the way back. */
  clear(): void {
    const { gradient, sums, restGradient, restSums } = this.space.view;
    for (const array of [gradient, sums, restGradient, restSums]) array.fill(0);
  }

  /**
   * Adds what the second thread's rows gave, when all blocks are done.
   * @param out receives the gradient (outputs × features)
   */
  finish(out: Float64Array): void {
    const { gradient, sums, restGradient, restSums } = this.space.view;
    for (let j = 0; j < gradient.length; j++) gradient[j] += restGradient[j];
    for (let k = 0; k < sums.length; k++) sums[k] += restSums[k];
    this.give(gradient, out);
  }

  /** Writes the gradient, as it lies inside, to `out` (outputs × features). */
  protected give(gradient: Float64Array, out: Float64Array): void {
    out.set(gradient);
  }

  /** Shares a call of a kernel on the raw predictions of the block's rows; gives the sum of its results. */
  pointwise(
    name: "binaryLogLoss" | "multinomialLogLoss" | "curvature",
    length: number,
    part: (kernel: (...args: number[]) => number, first: number, count: number) => number,
  ): number {
    const nanoseconds = length * this.outputs * PER_PREDICTION;
    return this.space.instance.call(name, { length, nanoseconds }, part)();
  }
}
