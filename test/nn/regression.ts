import { type Dataset, train as fit, Rng, type Splits, split, type TrainConfig } from "batchwise";

/** Prices that are a curve of three features and some noise, in a unit of their own. */
export function prices({ n = 160, seed = 3, noise = 0.1 } = {}): Dataset {
  const rng = Rng.fromSeed(seed);
  const x = Float32Array.from({ length: 3 * n }, () => rng.normal());
  const own = Float64Array.from({ length: n }, (_, i) => {
    const [a, b, c] = x.subarray(3 * i, 3 * i + 3);
    return 200 + 40 * (a - 0.5 * b + Math.tanh(c) + noise * rng.normal());
  });
  return withTarget({ x, n, shape: [3] }, own);
}

/** Data with a real target, from its values in the original unit. */
export function withTarget(
  data: Pick<Dataset, "x" | "n" | "shape">,
  own: Float64Array,
  name = "price",
): Dataset {
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
  const scale = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length);
  const values = Float32Array.from(own, (value) => (value - mean) / scale);
  return { ...data, y: new Int32Array(0), classes: [], target: { name, values, mean, scale } };
}

/** Images of one channel, brighter where the real target is larger. */
export function brightness(n = 48): Dataset {
  const rng = Rng.fromSeed(9);
  const own = Float64Array.from({ length: n }, () => rng.uniform());
  const x = Float32Array.from(
    { length: 16 * n },
    (_, i) => own[Math.floor(i / 16)] * rng.uniform(),
  );
  return withTarget({ x, n, shape: [4, 4, 1] }, own, "light");
}

export const parts: Splits = split(prices(), { seed: 1 });

/** A config that learns the prices; tests change single fields. */
export const config: TrainConfig = {
  model: { kind: "mlp", hidden: [6] },
  optimizer: { kind: "sgd", learningRate: 0.1 },
  batchSize: 16,
  budget: { epochs: 4 },
  seed: 2,
};

export const data: Dataset = prices();
export const images: Dataset = brightness();
export const { train, valid } = parts;
export const rng = (): Rng => Rng.fromSeed(5);
export const seeds: readonly number[] = [1, 2];
export const candidates: readonly { readonly config: TrainConfig }[] = [16, 64].map(
  (batchSize) => ({
    config: { ...config, batchSize },
  }),
);
/** Two runs from different starts. */
export const { model } = await fit(parts, config);
export const { model: other } = await fit(parts, { ...config, seed: 3 });
