import type { Dataset } from "./dataset.js";

/** The same examples in memory that all threads see: sending them to a thread copies nothing. */
export function sharedDataset(data: Dataset): Dataset {
  const x = new Float32Array(new SharedArrayBuffer(data.x.byteLength));
  const y = new Int32Array(new SharedArrayBuffer(data.y.byteLength));
  x.set(data.x);
  y.set(data.y);
  const { target } = data;
  if (!target) return { ...data, x, y };
  const values = new Float32Array(new SharedArrayBuffer(target.values.byteLength));
  values.set(target.values);
  return { ...data, x, y, target: { ...target, values } };
}
