import type { Matrix } from "../inputs/matrix.js";
import { PER_BLAS_MULTIPLY_ADD, PER_MULTIPLY_ADD, PER_PREDICTION } from "./costs.js";
import type { Address, Workspace } from "./workspace.js";

/** The arrays that the products work on. */
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
 * `gradient` += rawᵀ · X, `sums` += Σ raw on the way back. Two threads share the rows of a block.
 */
export class BlockProducts {
  readonly #features: number;
  readonly #outputs: number;
  readonly #space: Workspace<ProductArray>;

  constructor({ features }: Matrix, outputs: number, space: Workspace<ProductArray>) {
    this.#features = features;
    this.#outputs = outputs;
    this.#space = space;
  }

  /** Empties the sums of the way back. */
  clear(): void {
    const { gradient, sums, restGradient, restSums } = this.#space.view;
    for (const array of [gradient, sums, restGradient, restSums]) array.fill(0);
  }

  /** Adds what the second thread's rows gave. To be called when all blocks are done. */
  finish(): void {
    const { gradient, sums, restGradient, restSums } = this.#space.view;
    for (let j = 0; j < gradient.length; j++) gradient[j] += restGradient[j];
    for (let k = 0; k < sums.length; k++) sums[k] += restSums[k];
  }

  /** @param rows the address of the block's `length` rows */
  forward(rows: Address, length: number): void {
    const { instance, kernels, at } = this.#space;
    const [features, outputs] = [this.#features, this.#outputs];
    if (kernels.dgemm === undefined) {
      instance.call("forward", this.#extent(length, PER_MULTIPLY_ADD), (forward, first, count) => {
        const [x, raw] = [rows + 8 * first * features, at.raw + 8 * first * outputs];
        return forward(x, count, features, at.w, at.intercept, outputs, raw);
      })();
      return;
    }
    this.#fillRaw(length);
    instance.call("dgemm", this.#extent(length, PER_BLAS_MULTIPLY_ADD), (dgemm, first, count) => {
      const [x, raw] = [rows + 8 * first * features, at.raw + 8 * first * outputs];
      return dgemm(0, 1, count, outputs, features, x, features, at.w, features, 1, raw, outputs);
    })();
  }

  backward(rows: Address, length: number): void {
    const { instance, kernels, at } = this.#space;
    const [features, outputs] = [this.#features, this.#outputs];
    if (kernels.dgemm === undefined) {
      instance.call(
        "backward",
        this.#extent(length, PER_MULTIPLY_ADD),
        (backward, first, count) => {
          const [x, raw] = [rows + 8 * first * features, at.raw + 8 * first * outputs];
          const [gradient, sums] =
            first > 0 ? [at.restGradient, at.restSums] : [at.gradient, at.sums];
          return backward(x, count, features, raw, outputs, gradient, sums);
        },
      )();
      return;
    }
    instance.call("dgemm", this.#extent(length, PER_BLAS_MULTIPLY_ADD), (dgemm, first, count) => {
      const [x, raw] = [rows + 8 * first * features, at.raw + 8 * first * outputs];
      const gradient = first > 0 ? at.restGradient : at.gradient;
      return dgemm(
        1,
        0,
        outputs,
        features,
        count,
        raw,
        outputs,
        x,
        features,
        1,
        gradient,
        features,
      );
    })();
    this.#addSums(length);
  }

  /** Shares a call of a kernel on the raw predictions of the block's rows; gives the sum of its results. */
  pointwise(
    name: "binaryLogLoss" | "multinomialLogLoss" | "curvature",
    length: number,
    part: (kernel: (...args: number[]) => number, first: number, count: number) => number,
  ): number {
    const nanoseconds = length * this.#outputs * PER_PREDICTION;
    return this.#space.instance.call(name, { length, nanoseconds }, part)();
  }

  #extent(length: number, perMultiplyAdd: number): { length: number; nanoseconds: number } {
    return { length, nanoseconds: length * this.#features * this.#outputs * perMultiplyAdd };
  }

  /** Every row of raw predictions starts from the intercepts. */
  #fillRaw(length: number): void {
    const { raw, intercept } = this.#space.view;
    const outputs = this.#outputs;
    raw.set(intercept);
    for (let filled = outputs; filled < length * outputs; filled *= 2)
      raw.copyWithin(filled, 0, Math.min(filled, length * outputs - filled));
  }

  #addSums(length: number): void {
    const { raw, sums } = this.#space.view;
    const outputs = this.#outputs;
    for (let i = 0; i < length * outputs; i += outputs)
      for (let k = 0; k < outputs; k++) sums[k] += raw[i + k];
  }
}
