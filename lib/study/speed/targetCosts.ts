import { refuse } from "../../check.js";
import type { BatchSize } from "../../data/batches.js";
import type { TargetRow } from "../../experiment/toTarget.js";
import type { ThroughputRow } from "./throughputStudy.js";

/** The measured speeds by which updates become seconds. */
export interface TargetCostsOptions {
  /** Of a model like that of the runs, with a round for every seed. */
  readonly speeds: readonly ThroughputRow[];
  /** Training examples, and so the full batch. */
  readonly n: number;
}

/** What a run to the target took. */
export interface TargetCost {
  readonly batchSize: BatchSize;
  /** Examples in a step. */
  readonly batchRows: number;
  readonly seed: number;
  readonly learningRate: number;
  /** Steps to the target. */
  readonly updates: number;
  /** Training examples that it saw, repetitions included. */
  readonly seen: number;
  /** Of training alone, at the speed of one of the rounds. */
  readonly seconds: number;
  /** As in `StudyRow`. */
  readonly overlap: number;
}

/**
 * Rows of `toTarget` with what they took: updates, and these as examples and as seconds. The first seed's
 * seconds are at the speed of the first round and so on, so that an interval over the seeds holds the scatter
 * of both.
 * @param options.n training examples of a run
 */
export function targetCosts(
  rows: readonly TargetRow[],
  { speeds, n }: TargetCostsOptions,
): TargetCost[] {
  const seeds = [...new Set(rows.map(({ seed }) => seed))];
  return rows.map(({ config, batchRows, seed, learningRate, steps: updates, overlap }) => {
    const { batchSize } = config;
    // The last batch of an epoch is smaller.
    const seen = (updates * n) / Math.ceil(n / batchRows);
    const seconds = seen / speedOf(speeds, batchSize, seeds.indexOf(seed));
    return { batchSize, batchRows, seed, learningRate, updates, seen, seconds, overlap };
  });
}

function speedOf(speeds: readonly ThroughputRow[], batchSize: BatchSize, round: number): number {
  const found = speeds.filter((row) => row.batchSize === batchSize && row.round === round);
  if (found.length !== 1)
    refuse(
      "targetCosts",
      `speeds must hold batch size ${batchSize} once in round ${round}`,
      found.length,
    );
  return found[0].perSecond;
}
