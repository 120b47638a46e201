// Files of pictures read by Batchwise into float32 pixels and class ids; with "bytes", their bytes alone.
import { readFile } from "node:fs/promises";
import { peakMB, resetPeak } from "./memory.mjs";
import { now, serve, versionOf } from "./subject.mjs";

const bytesOf = (paths) => Promise.all(paths.map((path) => readFile(path)));

await serve(async () => {
  const { loadExamples } = await import("batchwise/data");
  const { parseCifar10 } = await import("batchwise/dist/data/cifar10.js");
  const ways = {
    idx: async ([pictures]) => (await loadExamples(pictures)).data,
    cifar: async (paths) => parseCifar10(await bytesOf(paths), "noise"),
  };
  const bytesAlone = process.argv[2] === "bytes";
  return {
    versions: { batchwise: versionOf("batchwise") },
    answer: async ({ kind, paths }) => {
      resetPeak();
      const start = now();
      const data = bytesAlone ? undefined : await ways[kind](paths);
      if (bytesAlone) await bytesOf(paths);
      const seconds = now() - start;
      return { seconds, peakMB: peakMB(), n: data?.n, last: data?.x.at(-1) };
    },
  };
});
