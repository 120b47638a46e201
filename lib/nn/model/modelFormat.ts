import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { refuse } from "../../check.js";
import { DataError } from "../../data/dataError.js";
import {
  among,
  type Check,
  list,
  number,
  object,
  optional,
  positive,
  wholePositive,
} from "../config/fields.js";
import { checkModel } from "../config/validate.js";
import type { ModelParts } from "./modelParts.js";

/** The name and version of the format of a saved model. */
export const FORMAT = "batchwise-model-1";
/** The file with all but the values. */
export const DESCRIPTION = "model.json";
/** The file with the values. */
export const VALUES = "weights.bin";

const text: Check = (who, path, value) => {
  if (typeof value !== "string") refuse(who, `${path} must be a string`, value);
};

/** Names of classes; none where the target is real. */
const checkClasses: Check = (who, path, value) => {
  if (!Array.isArray(value) || value.length > 0) list(text)(who, path, value);
};

const real = number("a number", Number.isFinite);

const checkDescription = object({
  format: among(FORMAT),
  spec: checkModel,
  loss: among("crossEntropy", "meanSquaredError"),
  shape: list(wholePositive),
  classes: checkClasses,
  target: optional(object({ name: text, mean: real, scale: positive })),
  weights: list(object({ name: text, shape: list(wholePositive) })),
});

/** What `model.json` holds: all of a model but the values of its weights. */
export type Description = Omit<ModelParts, "weights"> & {
  readonly format: typeof FORMAT;
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
};

/** Reads `model.json`; `path` names it in errors. */
export function parseDescription(path: string, json: string): Description {
  try {
    const value: unknown = JSON.parse(json);
    checkDescription("loadModel", DESCRIPTION, value);
    // The check has just established the type.
    const description = value as Description;
    const { classes, target, loss } = description;
    if (target ? classes.length > 0 : classes.length === 0)
      refuse("loadModel", `${DESCRIPTION} must hold classes or a target`, classes);
    if (target && loss !== "meanSquaredError")
      refuse("loadModel", `${DESCRIPTION}.loss of a real target must be "meanSquaredError"`, loss);
    return description;
  } catch (error) {
    throw new DataError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Writes a model to a folder, made if missing: `model.json` with the spec, the shape of an example, the
 * classes or the target, and the name and shape of each array; `weights.bin` with the arrays' values one after the
 * other, row-major, float32, little-endian.
 */
export async function saveModel(model: ModelParts, folder: string): Promise<void> {
  const { spec, loss, shape, classes, target } = model;
  const weights = model.weights.map((w) => ({ name: w.name, shape: w.shape }));
  const description: Description = {
    format: FORMAT,
    spec,
    loss,
    shape,
    classes,
    ...(target && { target }),
    weights,
  };
  const values = model.weights.map((w) => Buffer.from(new Float32Array(w.values).buffer));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, DESCRIPTION), `${JSON.stringify(description, null, 2)}\n`);
  await writeFile(join(folder, VALUES), Buffer.concat(values));
}
