import { addressBeside, hasBlas } from "../../wasm/blas.js";
import type { Matrix } from "../inputs/matrix.js";
import type { Address } from "./kernels.js";
import type { Workspace } from "./workspace.js";

/** A matrix up to this size is copied once into the kernels' memory; a larger one passes through it. */
export const RESIDENT_BYTES: number = 2 ** 25;
/** Size of a block of rows: it stays in the second-level cache while it is worked on. */
const BLOCK_BYTES = 2 ** 18;

/** Size of a block that two threads work on, each with a half in its cache. */
export const SHARED_BLOCK_BYTES: number = 2 ** 22;

/** Rows of a matrix, a block at a time, where products find them. */
export interface Rows {
  /** Number of rows that a block holds at most. */
  readonly rows: number;
  /** The address of `count` ≤ `rows` rows from `start` on. Valid until the next call. */
  block(start: number, count: number): Address;
}

/** Whether {@link DirectRows} can be made of a matrix. */
export function readsDirectly({ values }: Matrix): boolean {
  return hasBlas() && values instanceof Float64Array;
}

/** Rows of a block of {@link DirectRows}. */
export function directRows({ n, features }: Matrix): number {
  return Math.min(n, Math.max(64, Math.floor(SHARED_BLOCK_BYTES / (8 * features))));
}

/** Rows that OpenBLAS reads where they lie, outside the kernels' memory. */
export class DirectRows implements Rows {
  readonly #address: Address;
  readonly #rowBytes: number;
  readonly rows: number;

  constructor(x: Matrix, { instance }: Pick<Workspace<never>, "instance">) {
    this.#address = addressBeside(instance.memory, x.values);
    this.#rowBytes = 8 * x.features;
    this.rows = directRows(x);
  }

  block(start: number): Address {
    return this.#address + start * this.#rowBytes;
  }
}

/** Rows worked on at a time: as many as fit the cache, a multiple of the kernels' tile of 4. */
export function blockRows(x: Pick<Matrix, "n" | "features">): number {
  const rows = Math.floor(BLOCK_BYTES / (8 * x.features) / 4) * 4;
  return Math.min(x.n, Math.max(16, Math.min(512, rows)));
}

/**
 * Length of the array that a window on `x` needs.
 * @param manyPasses whether a copy of all rows pays
 */
export function windowLength(x: Matrix, manyPasses = true): number {
  const resident = manyPasses && 8 * x.n * x.features <= RESIDENT_BYTES;
  return (resident ? x.n : blockRows(x)) * x.features;
}

/** Gives the kernels the rows of a matrix, float64, without holding a second copy of a large one. */
export class RowWindow implements Rows {
  readonly #x: Matrix;
  readonly #resident: boolean;
  readonly #at: Address;
  readonly #view: Float64Array;
  /** Number of rows that a block or a draw holds at most. */
  readonly rows: number;

  constructor(x: Matrix, workspace: Pick<Workspace<"window">, "at" | "view">) {
    this.#x = x;
    this.#at = workspace.at.window;
    this.#view = workspace.view.window;
    this.#resident = this.#view.length === x.n * x.features;
    this.rows = blockRows(x);
    if (this.#resident) this.#view.set(x.values);
  }

  block(start: number, count: number): Address {
    const { values, features } = this.#x;
    if (this.#resident) return this.#at + 8 * start * features;
    this.#view.set(values.subarray(start * features, (start + count) * features));
    return this.#at;
  }

  /**
   * Calls `run` with the examples `ids`, in order, in parts that the window holds.
   * `gathered` says that the t-th id of a part lies in row t at `x`; else id i lies in row i.
   */
  visit(ids: Int32Array, run: (part: Int32Array, x: Address, gathered: boolean) => void): void {
    if (this.#resident) {
      run(ids, this.#at, false);
      return;
    }
    const { values, features } = this.#x;
    for (let from = 0; from < ids.length; from += this.rows) {
      const part = ids.subarray(from, from + this.rows);
      for (let t = 0, to = 0; t < part.length; t++)
        for (let j = part[t] * features, end = j + features; j < end; j++)
          this.#view[to++] = values[j];
      run(part, this.#at, true);
    }
  }
}
