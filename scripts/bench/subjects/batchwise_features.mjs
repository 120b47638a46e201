// Batchwise's PCA, t-SNE and mutual information.
import { readFileSync } from "node:fs";
import { measured } from "./memory.mjs";
import { serve, versionOf } from "./subject.mjs";

let batchwise;
let features;
/** @type {Map<string, import("batchwise").Dataset>} the data of the request last answered */
const current = new Map();

/** The data of the request; those of another one are given up. */
function read({ file, n, features }) {
  const found = current.get(file);
  if (found !== undefined) return found;
  current.clear();
  const bytes = readFileSync(file);
  const x = new Float32Array(bytes.buffer, bytes.byteOffset, n * features);
  const y = new Int32Array(bytes.buffer, bytes.byteOffset + x.byteLength, n);
  const data = { x, y, n, shape: [features], classes: ["0", "1", "2", "3"] };
  current.set(file, data);
  return data;
}

/** Seconds of one, the mean of `repeat`; peak memory. */
async function run(request) {
  const data = read(request);
  const { what, components, iterations, repeat = 1 } = request;
  const ways = {
    pca: () => batchwise.pca({ components }).fit(data),
    tsne: () => batchwise.tsne(data, { iterations }),
    mutualInformation: () => features.mutualInformation(data),
  };
  return measured(repeat, ways[what]);
}

await serve(async () => {
  [batchwise, features] = await Promise.all([import("batchwise"), import("batchwise/features")]);
  return { versions: { batchwise: versionOf("batchwise") }, answer: run };
});
