import type { TrainingSplits } from "../../data/dataset.js";
import type { Rng } from "../../random.js";
import type { TrainConfig } from "../config/config.js";
import { batchSizeAt, learningRateAt, shareOf } from "../config/schedule.js";
import type { Span } from "../config/spec.js";
import { streamsOf } from "../config/streams.js";
import type { NamedWeights } from "../model/layers/layer.js";
import { Evaluations } from "./evaluations.js";
import { notesOf } from "./notes.js";
import type { Outcome, Progress, Stopped } from "./run.js";
import type { Trainee } from "./trainee.js";

/** How often the loop hands control back, so that progress shows and signals arrive. */
const YIELD_MILLISECONDS = 20;

export interface LoopOptions {
  /** Number of training examples. */
  readonly n: number;
  /** The stream that orders the examples: epoch e follows the permutation of `order.fork(e)`. */
  readonly order: Rng;
  /** Asked whenever the loop has handed control back. */
  readonly aborted: () => boolean;
}

/** The outcome of a run and the weights that its model has. */
export interface Finished {
  readonly outcome: Outcome;
  readonly weights: readonly NamedWeights[];
}

/**
 * The training loop of every run. It yields its progress now and then; what the caller does
 * in between, such as waiting for the event loop, is not counted as training time.
 */
export function* trainingLoop(
  trainee: Trainee,
  config: TrainConfig,
  { n, order, aborted }: LoopOptions,
): Generator<Progress, Finished> {
  const evaluations = new Evaluations(trainee, config.earlyStopping);
  const spacing = config.evaluateEvery ?? { epochs: 1 };
  const at = { step: 0, epoch: 0, examples: 0, seconds: 0 };
  const finish = (stopped: Stopped, weights = evaluations.weights("kept")): Finished => {
    const outcome = {
      history: evaluations.history,
      stopped,
      batchSize: batchSizeAt(config, 0, n),
      seconds: at.seconds,
      notes: notesOf(config, n),
    };
    return {
      outcome: stopped === "diverged" ? { ...outcome, divergedAt: at.step } : outcome,
      weights: trainee.named(weights),
    };
  };
  const diverge = (): Finished => finish("diverged", evaluations.weights("last"));

  const initial = { ...at, learningRate: learningRateAt(config, at, n), gradientNorm: null };
  if (evaluations.add(initial) === "diverged") return diverge();
  if (aborted()) return finish("aborted");
  let started = performance.now();
  const pause = (): void => {
    at.seconds += (performance.now() - started) / 1000;
  };
  for (let epoch = 0; ; epoch++) {
    const size = batchSizeAt(config, epoch, n);
    const rows = size < n ? order.fork(epoch).permutation(n) : undefined;
    for (let start = 0; start < n; start += size) {
      const end = Math.min(start + size, n);
      const after = end === n ? epoch + 1 : epoch + end / n;
      const learningRate = learningRateAt(config, at, n);
      const done = reached(config.budget, at.step + 1, after);
      const due = done || passes(spacing, at, { step: at.step + 1, epoch: after });
      const norm = due || at.step === 0;
      const result = trainee.step(rows?.subarray(start, end), {
        step: at.step + 1,
        learningRate,
        norm,
      });
      at.step++;
      at.epoch = after;
      at.examples += end - start;
      const { loss: batchLoss, gradientNorm = 0, finite } = result;
      if (at.step === 1 && finite) evaluations.setFirstGradientNorm(gradientNorm);
      const late = performance.now() - started > YIELD_MILLISECONDS;
      if (!finite || due || late) pause();
      if (!finite) return diverge();
      if (due) {
        const verdict = evaluations.add({ ...at, learningRate, gradientNorm });
        if (verdict === "diverged") return diverge();
        if (done) return finish("budget");
        if (verdict === "exhausted") return finish("earlyStopping");
      }
      if (due || late) {
        const row = evaluations.history[evaluations.history.length - 1];
        const { step, epoch: passed } = at;
        yield { step, epoch: passed, share: shareOf(config.budget, at), batchLoss, row };
        if (aborted()) return finish("aborted", trainee.weights());
        started = performance.now();
      }
    }
  }
}

/** Runs the training loop on this thread; timers, signals and messages have their turn about fifty times a second. */
export async function runLoop(
  trainee: Trainee,
  config: TrainConfig,
  splits: TrainingSplits,
  {
    signal,
    onProgress,
  }: {
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((progress: Progress) => void) | undefined;
  },
): Promise<Finished> {
  const loop = trainingLoop(trainee, config, {
    n: splits.train.n,
    order: streamsOf(config.seed).order,
    aborted: () => signal?.aborted ?? false,
  });
  for (;;) {
    const { done, value } = loop.next();
    if (done) return value;
    onProgress?.(value);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

function reached(budget: Span, step: number, epoch: number): boolean {
  return "epochs" in budget ? epoch >= budget.epochs : step >= budget.steps;
}

/** Whether a multiple of the span lies after `before`, up to and including `after`. */
function passes(
  span: Span,
  before: { readonly step: number; readonly epoch: number },
  after: { readonly step: number; readonly epoch: number },
): boolean {
  return "epochs" in span
    ? Math.floor(after.epoch / span.epochs) > Math.floor(before.epoch / span.epochs)
    : after.step % span.steps === 0;
}
