import { cross, type Dataset, loadDigits, type TrainConfig } from "batchwise";
import { pairedTrials, type StudyRow, type StudyTrial } from "batchwise/experiment";

export const digits: Dataset = loadDigits();

const config: TrainConfig = {
  model: { kind: "mlp", hidden: [16] },
  optimizer: { kind: "sgd", learningRate: 0.1 },
  batchSize: 32,
  budget: { epochs: 4 },
  seed: 0,
};

/** So many runs of some tenths of a second, by three batch sizes. */
export function someTrials(seeds: number, epochs = 4): readonly StudyTrial[] {
  const candidates = cross({ ...config, budget: { epochs } }, { batchSize: [8, 32, 256] });
  return pairedTrials(
    candidates,
    Array.from({ length: seeds }, (_, seed) => seed),
  );
}

/** What two ways to run a study must agree in: all but the time it took, and where. */
export function settled(rows: readonly StudyRow[]): unknown[] {
  return rows.map(({ seconds: _, machine: __, history, ...row }) => ({
    ...row,
    ...(history && { history: history.map(({ seconds: ___, ...point }) => point) }),
  }));
}
