import { positiveNumber, refuse } from "../../check.js";
import type { ModelParts } from "../model/modelParts.js";
import { TrainedModel } from "../model/trainedModel.js";

/**
 * The same function by other parameters (Dinh et al. 2017, 1703.04933): a hidden layer's weights and
 * biases times α, the next layer's weights divided by α. As ReLU(α z) = α ReLU(z), no output changes,
 * but measures of sharpness do. With α a power of two even the rounding is the same.
 */
export function rescaleLayer(
  model: ModelParts,
  {
    alpha,
    layer = 0,
  }: {
    /** Positive. */
    readonly alpha: number;
    /** Which hidden layer. Default the first, 0. */
    readonly layer?: number;
  },
): TrainedModel {
  positiveNumber("rescaleLayer", "alpha", alpha);
  const { spec } = model;
  if (spec.kind !== "mlp" || (spec.activation ?? "relu") !== "relu" || spec.batchNorm)
    refuse("rescaleLayer", 'the model must be an "mlp" with "relu" and without batch norm', spec);
  if (!(layer in spec.hidden))
    refuse("rescaleLayer", `layer must be from 0 to ${spec.hidden.length - 1}`, layer);
  const next = layer + 1 < spec.hidden.length ? `hidden${layer + 1}` : "output";
  const factors: Readonly<Record<string, number>> = {
    [`hidden${layer}/weights`]: alpha,
    [`hidden${layer}/bias`]: alpha,
    [`${next}/weights`]: 1 / alpha,
  };
  const weights = model.weights.map((array) => {
    const factor = factors[array.name] ?? 1;
    return { ...array, values: array.values.map((value) => factor * value) };
  });
  return new TrainedModel({ ...model, weights });
}
