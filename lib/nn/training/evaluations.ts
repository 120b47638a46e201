import type { EarlyStopping } from "../config/config.js";
import type { HistoryRow } from "./run.js";
import type { Trainee } from "./trainee.js";

/** What a step knows of a history row; the evaluation adds the rest. */
export type StepFacts = Pick<
  HistoryRow,
  "epoch" | "step" | "examples" | "seconds" | "learningRate" | "gradientNorm"
>;

/** The evaluations of a run: its history, the weights to go back to, and whether to stop early. */
export class Evaluations {
  readonly history: HistoryRow[] = [];
  readonly #trainee: Trainee;
  readonly #stopping: EarlyStopping | undefined;
  #last: readonly Float32Array[];
  #best: { readonly loss: number; readonly weights: readonly Float32Array[] };
  #age = 0;

  constructor(trainee: Trainee, stopping: EarlyStopping | undefined) {
    this.#trainee = trainee;
    this.#stopping = stopping;
    this.#last = trainee.weights();
    this.#best = { loss: Number.POSITIVE_INFINITY, weights: this.#last };
  }

  /** Evaluates and adds a row, unless a loss is not finite; then it says "diverged" and adds none. */
  add(facts: StepFacts): "fine" | "exhausted" | "diverged" {
    const train = this.#trainee.evaluate("train");
    const valid = this.#trainee.evaluate("valid");
    if (!Number.isFinite(train.loss + valid.loss)) return "diverged";
    this.history.push({
      epoch: facts.epoch,
      step: facts.step,
      examples: facts.examples,
      seconds: facts.seconds,
      learningRate: facts.learningRate,
      trainLoss: train.loss,
      trainAccuracy: train.accuracy,
      validLoss: valid.loss,
      validAccuracy: valid.accuracy,
      gradientNorm: facts.gradientNorm,
    });
    this.#last = this.#trainee.weights();
    const { patience = Number.POSITIVE_INFINITY, minDelta = 0 } = this.#stopping ?? {};
    if (valid.loss < this.#best.loss - minDelta) {
      this.#best = { loss: valid.loss, weights: this.#last };
      this.#age = 0;
    } else this.#age++;
    return this.#age >= patience ? "exhausted" : "fine";
  }

  /** Row 0 is written before the first step; its gradient norm is that of the first step. */
  setFirstGradientNorm(gradientNorm: number): void {
    if (this.history.length > 0) this.history[0] = { ...this.history[0], gradientNorm };
  }

  /** The weights of the last row, or where early stopping restores, of the best. */
  weights(which: "last" | "kept"): readonly Float32Array[] {
    const restore = this.#stopping !== undefined && (this.#stopping.restoreBest ?? true);
    return which === "kept" && restore ? this.#best.weights : this.#last;
  }
}
