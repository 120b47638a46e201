import type { SparseRows } from "../inputs/sparseMatrix.js";
import { type SagArray, SagSteps, sagLengths } from "./sagSteps.js";
import { type SparseArray, SparseWindow, sparseLengths } from "./sparseWindow.js";
import { fromColumns, toColumns } from "./transpose.js";
import { allocate, type Workspace } from "./workspace.js";

type SparseName =
  | SagArray
  | SparseArray
  | "records"
  | "lag"
  | "drift"
  | "threshold"
  | "seen"
  | "touched";

/** {@link SagSteps} on sparse rows. */
export class SparseSag extends SagSteps {
  override readonly space: Workspace<SparseName>;
  readonly #x: SparseRows;
  readonly #outputs: number;
  readonly #window: SparseWindow;

  /** @param l1 whether there will be an L1 penalty */
  constructor(x: SparseRows, outputs: number, y: Float64Array, weights: Float64Array, l1: boolean) {
    const steps = l1 ? x.n + 1 : 0;
    const space = allocate<SparseName>({
      ...sparseLengths(x),
      ...sagLengths(x.n, outputs),
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
