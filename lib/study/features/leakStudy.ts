import type { Dataset } from "../../data/dataset.js";
import { split } from "../../data/split.js";
import type { Transform } from "../../features/transform.js";
import { hostInterruption } from "../../interruption.js";
import { LogisticRegression } from "../../linear/logisticRegression.js";
import { type OnProgress, withProgress } from "../../progress.js";
import { heldOut } from "./heldOut.js";

/** A case of the study: data, and a transform that could see too much of them. Each is made for a seed. */
export interface LeakCase {
  /** The examples of a seed. */
  readonly data: (seed: number) => Dataset;
  /** Whether each seed has examples of its own, so that its accuracy owes nothing to those of others. Default false. */
  readonly fresh?: boolean;
  /** The transform that is fitted on `train` alone, and on all examples. */
  readonly transform: (seed: number) => Transform;
}

/** Accuracy where a transform was fitted on the right or on too many examples. */
export interface LeakRow {
  /** Name of the case. */
  readonly case: string;
  /** The seed, which also divided the data. */
  readonly seed: number;
  /** Scored ÷ training examples where seeds divide the same data, else 0; intervals over seeds are widened by it. */
  readonly overlap: number;
  /** What the transform was fitted on. The classifier is always fitted on `train`. */
  readonly fitted: "train" | "all examples";
  /** On examples outside `train`, in percent. */
  readonly accuracy: number;
}

/** On which seeds leaking and clean fits are compared. */
export interface LeakStudyOptions {
  readonly seeds: readonly number[];
  /** Called with what is done so far; `progressBar` draws it. */
  readonly onProgress?: OnProgress;
}

/**
 * What it is worth to let a transform see the examples of the test before the data are divided: each case twice,
 * with the transform fitted on `train` as it should be, and on all examples. Then a logistic regression
 * (C = 1) is fitted on `train` and scored on the other examples. Both ways share the division, so they are paired.
 */
export async function leakStudy(
  cases: Readonly<Record<string, LeakCase>>,
  { seeds, onProgress }: LeakStudyOptions,
): Promise<LeakRow[]> {
  return await withProgress(onProgress, async (onProgress) => {
    const signal = hostInterruption();
    const rows: LeakRow[] = [];
    const named = Object.entries(cases);
    for (const [name, { data: make, transform, fresh = false }] of named)
      for (const seed of seeds) {
        await new Promise(setImmediate);
        signal?.throwIfAborted();
        const data = make(seed);
        const { train, ...rest } = split(data, { seed });
        const unseen = heldOut(rest);
        for (const fitted of ["train", "all examples"] as const) {
          const features = transform(seed).fit(fitted === "train" ? train : data);
          const model = new LogisticRegression({ solver: "newton-cg" });
          model.fit(features.transform(train));
          const accuracy = 100 * model.score(features.transform(unseen));
          rows.push({
            case: name,
            seed,
            overlap: fresh ? 0 : unseen.n / train.n,
            fitted,
            accuracy,
          });
        }
        onProgress?.({
          done: rows.length / 2,
          total: named.length * seeds.length,
          unit: "pairs of fits",
        });
      }
    return rows;
  });
}
