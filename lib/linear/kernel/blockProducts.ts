import { PER_BLAS_MULTIPLY_ADD, PER_MULTIPLY_ADD } from "./costs.js";
import type { Address } from "./kernels.js";
import { Products } from "./products.js";

/** {@link Products} with dense rows, by OpenBLAS where there is one. */
export class BlockProducts extends Products {
  override forward(rows: Address, length: number): void {
    const { instance, kernels, at } = this.space;
    const { features, outputs } = this;
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

  override backward(rows: Address, length: number): void {
    const { instance, kernels, at } = this.space;
    const { features, outputs } = this;
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

  #extent(length: number, perMultiplyAdd: number): { length: number; nanoseconds: number } {
    return { length, nanoseconds: length * this.features * this.outputs * perMultiplyAdd };
  }

  /** Every row of raw predictions starts from the intercepts. */
  #fillRaw(length: number): void {
    const { raw, intercept } = this.space.view;
    const { outputs } = this;
    raw.set(intercept);
    for (let filled = outputs; filled < length * outputs; filled *= 2)
      raw.copyWithin(filled, 0, Math.min(filled, length * outputs - filled));
  }

  #addSums(length: number): void {
    const { raw, sums } = this.space.view;
    const { outputs } = this;
    for (let i = 0; i < length * outputs; i += outputs)
      for (let k = 0; k < outputs; k++) sums[k] += raw[i + k];
  }
}
