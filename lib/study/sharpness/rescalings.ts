import { refuse } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import { modelsAtLosses } from "../../experiment/modelsAtLosses.js";
import { centredSplits } from "../../experiment/preparation.js";
import { topEigenvalues } from "../../nn/analysis/curvature.js";
import { rescaleLayer } from "../../nn/analysis/rescaleLayer.js";
import { sharpness } from "../../nn/analysis/sharpness.js";
import type { TrainConfig } from "../../nn/config/config.js";
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
 * A ReLU network, trained to one training loss, with its first layer multiplied and its second divided by each
 * α, which changes no output (Dinh et al. 2017), and what measures of sharpness say of each.
 */
export async function rescalings(
  data: Dataset,
  config: TrainConfig,
  {
    seed,
    trainLoss,
    alphas,
  }: {
    /** Of the training, and of the division of the data. */
    readonly seed: number;
    readonly trainLoss: number;
    readonly alphas: readonly number[];
  },
): Promise<RescalingRow[]> {
  const { train, valid } = centredSplits(data, seed);
  const [at] = await modelsAtLosses({ train, valid }, { ...config, seed }, { losses: [trainLoss] });
  if (at === undefined)
    refuse("rescalings", "trainLoss must be reached within the budget", trainLoss);
  return alphas.map((alpha) => {
    const same = rescaleLayer(at.model, { alpha });
    const absolute = sharpness(same, train);
    const rng = Rng.fromSeed(0).fork("rescalings");
    return {
      alpha,
      loss: absolute.loss,
      sharpness: absolute.sharpness,
      eigenvalue: topEigenvalues(same, train, { rng }).pairs[0].value,
      relativeSharpness: sharpness(same, train, RELATIVE_BOX).sharpness,
    };
  });
}
