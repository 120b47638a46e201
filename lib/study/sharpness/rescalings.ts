import type { Dataset } from "../../data/dataset.js";
import { topEigenvalues } from "../../nn/analysis/curvature.js";
import { rescaleLayer } from "../../nn/analysis/rescaleLayer.js";
import { sharpness } from "../../nn/analysis/sharpness.js";
import type { TrainedModel } from "../../nn/model/trainedModel.js";
import { Rng } from "../../random.js";
import { RELATIVE_BOX } from "./sharpnessRows.js";

/** The sharpness of one function as written by the weights of one rescaling. */
export interface RescalingRow {
  /** The factor on the first layer. */
  readonly alpha: number;
  /** Of the training loss, as is all that follows. */
  readonly loss: number;
  /** Keskar's φ, in percent. */
  readonly sharpness: number;
  /** Largest of the Hessian. */
  readonly eigenvalue: number;
  /** φ in a box relative to each parameter, in percent. */
  readonly relativeSharpness: number;
}

/**
 * A ReLU network with its first layer multiplied and its second divided by each α, which changes no output
 * (Dinh et al. 2017), and what measures of sharpness say of each.
 */
export function rescalings(
  model: TrainedModel,
  data: Dataset,
  { alphas }: { readonly alphas: readonly number[] },
): RescalingRow[] {
  return alphas.map((alpha) => {
    const same = rescaleLayer(model, { alpha });
    const absolute = sharpness(same, data);
    const rng = Rng.fromSeed(0).fork("rescalings");
    return {
      alpha,
      loss: absolute.loss,
      sharpness: absolute.sharpness,
      eigenvalue: topEigenvalues(same, data, { rng }).pairs[0].value,
      relativeSharpness: sharpness(same, data, RELATIVE_BOX).sharpness,
    };
  });
}
