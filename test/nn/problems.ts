import { type Dataset, loadDigits, Rng, type Run, split, type TrainConfig, take } from "batchwise";
import type { TrainingSplits } from "batchwise/dist/data/dataset.js";

/** Random examples with labels that a model can learn in part. */
export function blobs(n: number, features: number, classes: number, seed: number): Dataset {
  const rng = Rng.fromSeed(seed);
  const centres = Array.from({ length: classes * features }, () => rng.normal());
  const y = Int32Array.from({ length: n }, () => rng.integer(classes));
  const x = Float32Array.from({ length: n * features }, (_, i) => {
    const label = y[Math.floor(i / features)];
    return centres[label * features + (i % features)] + rng.normal();
  });
  const names = Array.from({ length: classes }, (_, c) => `class ${c}`);
  return { x, y, n, shape: [features], classes: names };
}

const digits = split(loadDigits(), { seed: 1 });

/** A part of the digits, small enough for runs of milliseconds. */
export const digitSplits: TrainingSplits = {
  train: take(digits.train, [...Array(150).keys()]),
  valid: take(digits.valid, [...Array(60).keys()]),
};

/** A config that learns the digits; tests change single fields. */
export const config: TrainConfig = {
  model: { kind: "mlp", hidden: [12] },
  optimizer: { kind: "adam", learningRate: 0.01 },
  batchSize: 32,
  budget: { epochs: 3 },
  seed: 5,
};

/** What must be the same in equal runs: everything but the clock and the config. */
export function essence(run: Run): unknown {
  return {
    history: run.history.map(({ seconds: _, ...row }) => row),
    stopped: run.stopped,
    divergedAt: run.divergedAt,
    batchSize: run.batchSize,
    notes: run.notes,
    weights: run.model.weights.map(({ name, values }) => [name, ...values]),
  };
}
