import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ArgumentError } from "../check.js";
import { DataError } from "../data/dataError.js";
import { among, type Check, list, object, wholePositive } from "./fields.js";
import { buildNetwork } from "./network.js";
import { streamsOf } from "./streams.js";
import { type ModelParts, TrainedModel } from "./trainedModel.js";
import { checkModel } from "./validate.js";

const FORMAT = "batchwise-model-1";
const DESCRIPTION = "model.json";
const VALUES = "weights.bin";

const text: Check = (who, path, value) => {
  if (typeof value !== "string") throw new ArgumentError(`${who}: ${path} must be a string`);
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
type Description = Omit<ModelParts, "weights"> & {
  readonly format: typeof FORMAT;
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
};

/**
 * Writes a model to a folder, made if missing: `model.json` with the spec, the shape of an example, the
 * classes and the name and shape of each array; `weights.bin` with the arrays' values one after the
 * other, row-major, float32, little-endian.
 */
export async function saveModel(model: TrainedModel, folder: string): Promise<void> {
  const { spec, loss, shape, classes } = model;
  const weights = model.weights.map((w) => ({ name: w.name, shape: w.shape }));
  const description: Description = { format: FORMAT, spec, loss, shape, classes, weights };
  const values = model.weights.map((w) => Buffer.from(new Float32Array(w.values).buffer));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, DESCRIPTION), `${JSON.stringify(description, null, 2)}\n`);
  await writeFile(join(folder, VALUES), Buffer.concat(values));
}

/**
 * The model that `saveModel` wrote to a folder; its logits are the same to the bit.
 * @throws DataError if the files are not such a model
 */
export async function loadModel(folder: string): Promise<TrainedModel> {
  const path = join(folder, DESCRIPTION);
  const description = parse(path, await readFile(path, "utf8"));
  const bytes = await readFile(join(folder, VALUES));
  const { spec, loss, shape, classes } = description;
  const network = buildNetwork(spec, { shape, classes: classes.length, ...streamsOf(0) });
  const wanted = network.parameters.map((p) => `${p.name} ${p.shape.join("×")}`).join(", ");
  const found = description.weights.map((w) => `${w.name} ${w.shape.join("×")}`).join(", ");
  if (wanted !== found)
    throw new DataError(`${path}: weights must be ${wanted} for this spec, got ${found}`);
  const size = network.parameters.reduce((sum, p) => sum + p.initial.byteLength, 0);
  if (bytes.length !== size)
    throw new DataError(`${join(folder, VALUES)}: must hold ${size} bytes, got ${bytes.length}`);
  let offset = 0;
  const weights = network.parameters.map(({ name, shape: dims, initial }) => {
    const part = bytes.subarray(offset, offset + initial.byteLength);
    offset += initial.byteLength;
    // A copy starts at an address that a Float32Array can have.
    return { name, shape: dims, values: new Float32Array(new Uint8Array(part).buffer) };
  });
  return new TrainedModel({ spec, loss, shape, classes, weights });
}

function parse(path: string, json: string): Description {
  try {
    const value: unknown = JSON.parse(json);
    checkDescription("loadModel", DESCRIPTION, value);
    // The check has just established the type.
    return value as Description;
  } catch (error) {
    throw new DataError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
