import { sequenceShape } from "../config/sequence.js";
import type { ModelSpec } from "../config/spec.js";

/** The shape in which a model's first layer sees examples of `shape`. */
export function inputShape(spec: ModelSpec, shape: readonly number[]): readonly number[] {
  if (spec.kind === "cnn") return shape;
  return (
    (spec.kind === "cnn1d" ? sequenceShape(shape) : undefined) ?? [
      shape.reduce((product, d) => product * d, 1),
    ]
  );
}
