import type { Dataset } from "../../data/dataset.js";
import { pairedTrials } from "../../experiment/pairedTrials.js";
import type { TrainConfig } from "../../nn/config/config.js";
import type { SharpnessRow } from "./sharpnessRows.js";
import { type SharpnessOptions, sharpnessStudy } from "./sharpnessStudy.js";

/** A row of a network that is trained at several batch sizes. */
export interface MatchedRow extends SharpnessRow {
  /** The network's name. */
  readonly network: string;
  /** With its batch size. */
  readonly line: string;
}

export interface MatchedStudyOptions extends SharpnessOptions {
  /** Each runs every config, and divides the data anew. */
  readonly seeds: readonly number[];
}

/** The sharpness of networks, by name, each at the configs that are to be compared, at equal training losses. */
export async function matchedStudy(
  data: Dataset,
  networks: Readonly<Record<string, readonly TrainConfig[]>>,
  { seeds, ...options }: MatchedStudyOptions,
): Promise<MatchedRow[]> {
  const all = Object.entries(networks).flatMap(([network, configs]) =>
    pairedTrials(configs, seeds).map((trial) => ({ network, trial })),
  );
  const names = new Map(
    all.map(({ network, trial }) => [keyOf(trial.split, trial.config), network]),
  );
  const trials = all.map(({ trial }) => trial);
  const rows = await sharpnessStudy(data, trials, options);
  return rows.map((row) => {
    const network = names.get(keyOf(row.split, row.config)) ?? "";
    return { ...row, network, line: `${network}, B = ${row.batchSize}` };
  });
}

function keyOf(split: number, config: TrainConfig): string {
  return JSON.stringify([split, config]);
}
