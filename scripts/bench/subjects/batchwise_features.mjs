// Batchwise's PCA, t-SNE and mutual information.
import { readFileSync } from "node:fs";
import { peakMB, resetPeak } from "./memory.mjs";
import { now, serve, versionOf } from "./subject.mjs";

let batchwise;
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
  resetPeak();
  const start = now();
  for (let i = 0; i < repeat; i++)
    if (what === "pca") batchwise.pca({ components }).fit(data);
    else if (what === "tsne") await batchwise.tsne(data, { iterations });
    else batchwise.mutualInformation(data);
  return { seconds: (now() - start) / repeat, peakMB: peakMB() };
}

await serve(async () => {
  batchwise = await import("batchwise");
  return { versions: { batchwise: versionOf("batchwise") }, answer: run };
});
