import type { LossSpec, ModelSpec } from "../config/spec.js";
import type { NamedWeights } from "./layers/layer.js";

/** What a trained model consists of. */
export interface ModelParts {
  /** The architecture. */
  readonly spec: ModelSpec;
  /** What it was trained to minimise. */
  readonly loss: LossSpec["kind"];
  /** Shape of one example. */
  readonly shape: readonly number[];
  /** Class names; their position is the class id. */
  readonly classes: readonly string[];
  /** Its arrays, from the first layer to the last. */
  readonly weights: readonly NamedWeights[];
}
