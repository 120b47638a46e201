// One CSV file read by Batchwise into float32 features and class ids.
import { measured } from "./memory.mjs";
import { serve, versionOf } from "./subject.mjs";

await serve(async () => {
  const { loadCsv } = await import("batchwise");
  return {
    versions: { batchwise: versionOf("batchwise") },
    answer: async ({ paths: [path], repeat = 1 }) => {
      let read;
      const spent = await measured(repeat, async () => {
        read = await loadCsv(path, { label: "y" });
      });
      const { data, features } = read;
      const lastRow = data.x.slice(-data.shape[0]);
      const sum = lastRow.reduce((all, value) => all + value, 0);
      return { ...spent, n: data.n, features: features.length, sum };
    },
  };
});
