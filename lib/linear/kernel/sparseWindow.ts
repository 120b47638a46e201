import type { SparseRows } from "../inputs/sparseMatrix.js";
import type { Address } from "./kernels.js";
import { RESIDENT_BYTES, type Rows, SHARED_BLOCK_BYTES } from "./window.js";
import type { Workspace } from "./workspace.js";

/** The arrays of sparse rows in the kernels' memory. */
export type SparseArray = "values" | "columns" | "begins";

/** Bytes of a value with its column. */
const ENTRY_BYTES = 12;

/** Whether a copy of all rows is made, where many passes make it pay. */
function isResident({ values }: SparseRows, manyPasses: boolean): boolean {
  return manyPasses && ENTRY_BYTES * values.length <= RESIDENT_BYTES;
}

/** Rows of a block: as many as the caches of two threads hold on average, with a raw prediction of each. */
export function sparseBlockRows({ values, n }: SparseRows): number {
  const bytes = 8 + (ENTRY_BYTES * values.length) / n;
  return Math.min(n, Math.max(64, Math.floor(SHARED_BLOCK_BYTES / bytes)));
}

/** The most values that a block of rows holds. */
function largestBlock(x: SparseRows): number {
  const rows = sparseBlockRows(x);
  let most = 0;
  for (let start = 0; start < x.n; start += rows)
    most = Math.max(most, x.indptr[Math.min(x.n, start + rows)] - x.indptr[start]);
  return most;
}

/** Lengths, in float64, of the arrays that a window on `x` needs. */
export function sparseLengths(x: SparseRows, manyPasses = true): Record<SparseArray, number> {
  const resident = isResident(x, manyPasses);
  const entries = resident ? x.values.length : largestBlock(x);
  const rows = resident ? x.n : sparseBlockRows(x);
  return { values: entries, columns: Math.ceil(entries / 2), begins: Math.ceil((rows + 1) / 2) };
}

/**
 * Gives the kernels sparse rows, without holding a second copy of many. A block's address is that of where its
 * rows begin; the values and columns that this counts in are at `values` and `columns` of the workspace.
 */
export class SparseWindow implements Rows {
  readonly rows: number;
  readonly #x: SparseRows;
  readonly #resident: boolean;
  readonly #at: Address;
  readonly #values: Float64Array;
  readonly #columns: Int32Array;
  readonly #begins: Int32Array;

  constructor(
    x: SparseRows,
    { at, view }: Pick<Workspace<SparseArray>, "at" | "view">,
    manyPasses = true,
  ) {
    const whole = (name: SparseArray): Int32Array =>
      new Int32Array(view[name].buffer, at[name], 2 * view[name].length);
    this.#x = x;
    this.rows = sparseBlockRows(x);
    this.#resident = isResident(x, manyPasses);
    this.#at = at.begins;
    this.#values = view.values;
    this.#columns = whole("columns");
    this.#begins = whole("begins");
    if (!this.#resident) return;
    this.#values.set(x.values);
    this.#columns.set(x.indices);
    this.#begins.set(x.indptr);
  }

  block(start: number, count: number): Address {
    if (this.#resident) return this.#at + 4 * start;
    const { values, indices, indptr } = this.#x;
    const [from, to] = [indptr[start], indptr[start + count]];
    this.#values.set(values.subarray(from, to));
    this.#columns.set(indices.subarray(from, to));
    for (let i = 0; i <= count; i++) this.#begins[i] = indptr[start + i] - from;
    return this.#at;
  }

  /**
   * Calls `run` with the examples `ids`, in order, in parts that the window holds.
   * `gathered` says that the t-th id of a part is row t at `begins`; else id i is row i.
   */
  visit(
    ids: Int32Array,
    run: (part: Int32Array, begins: Address, gathered: boolean) => void,
  ): void {
    if (this.#resident) {
      run(ids, this.#at, false);
      return;
    }
    for (let from = 0; from < ids.length; ) {
      const count = this.#gather(ids, from);
      run(ids.subarray(from, from + count), this.#at, true);
      from += count;
    }
  }

  /** Copies the rows of as many ids as there is room for, from `from` on; at least one has room. */
  #gather(ids: Int32Array, from: number): number {
    const { values, indices, indptr } = this.#x;
    let end = 0;
    let count = 0;
    for (; from + count < ids.length && count < this.rows; count++) {
      const [first, last] = [indptr[ids[from + count]], indptr[ids[from + count] + 1]];
      if (end + last - first > this.#values.length) break;
      this.#values.set(values.subarray(first, last), end);
      this.#columns.set(indices.subarray(first, last), end);
      end += last - first;
      this.#begins[count + 1] = end;
    }
    return count;
  }
}
