import { refuse } from "../../check.js";
import { DataError } from "../../data/dataError.js";
import { among, type Check, list, object, wholePositive } from "../config/fields.js";
import type { ModelParts } from "./trainedModel.js";
import { checkModel } from "../config/validate.js";

/** The name and version of the format of a saved model. */
export const FORMAT = "batchwise-model-1";
/** The file with all but the values. */
export const DESCRIPTION = "model.json";
/** The file with the values. */
export const VALUES = "weights.bin";

const text: Check = (who, path, value) => {
  if (typeof value !== "string") refuse(who, `${path} must be a string`, value);
};

const checkDescription = object({
  format: among(FORMAT),
  spec: checkModel,
  loss: among("crossEntropy", "meanSquaredError"),
  shape: list(wholePositive),
  classes: list(text),
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
    return value as Description;
  } catch (error) {
    throw new DataError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
