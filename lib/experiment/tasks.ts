import { positiveInteger } from "../check.js";
import { type Dataset, type Splits, take } from "../data/dataset.js";
import { mnist1d } from "../data/mnist1d.js";
import { needClasses } from "../data/needClasses.js";
import { split } from "../data/split.js";
import { withLabelNoise } from "../data/withLabelNoise.js";
import { Rng } from "../random.js";
import { centredSplits, first, type OwnPreparation, type Preparation } from "./preparation.js";

/** Data with the way to divide and prepare them, under a name. */
export interface Task {
  readonly task: string;
  readonly data: Dataset;
  readonly prepare: Preparation;
  /** Training examples of a division. */
  readonly n: number;
}

const WRONG = 0.2;
const WRONG_TEXT = `${100 * WRONG} % wrong labels`;
const HELD_OUT = 1000;

/**
 * Three tasks on which a question is asked side by side: the digits, as `centredSplits` prepares them; the same with
 * wrong labels for a fifth of the training examples; and MNIST-1D, of which each seed draws examples of its own.
 * @param options.digits the data of the first two
 * @param options.examples training examples of MNIST-1D; 1,000 more are for validation and 1,000 for the test.
 *   Default 4,000, as in the paper
 * @example
 * ```ts
 * import { loadDigits, tasks } from "batchwise";
 *
 * console.log(tasks({ digits: loadDigits() }).map(({ task }) => task));
 * // [ 'digits', 'digits, 20 % wrong labels', 'MNIST-1D' ]
 * ```
 */
export function tasks({
  digits,
  examples = 4000,
}: {
  readonly digits: Dataset;
  readonly examples?: number;
}): [digits: Task, noisyLabels: Task, mnist1d: Task] {
  positiveInteger("tasks", "examples", examples);
  needClasses("tasks", digits, "two of the tasks change labels; compare takes a real target");
  const { n } = split(digits, { seed: 0 }).train;
  return [
    { task: "digits", data: digits, prepare: "centred", n },
    {
      task: `digits, ${WRONG_TEXT}`,
      data: digits,
      n,
      prepare: wrongLabels(),
    },
    { task: "MNIST-1D", data: mnist1d().train, prepare: freshMnist1d(examples), n: examples },
  ];
}

/** Centred, with wrong labels for a fifth of the training examples. */
export function wrongLabels(): OwnPreparation {
  return {
    name: `centred, ${WRONG_TEXT} in train`,
    described: { kind: "wrongLabels", parameters: {} },
    splits: (data, seed, trainExamples) =>
      withLabelNoise(centredSplits(data, seed, trainExamples), {
        share: WRONG,
        rng: Rng.fromSeed(seed).fork("labelNoise"),
      }),
  };
}

/** MNIST-1D drawn anew for each seed, once for all runs of a seed. */
export function freshMnist1d(examples: number): OwnPreparation {
  const drawn = new Map<number, Splits>();
  const draw = (seed: number): Splits => {
    // A multiple of ten, as there are ten digits.
    const n = 10 * Math.ceil((examples + 2 * HELD_OUT) / 10);
    const { train: rest, test } = mnist1d({ n, seed, train: (n - HELD_OUT) / n });
    return {
      train: first(rest, examples),
      valid: take(
        rest,
        Array.from({ length: HELD_OUT }, (_, i) => examples + i),
      ),
      test,
    };
  };
  return {
    name: `MNIST-1D, ${examples} for training, drawn by the seed`,
    fresh: true,
    described: { kind: "freshMnist1d", parameters: { examples } },
    splits: (_, seed, trainExamples = examples) => {
      const splits = drawn.get(seed) ?? draw(seed);
      drawn.set(seed, splits);
      return trainExamples === examples
        ? splits
        : { ...splits, train: first(splits.train, trainExamples) };
    },
  };
}

/**
 * The rows of one study on every task, one task after the other, each row with the name of its task.
 * @example
 * ```ts
 * import { compare, loadDigits, onTasks, tasks, type TrainConfig } from "batchwise";
 *
 * const config: TrainConfig = {
 *   model: { kind: "linear" }, optimizer: { kind: "sgd", learningRate: 0.1 },
 *   batchSize: 32, budget: { epochs: 1 }, seed: 0,
 * };
 * const three = tasks({ digits: loadDigits(), examples: 500 });
 * const rows = await onTasks(three, ({ data, prepare }) =>
 *   compare(data, [{ config }], { prepare, seeds: [0] }));
 * console.log(rows.map(({ task, overlap }) => `${task} ${overlap.toFixed(2)}`));
 * // [ 'digits 0.25', 'digits, 20 % wrong labels 0.25', 'MNIST-1D 0.00' ]
 * ```
 */
export async function onTasks<R extends object>(
  tasks: readonly Task[],
  study: (task: Task) => Promise<readonly R[]>,
): Promise<(R & Pick<Task, "task">)[]> {
  const all: (R & Pick<Task, "task">)[] = [];
  for (const task of tasks)
    for (const row of await study(task)) all.push({ ...row, task: task.task });
  return all;
}
