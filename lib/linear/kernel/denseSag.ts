import type { Matrix } from "../inputs/matrix.js";
import { type SagArray, SagSteps, sagLengths } from "./sagSteps.js";
import { RowWindow, windowLength } from "./window.js";
import { allocate, type Workspace } from "./workspace.js";

type DenseName = SagArray | "window" | "w" | "total";

/** {@link SagSteps} on dense rows. */
export class DenseSag extends SagSteps {
  override readonly space: Workspace<DenseName>;
  readonly #x: Matrix;
  readonly #outputs: number;
  readonly #window: RowWindow;

  constructor(x: Matrix, outputs: number, y: Float64Array, weights: Float64Array) {
    const size = outputs * x.features;
    const lengths = { window: windowLength(x), w: size, total: size };
    const space = allocate<DenseName>({ ...lengths, ...sagLengths(x.n, outputs) });
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
