import type { Dataset } from "../../data/dataset.js";
import type { Tensor } from "../device/device.js";
import type { ModelParts } from "../model/modelParts.js";
import { checkAnalysis, type LossOptions, PlacedModel } from "./placedModel.js";
import { type Pair, TangentDevice } from "./tangentDevice.js";

/**
 * The Hessian of the mean loss on fixed data, as an operator: products with directions are exact
 * derivatives of the gradient, computed in float32, at the price of about one gradient each.
 */
export class Hessian {
  readonly #device = new TangentDevice();
  readonly #placed: PlacedModel;
  readonly #calls: Pair;
  readonly #directions: readonly Tensor[];
  readonly #products: readonly Tensor[];

  private constructor(model: ModelParts, data: Dataset, options: LossOptions) {
    this.#placed = new PlacedModel(this.#device, model, data, options);
    this.#directions = this.#placed.variables.map((variable) => this.#device.direction(variable));
    let gradients: readonly Tensor[] = [];
    this.#calls = this.#device.recordPair(() => {
      gradients = this.#placed.recordLoss().backward();
    });
    // A gradient without a tangent does not depend on the parameters: its rows of the Hessian are 0.
    this.#products = gradients.map(
      (gradient) => this.#device.tangent(gradient) ?? this.#device.variable(gradient.shape),
    );
  }

  /** The Hessian of a model's loss on data, at `parameters`; to be disposed of. */
  static open(
    who: string,
    model: ModelParts,
    data: Dataset,
    { parameters, ...options }: LossOptions & { readonly parameters: Float64Array },
  ): Hessian {
    checkAnalysis(who, model, data, options);
    const hessian = new Hessian(model, data, options);
    hessian.moveTo(parameters);
    return hessian;
  }

  /** Calls `use` with such a Hessian and disposes of it. */
  static use<T>(
    who: string,
    model: ModelParts,
    data: Dataset,
    options: LossOptions & { readonly parameters: Float64Array },
    use: (hessian: Hessian) => T,
  ): T {
    const hessian = Hessian.open(who, model, data, options);
    try {
      return use(hessian);
    } finally {
      hessian.dispose();
    }
  }

  get size(): number {
    return this.#placed.size;
  }

  /** Takes the Hessian at other parameters from now on. */
  moveTo(parameters: Float64Array): void {
    this.#placed.write(parameters);
    this.#calls.value();
  }

  /** H · direction. */
  times(direction: Float64Array): Float64Array {
    this.#placed.write(direction, this.#directions);
    this.#calls.tangent();
    return this.#placed.read(this.#products);
  }

  dispose(): void {
    this.#device.dispose();
  }
}
