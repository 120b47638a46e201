import { type Dataset, Rng } from "batchwise";
import type { Splits } from "batchwise/data";
import { splitsOf } from "batchwise/dist/experiment/preparation.js";

/** Examples with a real target in a unit of its own, mean 40, that a model can learn but for noise. */
export function realExamples(n: number, { features = 4, seed = 7 } = {}): Dataset {
  const rng = Rng.fromSeed(seed);
  const x = Float32Array.from({ length: n * features }, () => rng.normal());
  const original = Float64Array.from({ length: n }, (_, i) => {
    const [a, b, c] = x.subarray(i * features);
    return 40 + 5 * (0.8 * a - 0.5 * b + 0.3 * a * c + 0.2 * rng.normal());
  });
  const mean = original.reduce((sum, value) => sum + value / n, 0);
  const scale = Math.sqrt(original.reduce((sum, value) => sum + (value - mean) ** 2 / n, 0));
  const values = Float32Array.from(original, (value) => (value - mean) / scale);
  const target = { name: "price", values, mean, scale };
  return { x, y: new Int32Array(0), n, shape: [features], classes: [], target };
}

/** Divided and standardised. */
export const realSplits: Splits = splitsOf(realExamples(180), "standardized", 1);
