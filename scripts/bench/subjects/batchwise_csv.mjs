// One CSV file read by Batchwise into float32 features and class ids.
import { peakMB, resetPeak } from "./memory.mjs";
import { now, serve, versionOf } from "./subject.mjs";

await serve(async () => {
  const { loadCsv } = await import("batchwise");
  return {
    versions: { batchwise: versionOf("batchwise") },
    answer: async ({ paths: [path] }) => {
      resetPeak();
      const start = now();
      const { data, features } = await loadCsv(path, { label: "y" });
      const seconds = now() - start;
      return {
        seconds,
        peakMB: peakMB(),
        n: data.n,
        features: features.length,
        last: data.x[data.x.length - 1],
      };
    },
  };
});
