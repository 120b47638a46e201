import type { Dataset } from "../../data/dataset.js";
import type { Program, Tensor } from "../device/device.js";
import { WasmDevice } from "../device/wasm/device.js";
import type { Metrics } from "../model/metrics.js";
import type { ModelParts } from "../model/modelParts.js";
import { checkAnalysis, type LossOptions, PlacedModel, type RecordedLoss } from "./placedModel.js";
import { recorded } from "./recorded.js";

/** The mean loss over a data set and its gradient. */
export interface LossAndGradient {
  /** Mean per example. */
  readonly loss: number;
  /** In the layout of `parameterBlocks`. */
  readonly gradient: Float64Array;
}

/**
 * The mean loss on fixed data as a function of the parameters, to be asked many times.
 * It is computed in float32, as in training, and summed over the examples in float64.
 */
export class Objective {
  readonly #device = new WasmDevice();
  readonly #placed: PlacedModel;
  readonly #n: number;
  readonly #forward: Program;
  readonly #loss: RecordedLoss;
  readonly #backward: Program;
  readonly #gradients: readonly Tensor[];

  private constructor(model: ModelParts, data: Dataset, options: LossOptions) {
    this.#placed = new PlacedModel(this.#device, model, data, options);
    this.#n = data.n;
    [this.#forward, this.#loss] = recorded(this.#device, () => this.#placed.recordLoss());
    [this.#backward, this.#gradients] = recorded(this.#device, () => this.#loss.backward());
  }

  /** Calls `use` with the objective of a model on data, and frees it afterwards. */
  static use<T>(
    who: string,
    model: ModelParts,
    data: Dataset,
    options: LossOptions,
    use: (objective: Objective) => T,
  ): T {
    checkAnalysis(who, model, data, options);
    const objective = new Objective(model, data, options);
    try {
      return use(objective);
    } finally {
      objective.#device.dispose();
    }
  }

  get size(): number {
    return this.#placed.size;
  }

  /** Mean loss and accuracy. */
  metrics(parameters: Float64Array): Metrics {
    this.#placed.write(parameters);
    this.#forward();
    return { loss: this.#loss.sum.read() / this.#n, accuracy: this.#loss.correct.read() / this.#n };
  }

  lossAndGradient(parameters: Float64Array): LossAndGradient {
    const { loss } = this.metrics(parameters);
    this.#backward();
    return { loss, gradient: this.#placed.read(this.#gradients) };
  }
}
