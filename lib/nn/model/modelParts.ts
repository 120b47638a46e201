import type { LossSpec, ModelSpec } from "../config/spec.js";
import type { NamedWeights } from "./layers/layer.js";

/** What a trained model consists of. */
export interface ModelParts {
  readonly spec: ModelSpec;
  readonly loss: LossSpec["kind"];
  /** Shape of one example. */
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  readonly weights: readonly NamedWeights[];
}
