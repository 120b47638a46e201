import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "../../data/dataError.js";
import { outputWidth } from "../../data/dataset.js";
import { streamsOf } from "../config/streams.js";
import { DESCRIPTION, parseDescription, VALUES } from "./modelFormat.js";
import { buildNetwork } from "./network.js";
import { TrainedModel } from "./trainedModel.js";

/**
 * The model that `saveModel` wrote to a folder; its logits are the same to the bit.
 * @throws DataError if the files are not such a model
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { loadDigits, loadModel, split, train } from "batchwise";
 *
 * const splits = split(loadDigits(), { seed: 0 });
 * const { model } = await train(splits, {
 *   model: { kind: "linear" }, optimizer: { kind: "sgd", learningRate: 0.1 },
 *   batchSize: 32, budget: { epochs: 2 }, seed: 0,
 * });
 * const folder = mkdtempSync(join(tmpdir(), "model-"));
 * await model.save(folder);
 * const [before, after] = [model, await loadModel(folder)].map((m) => m.evaluate(splits.valid));
 * console.log((await before).loss === (await after).loss); // true
 * ```
 */
export async function loadModel(folder: string): Promise<TrainedModel> {
  const path = join(folder, DESCRIPTION);
  const description = parseDescription(path, await readFile(path, "utf8"));
  const bytes = await readFile(join(folder, VALUES));
  const { spec, loss, shape, classes, target } = description;
  const outputs = outputWidth(description);
  const network = buildNetwork(spec, { shape, outputs, ...streamsOf(0) });
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
  return new TrainedModel({ spec, loss, shape, classes, ...(target && { target }), weights });
}
