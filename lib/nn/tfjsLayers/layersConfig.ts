import type { TrainConfig } from "../config/config.js";

/** Everything of a run but the model. */
export type LayersConfig = Omit<TrainConfig, "model">;

/** Whether a model's outputs are logits or, after a softmax, probabilities. */
export type Outputs = "logits" | "probabilities";
