import { positiveInteger, positiveNumber } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import type { ModelParts } from "../model/modelParts.js";
import type { AtParameters } from "./gradients.js";
import { Objective } from "./objective.js";
import { parametersOf } from "./parameters.js";

/** The box around the model in which the largest loss is searched. */
export interface SharpnessOptions extends AtParameters {
  /** Size of the box, in units of its scale. Default 1e-3. */
  readonly epsilon?: number;
  /**
   * The scale of each side. `absolute`: |wᵢ| + 1, as Keskar et al. have it. `relative`: |wᵢ|, which
   * rescaling units of a ReLU network leaves as it is (Kwon et al. 2021, 2102.11600). Default "absolute".
   */
  readonly box?: "absolute" | "relative";
  /** Steps of the search, one gradient each. Default 10. */
  readonly iterations?: number;
}

/** How far the loss can rise close to the model (Keskar et al. 2017). */
export interface Sharpness {
  /** φ = 100 · (largest loss in the box − loss) / (1 + loss), in percent. */
  readonly sharpness: number;
  /** Mean loss at the centre. */
  readonly loss: number;
  /** The largest found in the box. */
  readonly largestLoss: number;
}

/**
 * Keskar et al.'s sharpness (2017, 1609.04836): how much the loss can rise in a small box around the
 * parameters. They maximise by ten iterations of L-BFGS-B; here each step goes to the corner of the box
 * that the gradient points to, which never lowers a loss that is convex in the box, as it all but is in
 * so small a one, and finds no smaller maximum at the same price. The best point seen counts.
 */
export function sharpness(
  model: ModelParts,
  data: Dataset,
  {
    epsilon = 1e-3,
    box = "absolute",
    iterations = 10,
    parameters = parametersOf(model),
    ...options
  }: SharpnessOptions = {},
): Sharpness {
  positiveNumber("sharpness", "epsilon", epsilon);
  positiveInteger("sharpness", "iterations", iterations);
  const offset = box === "absolute" ? 1 : 0;
  return Objective.use("sharpness", model, data, options, (objective) => {
    const { loss } = objective.metrics(parameters);
    let point = parameters;
    let largestLoss = loss;
    for (let i = 0; i < iterations; i++) {
      const { gradient } = objective.lossAndGradient(point);
      point = parameters.map(
        (w, j) => w + epsilon * (Math.abs(w) + offset) * Math.sign(gradient[j]),
      );
      largestLoss = Math.max(largestLoss, objective.metrics(point).loss);
    }
    return { sharpness: (100 * (largestLoss - loss)) / (1 + loss), loss, largestLoss };
  });
}
