import type { Dataset } from "../../data/dataset.js";
import type { ModelParts } from "../model/modelParts.js";
import { Hessian } from "./hessian.js";
import { type LossAndGradient, Objective } from "./objective.js";
import { parametersOf } from "./parameters.js";
import type { LossOptions } from "./placedModel.js";

/** The point in parameter space at which a loss or a derivative is taken. */
export interface AtParameters extends LossOptions {
  /** Where to look, in the layout of `parameterBlocks`. Default the model's own parameters. */
  readonly parameters?: Float64Array;
}

/** The mean loss of a model on data, of the kind that it was trained with, and its gradient. */
export function lossAndGradient(
  model: ModelParts,
  data: Dataset,
  { parameters = parametersOf(model), ...options }: AtParameters = {},
): LossAndGradient {
  return Objective.use("lossAndGradient", model, data, options, (objective) =>
    objective.lossAndGradient(parameters),
  );
}

/** The product of the mean loss's Hessian with a direction, exact up to float32 rounding. */
export function hessianVectorProduct(
  model: ModelParts,
  data: Dataset,
  {
    direction,
    parameters = parametersOf(model),
    ...options
  }: AtParameters & { readonly direction: Float64Array },
): Float64Array {
  return Hessian.use("hessianVectorProduct", model, data, { ...options, parameters }, (hessian) =>
    hessian.times(direction),
  );
}
