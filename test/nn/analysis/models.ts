import { type Dataset, type ModelSpec, Rng, type TrainedModel, train } from "batchwise";
import { initialModel } from "batchwise/analysis";
import { blobs } from "../problems.js";

/** Overlapping classes, on which models keep some loss. */
export const data: Dataset = blobs(80, 6, 3, 11);

/** A model with random parameters, biases too. */
export function randomModel(
  spec: ModelSpec,
  {
    loss = "crossEntropy",
    on = data,
    seed = 3,
  }: {
    readonly loss?: "crossEntropy" | "meanSquaredError";
    readonly on?: Dataset;
    readonly seed?: number;
  } = {},
): TrainedModel {
  const initialization = "pytorch";
  return initialModel(on, { model: { ...spec, initialization }, loss: { kind: loss }, seed });
}

/** A small ReLU network after some training. */
export async function trainedModel(seed = 4): Promise<TrainedModel> {
  const run = await train(
    { train: data, valid: data },
    {
      model: { kind: "mlp", hidden: [8, 5] },
      optimizer: { kind: "sgd", learningRate: 0.3 },
      batchSize: 10,
      budget: { epochs: 20 },
      seed,
    },
  );
  return run.model;
}

/** (n,) standard normal. */
export function normals(n: number, seed: number): Float64Array {
  const rng = Rng.fromSeed(seed);
  return new Float64Array(n).map(() => rng.normal());
}

/** Columns are orthogonal: ±1 by the bits of the row, times a scale each. */
export function orthogonalDesign(scales: readonly number[]): Dataset {
  const n = 2 ** scales.length;
  const x = Float32Array.from({ length: n * scales.length }, (_, i) => {
    const column = i % scales.length;
    const row = Math.floor(i / scales.length);
    return (row >> column) & 1 ? scales[column] : -scales[column];
  });
  const y = Int32Array.from({ length: n }, (_, row) => row % 2);
  return { x, y, n, shape: [scales.length], classes: ["a", "b"] };
}
