import type { Dataset } from "../../data/dataset.js";
import type { ModelParts } from "../model/modelParts.js";
import { exampleNorms } from "./exampleNorms.js";
import type { AtParameters } from "./gradients.js";
import { dot } from "./vector.js";

/** How the gradients of single examples scatter about their mean G. */
export interface GradientNoise {
  /** Mean loss. */
  readonly loss: number;
  /** |G|² */
  readonly gradientSquared: number;
  /** tr Σ, the total variance of an example's gradient, with divisor n − 1. */
  readonly trace: number;
  /** Bsimple = tr Σ / |G|², in examples (McCandlish et al. 2018, 1812.06162). */
  readonly noiseScale: number;
}

/**
 * The gradient noise of a model on data, exactly: from the squared norms of all single gradients,
 * tr Σ = (mean |gᵢ|² − |G|²) · n / (n − 1).
 */
export function gradientNoise(
  model: ModelParts,
  data: Dataset,
  options: Pick<AtParameters, "parameters"> = {},
): GradientNoise {
  const { loss, squaredNorms, gradient } = exampleNorms(model, data, options);
  const { n } = data;
  const gradientSquared = dot(gradient, gradient);
  const meanSquare = squaredNorms.reduce((sum, square) => sum + square, 0) / n;
  const trace = ((meanSquare - gradientSquared) * n) / (n - 1);
  return { loss, gradientSquared, trace, noiseScale: trace / gradientSquared };
}
