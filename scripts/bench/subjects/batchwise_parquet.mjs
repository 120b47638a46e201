// One Parquet file read by Batchwise into float32 features and class ids.
import { peakMB, resetPeak } from "./memory.mjs";
import { now, serve, versionOf } from "./subject.mjs";

await serve(async () => {
  const { loadExamples } = await import("batchwise/data");
  // Loaded on first use, as pyarrow is before its measurement.
  await Promise.all([import("hyparquet"), import("hyparquet-compressors")]);
  return {
    versions: { batchwise: versionOf("batchwise"), hyparquet: versionOf("hyparquet") },
    answer: async ({ paths: [path] }) => {
      resetPeak();
      const start = now();
      const { data, features } = await loadExamples(path, { label: "y" });
      const seconds = now() - start;
      return {
        seconds,
        peakMB: peakMB(),
        n: data.n,
        features: features?.length,
        last: data.x[data.x.length - 1],
      };
    },
  };
});
