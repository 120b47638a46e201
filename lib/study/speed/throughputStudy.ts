import { positiveInteger, refuse } from "../../check.js";
import { type BatchSize, resolveBatchSize } from "../../data/batches.js";
import type { TrainConfig } from "../../nn/config/config.js";
import type { Learner } from "../../nn/training/learner.js";
import { openLearner } from "../../nn/training/train.js";
import { type OnProgress, withProgress } from "../../progress.js";
import { Rng } from "../../random.js";
import { randomSplits } from "./randomSplits.js";

/** The models and batch sizes whose training speed is measured. */
export interface ThroughputOptions {
  /** Widths of the layers, from features to classes, by the model's name. */
  readonly models: Readonly<Record<string, readonly number[]>>;
  readonly sizes: readonly BatchSize[];
  /** Training examples, and so the full batch. */
  readonly n: number;
  /** Each times every model and batch size once, in an order of its own. */
  readonly rounds: number;
  /** Called with what is done so far; `progressBar` draws it. */
  readonly onProgress?: OnProgress;
}

/** The speed of training in one round. */
export interface ThroughputRow {
  readonly model: string;
  readonly batchSize: BatchSize;
  /** Examples in a step. */
  readonly batchRows: number;
  readonly round: number;
  /** Training examples a second. */
  readonly perSecond: number;
}

interface Subject extends Pick<ThroughputRow, "model" | "batchSize" | "batchRows"> {
  readonly learner: Learner;
  /** Epochs that are timed as one. */
  epochs: number;
}

/** What is timed lasts at least this long: a slower clock or a pause of the machine counts for little. */
const LEAST_SECONDS = 0.004;

/**
 * Training examples a second of SGD against the batch size, last partial batch included, on random data, on
 * the engine that training takes. Rounds in which all take turns, so that a machine that is slower for a while
 * is so for all of them.
 */
export async function throughputStudy({
  models,
  sizes,
  n,
  rounds,
  onProgress,
}: ThroughputOptions): Promise<ThroughputRow[]> {
  return await withProgress(onProgress, async (onProgress) => {
    positiveInteger("throughputStudy", "n", n);
    positiveInteger("throughputStudy", "rounds", rounds);
    for (const [name, widths] of Object.entries(models))
      if (widths.length < 2)
        refuse(
          "throughputStudy",
          `models must have two widths or more, as ${name} has not`,
          widths,
        );
    const rng = Rng.fromSeed(0).fork("throughputStudy");
    const order = rng.permutation(n);
    const subjects: Subject[] = [];
    try {
      for (const [model, widths] of Object.entries(models)) {
        const data = randomSplits({ n, features: widths[0], classes: widths[widths.length - 1] });
        for (const batchSize of sizes) {
          const learner = await openLearner(data, configOf(widths, batchSize));
          const batchRows = resolveBatchSize(batchSize, n);
          const subject = { model, batchSize, batchRows, learner, epochs: 1 };
          timed(subject, order); // The first calls are still being compiled.
          subject.epochs = Math.ceil(LEAST_SECONDS / timed(subject, order));
          subjects.push(subject);
        }
      }
      const rows: ThroughputRow[] = [];
      for (let round = 0; round < rounds; round++) {
        const seconds = new Float64Array(subjects.length);
        for (const i of rng.fork(round).permutation(subjects.length))
          seconds[i] = timed(subjects[i], order);
        for (const [i, { model, batchSize, batchRows }] of subjects.entries())
          rows.push({ model, batchSize, batchRows, round, perSecond: n / seconds[i] });
        onProgress?.({ done: round + 1, total: rounds, unit: "rounds timed" });
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
      }
      return rows;
    } finally {
      for (const { learner } of subjects) learner.dispose();
    }
  });
}

/** Seconds of an epoch. */
function timed({ learner, batchRows, epochs }: Subject, order: Int32Array): number {
  const n = order.length;
  const started = performance.now();
  for (let epoch = 0; epoch < epochs; epoch++)
    for (let start = 0; start < n; start += batchRows) {
      const rows = batchRows < n ? order.subarray(start, start + batchRows) : undefined;
      learner.step(rows, { step: 1, learningRate: LEARNING_RATE, norm: false });
    }
  return (performance.now() - started) / 1000 / epochs;
}

/** Too small to move the weights to where arithmetic is slower or not finite. */
const LEARNING_RATE = 1e-4;

function configOf(widths: readonly number[], batchSize: BatchSize): TrainConfig {
  return {
    model: { kind: "mlp", hidden: widths.slice(1, -1) },
    optimizer: { kind: "sgd", learningRate: LEARNING_RATE },
    batchSize,
    budget: { epochs: 1 },
    seed: 0,
  };
}
