import { refuse } from "../../check.js";
import { sequenceLengths, sequenceShape } from "./sequence.js";
import type { ModelSpec } from "./spec.js";

/** A convolution of one example. */
export interface Convolved {
  /** Where the filters are laid, values under one of them, and how many there are. */
  readonly places: number;
  readonly values: number;
  readonly filters: number;
  /** Values that are passed on, pooled where the model pools. */
  readonly left: number;
}

/** The convolutions of a model, first to last; none of one without. */
export function convolutionsOf(model: ModelSpec, shape: readonly number[]): readonly Convolved[] {
  if (model.kind === "cnn") {
    let [rows, cols, channels] = shape;
    return model.filters.map((filters) => {
      const [places, values] = [rows * cols, 9 * channels];
      [rows, cols, channels] = [Math.floor(rows / 2), Math.floor(cols / 2), filters];
      return { places, values, filters, left: rows * cols * filters };
    });
  }
  if (model.kind !== "cnn1d") return [];
  let [, length, channels] = sequenceShape(shape) ?? [1, shape[0], 1];
  const lengths = sequenceLengths(model.convolutions, length);
  return model.convolutions.map(({ filters, width }, i) => {
    const values = width * channels;
    [length, channels] = [lengths[i], filters];
    return { places: length, values, filters, left: length * filters };
  });
}

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
