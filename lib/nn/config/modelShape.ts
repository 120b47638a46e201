import { refuse } from "../../check.js";
import { sequenceLengths, sequenceShape } from "./sequence.js";
import type { ModelSpec } from "./spec.js";

/** Refuses a model with convolutions where examples have no fit shape for it. */
export function checkModelShape(
  who: string,
  model: ModelSpec,
  shape: readonly number[],
  path: string,
): void {
  if (model.kind === "cnn") {
    if (shape.length !== 3)
      refuse(who, `a cnn wants examples of shape [rows, columns, channels]`, shape.join("×"));
    const poolings = model.filters.length;
    if (Math.min(shape[0], shape[1]) < 2 ** poolings)
      refuse(
        who,
        `${path}.model.filters must be few enough that ${poolings} poolings leave an image`,
        shape.join("×"),
      );
  }
  if (model.kind === "cnn1d") {
    const sequence = sequenceShape(shape);
    if (!sequence)
      refuse(
        who,
        `a cnn1d wants examples of shape [length] or [1, length, channels]`,
        shape.join("×"),
      );
    const short = sequenceLengths(model.convolutions, sequence[1]).indexOf(0);
    if (short >= 0)
      refuse(
        who,
        `${path}.model.convolutions[${short}] must find a sequence with its padding as long as its width`,
        shape.join("×"),
      );
  }
}
