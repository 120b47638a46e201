import type { TrainConfig } from "../nn/config/config.js";
import type { Row } from "../rows/row.js";
import type { Candidate } from "./compare.js";

/** What one value of an axis changes in the config, and the columns by which it is known. */
export interface Variation extends Partial<TrainConfig> {
  readonly labels: Row;
  readonly trainExamples?: number;
}

/** Every combination of one variation from each axis, the last axis changing fastest. */
export function crossed(
  base: TrainConfig,
  ...axes: readonly (readonly Variation[])[]
): Candidate<Row>[] {
  const start: Candidate<Row>[] = [{ labels: {}, config: base }];
  return axes.reduce(
    (candidates, axis) =>
      candidates.flatMap((candidate) =>
        axis.map(({ labels, trainExamples = candidate.trainExamples, ...changes }) => ({
          labels: { ...candidate.labels, ...labels },
          config: { ...candidate.config, ...changes },
          ...(trainExamples !== undefined && { trainExamples }),
        })),
      ),
    start,
  );
}
