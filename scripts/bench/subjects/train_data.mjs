import { readFileSync } from "node:fs";

/**
 * The data of a training case, as `train_data.py` reads it too: n × features float32, then n class ids of int32, little-endian.
 * @param {{ data: string, n: number, layers: number[] }} request
 */
export function readTrainData({ data, n, layers }) {
  const bytes = readFileSync(data);
  const x = new Float32Array(bytes.buffer, bytes.byteOffset, n * layers[0]);
  const y = new Int32Array(bytes.buffer, bytes.byteOffset + x.byteLength, n);
  return { x, y };
}
