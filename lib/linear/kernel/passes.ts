import type { Matrix } from "../inputs/matrix.js";
import { isSparse, type SparseRows } from "../inputs/sparseMatrix.js";
import { BlockProducts } from "./blockProducts.js";
import { type ProductArray, type Products, productLengths } from "./products.js";
import { SparseProducts } from "./sparseProducts.js";
import { type SparseArray, SparseWindow, sparseBlockRows, sparseLengths } from "./sparseWindow.js";
import {
  blockRows,
  DirectRows,
  directRows,
  type Rows,
  RowWindow,
  readsDirectly,
  windowLength,
} from "./window.js";
import type { Workspace } from "./workspace.js";

/** The arrays that passes over rows work on. */
export type PassArray = "window" | SparseArray | ProductArray;

/** What passes go through: rows, a block at a time, and the products with them. */
export interface Passes {
  readonly rows: Rows;
  readonly products: Products;
  /** Where the rows are dense and in the kernels' memory. */
  readonly window?: RowWindow;
}

/** What passes over rows need before they can begin. */
export interface PassPlan {
  readonly lengths: Readonly<Record<PassArray, number>>;
  /** Whether two threads share the memory. */
  readonly shared: boolean;
  open(space: Workspace<PassArray>): Passes;
}

const NO_SPARSE_ROWS = { values: 0, columns: 0, begins: 0 };

/**
 * How passes over the rows of `x` are made.
 * @param use `hessian`: the kernels must hold dense rows; `manyPasses`: a copy of all rows pays
 */
export function planPasses(
  x: Matrix | SparseRows,
  outputs: number,
  { hessian, manyPasses }: { readonly hessian: boolean; readonly manyPasses: boolean },
): PassPlan {
  const lengthsFor = (rows: number): Record<ProductArray, number> =>
    productLengths(x.features, outputs, rows);
  if (isSparse(x))
    return {
      lengths: { window: 0, ...sparseLengths(x, manyPasses), ...lengthsFor(sparseBlockRows(x)) },
      shared: true,
      open: (space) => ({
        rows: new SparseWindow(x, space, manyPasses),
        products: new SparseProducts(x, outputs, space),
      }),
    };
  if (!hessian && readsDirectly(x))
    return {
      lengths: { window: 0, ...NO_SPARSE_ROWS, ...lengthsFor(directRows(x)) },
      shared: true,
      open: (space) => ({
        rows: new DirectRows(x, space),
        products: new BlockProducts(x.features, outputs, space),
      }),
    };
  const window = windowLength(x, manyPasses);
  return {
    lengths: { window, ...NO_SPARSE_ROWS, ...lengthsFor(blockRows(x)) },
    shared: false,
    open: (space) => {
      const rows = new RowWindow(x, space);
      return { rows, window: rows, products: new BlockProducts(x.features, outputs, space) };
    },
  };
}
