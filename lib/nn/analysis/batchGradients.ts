import type { Dataset } from "../../data/dataset.js";
import type { Rng } from "../../random.js";
import type { Program, Reading, RowIndex, Tensor } from "../device/device.js";
import { WasmDevice } from "../device/wasm/device.js";
import type { ModelParts } from "../model/modelParts.js";
import type { AtParameters } from "./gradients.js";
import { parametersOf } from "./parameters.js";
import { checkAnalysis, PlacedModel } from "./placedModel.js";
import { recorded } from "./recorded.js";

/** The recorded calls for batches of one size. */
interface Calls {
  readonly index: RowIndex;
  readonly run: Program;
  readonly squaredNorm: Reading;
  readonly squaredDistance: Reading;
}

/** Measures of the gradient G_B of one batch. */
export interface BatchGradient {
  /** |G_B|² */
  readonly squaredNorm: number;
  /** |G_B − G|², G the gradient on all of the data */
  readonly squaredDistance: number;
}

/** Gradients of many batches of a data set at fixed parameters. Batch norm uses its running statistics. */
export class BatchGradients {
  readonly #device = new WasmDevice();
  readonly #placed: PlacedModel;
  readonly #whole: readonly Tensor[];
  readonly #calls = new Map<number, Calls>();

  private constructor(model: ModelParts, data: Dataset, parameters: Float64Array) {
    this.#placed = new PlacedModel(this.#device, model, data, {});
    this.#placed.write(parameters);
    const [run, whole] = recorded(this.#device, () => this.#placed.recordLoss().backward());
    run();
    this.#whole = whole;
  }

  /** Calls `use` with the batch gradients of a model on data, and frees them afterwards. */
  static use<T>(
    who: string,
    model: ModelParts,
    data: Dataset,
    { parameters = parametersOf(model) }: Pick<AtParameters, "parameters">,
    use: (gradients: BatchGradients) => T,
  ): T {
    checkAnalysis(who, model, data);
    const gradients = new BatchGradients(model, data, parameters);
    try {
      return use(gradients);
    } finally {
      gradients.#device.dispose();
    }
  }

  of(rows: Int32Array): BatchGradient {
    const known = this.#calls.get(rows.length);
    const calls = known ?? this.#record(rows.length);
    if (!known) this.#calls.set(rows.length, calls);
    this.#device.setRows(calls.index, rows);
    calls.run();
    return {
      squaredNorm: calls.squaredNorm.read(),
      squaredDistance: calls.squaredDistance.read(),
    };
  }

  #record(size: number): Calls {
    const index = this.#device.rowIndex(size);
    const [run, readings] = recorded(this.#device, () => {
      const gradients = this.#placed.recordLoss(index).backward();
      const apart = gradients.map((part, i) => this.#device.subtract(part, this.#whole[i]));
      return {
        squaredNorm: this.#device.sumSquares(gradients),
        squaredDistance: this.#device.sumSquares(apart),
      };
    });
    return { index, run, ...readings };
  }
}

/** Row numbers of a random batch from n examples: drawn independently, or all different. */
export function drawRows(
  n: number,
  size: number,
  { replacement, rng }: { readonly replacement: boolean; readonly rng: Rng },
): Int32Array {
  if (replacement) return Int32Array.from({ length: size }, () => rng.integer(n));
  return rng.permutation(n).slice(0, size);
}
