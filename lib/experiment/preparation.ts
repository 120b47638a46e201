import { positiveInteger, refuse, unreachable } from "../check.js";
import { type Dataset, type Splits, take } from "../data/dataset.js";
import { split } from "../data/split.js";
import { standardize } from "../features/standardize.js";
import { standardizeTarget } from "../features/standardizeTarget.js";
import type { Transform } from "../features/transform.js";

/** A way of the library to prepare the parts of divided data: see `centredSplits`, `standardizedSplits`; `raw`: as they are. */
export type PreparationName = "centred" | "standardized" | "raw";

/** By what a worker of a queue makes a preparation again: plain JSON, and the data that it is made from. */
export interface DescribedPreparation {
  /** Which of the library's ways to make one. */
  readonly kind: "wrongLabels" | "freshMnist1d" | "advise";
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Where they are not those that are divided. */
  readonly data?: Dataset;
}

/** Another way to divide data and to prepare the parts. */
export interface OwnPreparation {
  /** Stands for it in a journal, so it names all that the parts depend on besides the data and the arguments. */
  readonly name: string;
  /** Each seed has data of its own, drawn anew, so that no example is in two divisions. Default false. */
  readonly fresh?: boolean;
  /** For a queue; without it, trials with this preparation are run in the process. */
  readonly described?: DescribedPreparation;
  /**
   * Divides the data by the seed and prepares the parts.
   * @param trainExamples how many of the examples for training are used. Default all.
   */
  splits(data: Dataset, seed: number, trainExamples?: number): Splits;
}

/**
 * How data are divided and their parts prepared: by the name of a way of the library, or in a way of your
 * own.
 */
export type Preparation = PreparationName | OwnPreparation;

/**
 * How far the divisions of the data by different seeds overlap: test ÷ training examples of one, 0 where each
 * seed has data of its own (see `MeanOptions.overlap`).
 * @param forTraining the examples that may be trained on, where a run uses some of them only: two divisions share the
 *   fewer, the fewer are used. Default those of `train`
 */
export function overlapBetween(
  prepare: Preparation,
  { train, test }: Splits,
  forTraining: number = train.n,
): number {
  return typeof prepare !== "string" && prepare.fresh ? 0 : test.n / forTraining;
}

/** The prepared division of the data by a seed. */
export function splitsOf(
  data: Dataset,
  prepare: Preparation,
  seed: number,
  trainExamples?: number,
): Splits {
  if (typeof prepare !== "string") return prepare.splits(data, seed, trainExamples);
  switch (prepare) {
    case "centred":
      return centredSplits(data, seed, trainExamples);
    case "standardized":
      return standardizedSplits(data, seed, trainExamples);
    case "raw":
      return divided(data, seed, trainExamples);
    default:
      return unreachable(prepare);
  }
}

/**
 * The division of the data by a seed, each feature shifted to mean 0 on `train`. Without it the mean input
 * makes the loss steep in one direction, and no large batch can use a rate that suits it (LeCun et al. 1998,
 * "Efficient BackProp", 4.3).
 * @param trainExamples use so many of the training examples: the first, so fewer are contained in more. Default all.
 */
export function centredSplits(data: Dataset, seed: number, trainExamples?: number): Splits {
  return transformed(divided(data, seed, trainExamples), standardize({ scale: false }));
}

/** The division of the data by a seed, each feature with mean 0 and variance 1 on `train`. */
export function standardizedSplits(data: Dataset, seed: number, trainExamples?: number): Splits {
  return transformed(divided(data, seed, trainExamples), standardize());
}

function divided(data: Dataset, seed: number, trainExamples?: number): Splits {
  const splits = split(data, { seed });
  return standardizeTarget(
    trainExamples === undefined ? splits : { ...splits, train: first(splits.train, trainExamples) },
  );
}

function transformed({ train, valid, test }: Splits, transform: Transform): Splits {
  const fitted = transform.fit(train);
  return {
    train: fitted.transform(train),
    valid: fitted.transform(valid),
    test: fitted.transform(test),
  };
}

/** The first examples of training data. Fails where there are fewer. */
export function first(data: Dataset, n: number): Dataset {
  positiveInteger("splits", "trainExamples", n);
  if (n > data.n) refuse("splits", `trainExamples must be at most ${data.n}`, n);
  return take(
    data,
    Array.from({ length: n }, (_, i) => i),
  );
}
