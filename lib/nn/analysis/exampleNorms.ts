import type { Dataset } from "../../data/dataset.js";
import type { MatmulOptions, Tensor } from "../device/device.js";
import { WasmDevice } from "../device/wasm/device.js";
import type { ModelParts } from "../model/modelParts.js";
import type { AtParameters } from "./gradients.js";
import { parametersOf } from "./parameters.js";
import { checkAnalysis, PlacedModel } from "./placedModel.js";
import { recorded } from "./recorded.js";

/**
 * Notes what the gradients of a batch are sums of. Two calls sum over examples: the gradient of dense
 * weights aᵀδ is a sum of outer products of rows of a and δ; that of a bias, scale or shift is a sum of rows.
 */
class SummandDevice extends WasmDevice {
  readonly outerProducts: (readonly [a: Tensor, delta: Tensor])[] = [];
  readonly rows: Tensor[] = [];

  override matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
    if (options.transposeA) this.outerProducts.push([a, b]);
    return super.matmul(a, b, options);
  }

  override columnSums(a: Tensor): Tensor {
    this.rows.push(a);
    return super.columnSums(a);
  }
}

/** The gradient of the mean loss, and the lengths of the single examples' gradients. */
export interface ExampleNorms {
  /** Mean loss. */
  readonly loss: number;
  /** (n,) squared Euclidean norm of the gradient of each example's own loss. */
  readonly squaredNorms: Float64Array;
  /** Of the mean loss, in the layout of `parameterBlocks`. */
  readonly gradient: Float64Array;
}

/**
 * The squared norm of every example's own gradient, exactly, at the price of one gradient: for a dense
 * layer |aδᵀ|² = |a|²|δ|² (Goodfellow 2015, 1510.01799). Batch norm uses its running statistics, for
 * with a batch's own an example has no gradient of its own.
 */
export function exampleNorms(
  model: ModelParts,
  data: Dataset,
  { parameters = parametersOf(model) }: Pick<AtParameters, "parameters"> = {},
): ExampleNorms {
  checkAnalysis("exampleNorms", model, data);
  const device = new SummandDevice();
  try {
    const placed = new PlacedModel(device, model, data, {});
    placed.write(parameters);
    const [run, { sum, gradients }] = recorded(device, () => {
      const loss = placed.recordLoss();
      return { sum: loss.sum, gradients: loss.backward() };
    });
    run();
    const squares = (tensor: Tensor): Float64Array => rowSquares(device.read(tensor), data.n);
    const squaredNorms = new Float64Array(data.n);
    for (const [a, delta] of device.outerProducts) {
      const left = squares(a);
      const right = squares(delta);
      for (let i = 0; i < data.n; i++) squaredNorms[i] += left[i] * right[i];
    }
    for (const tensor of device.rows) {
      const rows = squares(tensor);
      for (let i = 0; i < data.n; i++) squaredNorms[i] += rows[i];
    }
    // The rows δ are those of the mean loss: 1/n of the example's own.
    for (let i = 0; i < data.n; i++) squaredNorms[i] *= data.n ** 2;
    return { loss: sum.read() / data.n, squaredNorms, gradient: placed.read(gradients) };
  } finally {
    device.dispose();
  }
}

/** Σ of the squares of each of n rows. */
function rowSquares(values: Float32Array, n: number): Float64Array {
  const columns = values.length / n;
  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++)
    for (let j = i * columns; j < (i + 1) * columns; j++) sums[i] += values[j] ** 2;
  return sums;
}
