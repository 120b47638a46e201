import { refuse } from "../../check.js";
import type { Dataset, Target } from "../../data/dataset.js";
import type { LossSpec, ModelSpec } from "../config/spec.js";
import type { NamedWeights } from "./layers/layer.js";

/** A real target without its values. */
export type TargetUnit = Omit<Target, "values">;

/** Name and unit of a target. */
export function unitOf({ name, mean, scale }: TargetUnit): TargetUnit {
  return { name, mean, scale };
}

/** What a trained model consists of. */
export interface ModelParts {
  /** The architecture. */
  readonly spec: ModelSpec;
  /** What it was trained to minimise. */
  readonly loss: LossSpec["kind"];
  /** Shape of one example. */
  readonly shape: readonly number[];
  /** Class names; their position is the class id. Empty where the target is real. */
  readonly classes: readonly string[];
  /** What the only output is, where the target is real: value = output · scale + mean. */
  readonly target?: TargetUnit;
  /** Its arrays, from the first layer to the last. */
  readonly weights: readonly NamedWeights[];
}

/** Fails unless the data have the target that the model foretells, in its unit, or classes as the model has. */
export function checkSameTarget(
  who: string,
  { target }: Pick<ModelParts, "target">,
  data: Pick<Dataset, "target">,
): void {
  for (const key of ["name", "mean", "scale"] as const)
    if (target?.[key] !== data.target?.[key])
      refuse(
        who,
        target
          ? `data.target.${key} must be the model's, ${target[key]}`
          : "data must have classes",
        data.target?.[key],
      );
}
