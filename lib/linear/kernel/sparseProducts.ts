import type { SparseRows } from "../inputs/sparseMatrix.js";
import { PER_SPARSE_MULTIPLY_ADD } from "./costs.js";
import type { Address } from "./kernels.js";
import { type ProductArray, Products } from "./products.js";
import type { SparseArray } from "./sparseWindow.js";
import { fromColumns, toColumns } from "./transpose.js";
import type { Workspace } from "./workspace.js";

/** {@link Products} with sparse rows. Inside, coefficients and gradient are (features × outputs). */
export class SparseProducts extends Products {
  readonly #at: Workspace<ProductArray | SparseArray>["at"];
  /** Multiply-adds of a row, on average. */
  readonly #perRow: number;

  constructor(x: SparseRows, outputs: number, space: Workspace<ProductArray | SparseArray>) {
    super(x.features, outputs, space);
    this.#at = space.at;
    this.#perRow = (x.values.length / x.n) * outputs;
  }

  override load(coefficients: Float64Array): void {
    toColumns(coefficients, this.outputs, this.space.view.w);
  }

  protected override give(gradient: Float64Array, out: Float64Array): void {
    fromColumns(gradient, this.outputs, out);
  }

  override forward(begins: Address, length: number): void {
    const at = this.#at;
    const { outputs } = this;
    this.space.instance.call("sparseForward", this.#extent(length), (forward, first, count) => {
      const [rows, raw] = [begins + 4 * first, at.raw + 8 * first * outputs];
      return forward(at.values, at.columns, rows, count, at.w, at.intercept, outputs, raw);
    })();
  }

  override backward(begins: Address, length: number): void {
    const at = this.#at;
    const { outputs } = this;
    this.space.instance.call("sparseBackward", this.#extent(length), (backward, first, count) => {
      const [rows, raw] = [begins + 4 * first, at.raw + 8 * first * outputs];
      const [gradient, sums] = first > 0 ? [at.restGradient, at.restSums] : [at.gradient, at.sums];
      return backward(at.values, at.columns, rows, count, raw, outputs, gradient, sums);
    })();
  }

  #extent(length: number): { length: number; nanoseconds: number } {
    return { length, nanoseconds: length * this.#perRow * PER_SPARSE_MULTIPLY_ADD };
  }
}
