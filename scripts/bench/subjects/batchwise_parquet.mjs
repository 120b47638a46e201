// One Parquet file read by Batchwise into float32 features and class ids.
import { measured } from "./memory.mjs";
import { serve, versionOf } from "./subject.mjs";

await serve(async () => {
  const { loadExamples } = await import("batchwise/data");
  // Loaded on first use, as pyarrow is before its measurement.
  await Promise.all([import("hyparquet"), import("hyparquet-compressors")]);
  return {
    versions: { batchwise: versionOf("batchwise"), hyparquet: versionOf("hyparquet") },
    answer: async ({ paths: [path] }) => {
      let read;
      const spent = await measured(1, async () => {
        read = await loadExamples(path, { label: "y" });
      });
      const { data, features } = read;
      const lastRow = data.x.slice(-data.shape[0]);
      const sum = lastRow.reduce((all, value) => all + value, 0);
      return { ...spent, n: data.n, features: features?.length, sum };
    },
  };
});
