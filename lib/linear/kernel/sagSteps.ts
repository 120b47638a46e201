import type { Matrix } from "../inputs/matrix.js";
import { isSparse, type SparseRows } from "../inputs/sparseMatrix.js";
import { type SparseArray, SparseWindow, sparseLengths } from "./sparseWindow.js";
import { fromColumns, toColumns } from "./transpose.js";
import { RowWindow, windowLength } from "./window.js";
import { allocate, type Workspace } from "./workspace.js";

/** The kernel's `State`, field by field. */
const STATE = [
  "scale",
  "seen",
  "step",
  "l2",
  "l1",
  "saga",
  "fitIntercept",
  "drift",
  "position",
] as const;

/** What the steps of a fit go by. */
export type SagSettings = Readonly<Record<"step" | "l2" | "l1" | "saga" | "fitIntercept", number>>;

type Examples = "y" | "s" | "ids" | "memory" | "drawn";
type Common = Examples | "intercept" | "interceptTotal" | "z" | "state";

function commonLengths(n: number, outputs: number): Record<Common, number> {
  return {
    y: n,
    s: n,
    ids: n / 2,
    memory: n * outputs,
    drawn: n / 8,
    intercept: outputs,
    interceptTotal: outputs,
    z: 2 * outputs,
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

  /** Takes the parameters to start from: coefficients (outputs × features), then intercepts. */
  begin(start: Float64Array, settings: SagSettings): void {
    const { intercept, state } = this.space.view;
    const coefficients = start.length - (settings.fitIntercept ? intercept.length : 0);
    this.load(start.subarray(0, coefficients));
    intercept.set(start.subarray(coefficients));
    const values = { scale: 1, seen: 0, drift: 0, position: 0, ...settings };
    STATE.forEach((field, i) => {
      state[i] = values[field];
    });
  }

  /** Makes a step on each of the examples `ids`, in order, at most n; then writes all parameters. */
  pass(ids: Int32Array, parameters: Float64Array): void {
    const { intercept, state } = this.space.view;
    this.run(ids);
    this.give(parameters);
    if (state[STATE.indexOf("fitIntercept")] === 1)
      parameters.set(intercept, parameters.length - intercept.length);
  }

  protected abstract load(coefficients: Float64Array): void;

  protected abstract run(ids: Int32Array): void;

  /** Writes the coefficients. */
  protected abstract give(parameters: Float64Array): void;
}

type DenseName = Common | "window" | "w" | "total";

class DenseSag extends SagSteps {
  protected override readonly space: Workspace<DenseName>;
  readonly #x: Matrix;
  readonly #outputs: number;
  readonly #window: RowWindow;

  constructor(x: Matrix, outputs: number, y: Float64Array, weights: Float64Array) {
    const size = outputs * x.features;
    const lengths = { window: windowLength(x), w: size, total: size };
    const space = allocate<DenseName>({ ...lengths, ...commonLengths(x.n, outputs) });
    super(space, y, weights);
    this.space = space;
    this.#x = x;
    this.#outputs = outputs;
    this.#window = new RowWindow(x, space);
  }

  protected override load(coefficients: Float64Array): void {
    this.space.view.w.set(coefficients);
  }

  protected override run(ids: Int32Array): void {
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
  }

  protected override give(parameters: Float64Array): void {
    parameters.set(this.space.view.w);
  }
}

type SparseName =
  | Common
  | SparseArray
  | "records"
  | "lag"
  | "drift"
  | "threshold"
  | "seen"
  | "touched";

class SparseSag extends SagSteps {
  protected override readonly space: Workspace<SparseName>;
  readonly #x: SparseRows;
  readonly #outputs: number;
  readonly #window: SparseWindow;

  constructor(x: SparseRows, outputs: number, y: Float64Array, weights: Float64Array, l1: boolean) {
    const steps = l1 ? x.n + 1 : 0;
    const space = allocate<SparseName>({
      ...sparseLengths(x),
      ...commonLengths(x.n, outputs),
      records: 2 * outputs * x.features,
      lag: 2,
      drift: steps,
      threshold: steps,
      seen: steps,
      touched: l1 ? Math.ceil(x.features / 2) : 0,
    });
    super(space, y, weights);
    const { at, view } = space;
    this.space = space;
    this.#x = x;
    this.#outputs = outputs;
    this.#window = new SparseWindow(x, space);
    // The kernel's `Lag`, field by field.
    const lag = new Uint32Array(view.lag.buffer, at.lag, 4);
    lag.set([at.drift, at.threshold, at.seen, at.touched]);
  }

  protected override load(coefficients: Float64Array): void {
    toColumns(coefficients, this.#outputs, this.space.view.records, 2 * this.#outputs);
  }

  protected override run(ids: Int32Array): void {
    const { kernels, at } = this.space;
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
        at.records,
        at.intercept,
        at.interceptTotal,
        at.memory,
        at.drawn,
        at.z,
        at.lag,
        at.state,
      );
    });
    kernels.settleSag(features, this.#outputs, at.records, at.lag, at.state);
  }

  protected override give(parameters: Float64Array): void {
    fromColumns(this.space.view.records, this.#outputs, parameters, 2 * this.#outputs);
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
