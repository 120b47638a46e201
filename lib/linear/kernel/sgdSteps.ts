import type { Matrix } from "../inputs/matrix.js";
import { isSparse, type SparseRows } from "../inputs/sparseMatrix.js";
import { type ExampleArray, ExampleSteps, exampleLengths } from "./exampleSteps.js";
import { type SparseArray, SparseWindow, sparseLengths } from "./sparseWindow.js";
import { RowWindow, windowLength } from "./window.js";
import { allocate, type Workspace } from "./workspace.js";

type OwnArray = "w" | "average" | "paid" | "problem";
type Common = ExampleArray | OwnArray;

function commonLengths(
  { n, features }: Matrix | SparseRows,
  fields: number,
): Record<Common, number> {
  return {
    ...exampleLengths(n),
    w: features,
    average: features,
    paid: features,
    problem: fields,
  };
}

/** Steps of SGD on single examples, with the coefficients of one binary problem. */
export abstract class SgdSteps extends ExampleSteps<OwnArray> {
  /** Makes a step on each of the examples, in order. */
  abstract pass(ids: Int32Array): void;

  /** What `average` is to be divided by, and multiplied by where it is taken up again, after so many steps. */
  abstract averageShare(steps: number): number;
}

class DenseSgd extends SgdSteps {
  readonly #features: number;
  readonly #window: RowWindow;

  constructor(x: Matrix, y: Float64Array, weights: Float64Array, fields: number) {
    const space = allocate({ window: windowLength(x), ...commonLengths(x, fields) });
    super(space, y, weights);
    this.#features = x.features;
    this.#window = new RowWindow(x, space);
  }

  override pass(ids: Int32Array): void {
    const { kernels, at } = this.space;
    this.#window.visit(ids, (part, rows, gathered) => {
      this.ids.set(part);
      kernels.sgd(
        part.length,
        at.ids,
        rows,
        +gathered,
        at.y,
        at.s,
        this.#features,
        at.w,
        at.average,
        at.paid,
        at.problem,
      );
    });
  }

  override averageShare(): number {
    return 1;
  }
}

type SparseName = Common | SparseArray | "coefficients" | "touched" | "history";

/** Numbers of an entry of the kernel's history. */
const ENTRY = 5;

/** Inside, `average` holds sums: a step then changes only those of the coefficients that it touches. */
class SparseSgd extends SgdSteps {
  readonly #features: number;
  readonly #window: SparseWindow;
  readonly #at: Workspace<SparseName>["at"];

  constructor(
    x: SparseRows,
    y: Float64Array,
    weights: Float64Array,
    fields: number,
    lazySteps: number,
  ) {
    const space = allocate<SparseName>({
      ...sparseLengths(x),
      ...commonLengths(x, fields),
      coefficients: 3,
      touched: Math.ceil(x.features / 2),
      history: ENTRY * (lazySteps + 1),
    });
    super(space, y, weights);
    const { at, view } = space;
    this.#features = x.features;
    this.#window = new SparseWindow(x, space);
    this.#at = at;
    // The kernel's `Coefficients`, field by field.
    const addresses = new Uint32Array(view.coefficients.buffer, at.coefficients, 5);
    addresses.set([at.w, at.average, at.paid, at.touched, at.history]);
  }

  override pass(ids: Int32Array): void {
    const { kernels } = this.space;
    const at = this.#at;
    // What coefficients owe begins anew with what the problem holds.
    kernels.settleSgd(this.#features, at.coefficients, at.problem);
    this.#window.visit(ids, (part, begins, gathered) => {
      this.ids.set(part);
      kernels.sparseSgd(
        part.length,
        at.ids,
        at.values,
        at.columns,
        begins,
        +gathered,
        at.y,
        at.s,
        this.#features,
        at.coefficients,
        at.problem,
      );
    });
    kernels.settleSgd(this.#features, at.coefficients, at.problem);
  }

  override averageShare(steps: number): number {
    return steps;
  }
}

/**
 * The steps for the rows of `x`, dense or sparse.
 * @param fields numbers of the kernel's `Problem`
 * @param lazySteps of a pass, where steps change coefficients that they do not touch: by L1 or an average
 */
export function sgdSteps(
  x: Matrix | SparseRows,
  y: Float64Array,
  weights: Float64Array,
  fields: number,
  lazySteps: number,
): SgdSteps {
  return isSparse(x)
    ? new SparseSgd(x, y, weights, fields, lazySteps)
    : new DenseSgd(x, y, weights, fields);
}
