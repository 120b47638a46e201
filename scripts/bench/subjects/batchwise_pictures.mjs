// Files of pictures read by Batchwise into float32 pixels and class ids; with "bytes", their bytes alone.
import { readFile } from "node:fs/promises";
import { measured } from "./memory.mjs";
import { serve, versionOf } from "./subject.mjs";

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
      let data;
      const spent = await measured(1, async () => {
        if (bytesAlone) await bytesOf(paths);
        else data = await ways[kind](paths);
      });
      return { ...spent, n: data?.n, sum: data?.x.at(-1) };
    },
  };
});
