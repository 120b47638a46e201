import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DESCRIPTION, type Description, FORMAT, VALUES } from "./model/modelFormat.js";
import type { ModelParts } from "./model/trainedModel.js";

/**
 * Writes a model to a folder, made if missing: `model.json` with the spec, the shape of an example, the
 * classes and the name and shape of each array; `weights.bin` with the arrays' values one after the
 * other, row-major, float32, little-endian.
 */
export async function saveModel(model: ModelParts, folder: string): Promise<void> {
  const { spec, loss, shape, classes } = model;
  const weights = model.weights.map((w) => ({ name: w.name, shape: w.shape }));
  const description: Description = { format: FORMAT, spec, loss, shape, classes, weights };
  const values = model.weights.map((w) => Buffer.from(new Float32Array(w.values).buffer));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, DESCRIPTION), `${JSON.stringify(description, null, 2)}\n`);
  await writeFile(join(folder, VALUES), Buffer.concat(values));
}
