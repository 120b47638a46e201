import type { TrainConfig } from "./config.js";
import type { TrainingSplits } from "./train.js";

export function checkTraining(_who: string, _splits: TrainingSplits, _config: TrainConfig): void {}
