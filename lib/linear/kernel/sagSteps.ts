import type { Matrix } from "../inputs/matrix.js";
import { isSparse, type SparseRows } from "../inputs/sparseMatrix.js";
import { type SparseArray, SparseWindow, sparseLengths } from "./sparseWindow.js";
import { fromColumns, toColumns } from "./transpose.js";
import { RowWindow, windowLength } from "./window.js";
import { allocate, type Workspace } from "./workspace.js";

/** The kernel's `State`, field by field. */
const STATE = ["scale", "seen", "step", "l2", "l1", "saga", "fitIntercept", "position"] as const;

/** What the steps of a fit go by. */
export type SagSettings = Readonly<Record<"step" | "l2" | "l1" | "saga" | "fitIntercept", number>>;

type Name = "y" | "s" | "ids" | "w" | "intercept" | "total" | "interceptTotal" | "memory";
type Common = Name | "drawn" | "z" | "state";

function commonLengths(
  { n, features }: Matrix | SparseRows,
  outputs: number,
): Record<Common, number> {
  return {
    y: n,
    s: n,
    ids: n / 2,
    w: outputs * features,
    intercept: outputs,
    total: outputs * features,
    interceptTotal: outputs,
    memory: n * outputs,
    drawn: n / 8,
    z: outputs,
    state: STATE.length,
  };
}

/** Steps of SAG and SAGA on single examples, with the coefficients that they move. */
export abstract class SagSteps {
  protected readonly space: Workspace<Common>;
  protected readonly ids: Int32Array;

  /**
   * @param y (n,) class ids
   * @param weights (n,) sample weights
   */
  constructor(space: Workspace<Common>, y: Float64Array, weights: Float64Array) {
    const { at, view } = space;
    this.space = space;
    this.ids = new Int32Array(view.ids.buffer, at.ids, y.length);
    view.y.set(y);
    view.s.set(weights);
  }

  /** Takes the coefficients (outputs × features) and intercepts to start from. */
  begin(start: Float64Array, settings: SagSettings): void {
    const { w, intercept, state } = this.space.view;
    this.load(start.subarray(0, w.length));
    if (settings.fitIntercept) intercept.set(start.subarray(w.length));
    const values = { scale: 1, seen: 0, position: 0, ...settings };
    STATE.forEach((field, i) => {
      state[i] = values[field];
    });
  }

  protected abstract load(coefficients: Float64Array): void;

  /** Makes a step on each of the examples `ids`, in order, at most n; then writes all parameters. */
  abstract pass(ids: Int32Array, parameters: Float64Array): void;

  protected giveIntercepts(parameters: Float64Array): void {
    const { w, intercept } = this.space.view;
    if (parameters.length > w.length) parameters.set(intercept, w.length);
  }
}

class DenseSag extends SagSteps {
  readonly #x: Matrix;
  readonly #outputs: number;
  readonly #window: RowWindow;

  constructor(x: Matrix, outputs: number, y: Float64Array, weights: Float64Array) {
    const space = allocate({ window: windowLength(x), ...commonLengths(x, outputs) });
    super(space, y, weights);
    this.#x = x;
    this.#outputs = outputs;
    this.#window = new RowWindow(x, space);
  }

  protected override load(coefficients: Float64Array): void {
    this.space.view.w.set(coefficients);
  }

  override pass(ids: Int32Array, parameters: Float64Array): void {
    const { kernels, at, view } = this.space;
    this.#window.visit(ids, (part, rows, gathered) => {
      this.ids.set(part);
      kernels.sag(
        part.length,
        at.ids,
        rows,
        +gathered,
        at.y,
        at.s,
        this.#x.features,
        this.#outputs,
        at.w,
        at.intercept,
        at.total,
        at.interceptTotal,
        at.memory,
        at.drawn,
        at.z,
        at.state,
      );
    });
    kernels.rescale(at.w, view.w.length, view.state[0]);
    view.state[0] = 1;
    parameters.set(view.w);
    this.giveIntercepts(parameters);
  }
}

type SparseName = Common | SparseArray | "lag" | "drift" | "threshold" | "seen" | "touched";

/** Inside, coefficients are (features × outputs). */
class SparseSag extends SagSteps {
  readonly #x: SparseRows;
  readonly #outputs: number;
  readonly #window: SparseWindow;
  readonly #at: Workspace<SparseName>["at"];

  constructor(x: SparseRows, outputs: number, y: Float64Array, weights: Float64Array, l1: boolean) {
    const space = allocate<SparseName>({
      ...sparseLengths(x),
      ...commonLengths(x, outputs),
      lag: 2,
      drift: x.n + 1,
      threshold: l1 ? x.n + 1 : 0,
      seen: l1 ? x.n + 1 : 0,
      touched: Math.ceil(x.features / 2),
    });
    super(space, y, weights);
    const { at, view } = space;
    this.#x = x;
    this.#outputs = outputs;
    this.#window = new SparseWindow(x, space);
    this.#at = at;
    // The kernel's `Lag`, field by field.
    const lag = new Uint32Array(view.lag.buffer, at.lag, 4);
    lag.set([at.drift, at.threshold, at.seen, at.touched]);
  }

  protected override load(coefficients: Float64Array): void {
    toColumns(coefficients, this.#outputs, this.space.view.w);
  }

  override pass(ids: Int32Array, parameters: Float64Array): void {
    const { kernels, view } = this.space;
    const at = this.#at;
    const { features } = this.#x;
    this.#window.visit(ids, (part, begins, gathered) => {
      this.ids.set(part);
      kernels.sparseSag(
        part.length,
        at.ids,
        at.values,
        at.columns,
        begins,
        +gathered,
        at.y,
        at.s,
        features,
        this.#outputs,
        at.w,
        at.intercept,
        at.total,
        at.interceptTotal,
        at.memory,
        at.drawn,
        at.z,
        at.lag,
        at.state,
      );
    });
    kernels.settleSag(features, this.#outputs, at.w, at.total, at.lag, at.state);
    fromColumns(view.w, this.#outputs, parameters);
    this.giveIntercepts(parameters);
  }
}

/** The steps for the rows of `x`, dense or sparse. @param l1 whether there will be an L1 penalty */
export function sagSteps(
  x: Matrix | SparseRows,
  outputs: number,
  y: Float64Array,
  weights: Float64Array,
  l1: boolean,
): SagSteps {
  return isSparse(x)
    ? new SparseSag(x, outputs, y, weights, l1)
    : new DenseSag(x, outputs, y, weights);
}
