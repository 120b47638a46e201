import type { Evaluation } from "./evaluationLine.js";

/** Part of what was asked for that counts as all of it. */
export const NEARLY = 0.999;

/** Whether the training will not come back. */
export function hasDiverged(evaluations: readonly Evaluation[]): boolean {
  return evaluations.some(({ validLoss }) => !Number.isFinite(validLoss));
}

/** The evaluation by which a training counts. */
export function bestOf(evaluations: readonly Evaluation[]): Evaluation {
  return evaluations.reduce((a, b) => (b.validLoss < a.validLoss ? b : a));
}

/** Part of a whole training that is done: as the program says it, or by the examples of a whole one where these are known. */
export function shareOf<W extends number | undefined>(
  { share, examples, step }: Evaluation,
  batchSize: number,
  whole: W,
): number | (W & undefined) {
  if (share !== undefined || whole === undefined) return share as number | (W & undefined);
  return (examples ?? step * batchSize) / whole;
}
