import type { Rng } from "../random.js";
import type { Matrix } from "./inputs/matrix.js";
import type { SparseRows } from "./inputs/sparseMatrix.js";
import { type SgdSteps, sgdSteps } from "./kernel/sgdSteps.js";
import type { StopReason } from "./result.js";
import type { ResolvedSgdOptions } from "./sgdOptions.js";

/** One binary problem's coefficients, as they go from one call to the next. */
export interface BinaryState {
  /** (features,). */
  readonly coef: Float64Array;
  intercept: number;
  /** (features,), the mean of the coefficients since `average` steps; zeros where none is kept. */
  readonly averageCoef: Float64Array;
  averageIntercept: number;
}

/** Which examples count as positive, and what each side weighs. */
export interface BinaryTask {
  readonly positive: number;
  readonly positiveWeight: number;
  readonly negativeWeight: number;
}

/** How long to train, and what tells that it is enough. */
export interface SgdSchedule {
  readonly maxIter: number;
  /** The number of the first step. */
  readonly firstStep: number;
  /** Gives every pass its order; without it, that of the rows. */
  readonly rng?: Rng;
  /** The score on held-out examples, which then decides instead of the training objective. */
  readonly validate?: (coef: Float64Array, intercept: number) => number;
}

/** The kernel's `Problem`, field by field. */
const FIELDS = [
  ...["loss", "schedule", "alpha", "l1Ratio", "l2", "l1", "eta0", "powerT", "offset"],
  ...["fitIntercept", "averageFrom", "positiveWeight", "negativeWeight", "positive", "eta", "t"],
  ...["scale", "intercept", "averageIntercept", "owed", "squaredNorm", "absoluteNorm", "objective"],
  ...["position", "dueSquares", "dueAbsolutes"],
] as const;
const FIELD = Object.fromEntries(FIELDS.map((name, i) => [name, i]));
const LOSSES = ["log_loss", "hinge", "modified_huber"] as const;
const SCHEDULES = ["optimal", "constant", "invscaling", "adaptive"] as const;
/** The adaptive schedule ends below this step. */
const LEAST_ETA = 1e-6;

/** Trains binary linear classifiers by stochastic gradient descent, all on the same examples. */
export class SgdTrainer {
  readonly #rows: Int32Array;
  readonly #options: ResolvedSgdOptions;
  readonly #steps: SgdSteps;

  /**
   * @param y (n,) class ids
   * @param weights (n,) sample weights
   * @param rows the rows to train on
   */
  constructor(
    x: Matrix | SparseRows,
    y: Float64Array,
    weights: Float64Array,
    rows: Int32Array,
    options: ResolvedSgdOptions,
  ) {
    this.#rows = rows;
    this.#options = options;
    const { penalty, average } = options;
    const lazy = penalty === "l1" || penalty === "elasticnet" || average > 0;
    this.#steps = sgdSteps(x, y, weights, FIELDS.length, lazy ? rows.length : 0);
  }

  /**
   * Runs passes over the rows until the objective, or the score of `validate`, has not improved by `tol`
   * in `nIterNoChange` passes; the adaptive schedule then divides its step by 5 and goes on.
   */
  train(
    state: BinaryState,
    task: BinaryTask,
    { maxIter, firstStep, rng, validate }: SgdSchedule,
  ): { iterations: number; stopped: StopReason; objective: number } {
    const { tol, nIterNoChange, learningRate } = this.#options;
    this.#load(state, task, firstStep);
    const { problem } = this.#steps.space.view;
    let best = Number.POSITIVE_INFINITY;
    let stalls = 0;
    let iterations = 0;
    let objective = Number.NaN;
    let stopped: StopReason = "iterations";
    while (iterations < maxIter && stopped === "iterations") {
      problem[FIELD.objective] = 0;
      this.#pass(rng);
      iterations++;
      objective = problem[FIELD.objective] / this.#rows.length;
      this.#store(state);
      if (!Number.isFinite(state.intercept) || !state.coef.every(Number.isFinite)) {
        stopped = "diverged";
        break;
      }
      const cost = validate === undefined ? objective : -validate(state.coef, state.intercept);
      stalls = tol !== null && cost > best - tol ? stalls + 1 : 0;
      best = Math.min(best, cost);
      if (stalls < nIterNoChange) continue;
      if (learningRate === "adaptive" && problem[FIELD.eta] > LEAST_ETA) {
        problem[FIELD.eta] /= 5;
        stalls = 0;
      } else stopped = validate === undefined ? "objective" : "validation";
    }
    return { iterations, stopped, objective };
  }

  #load(state: BinaryState, task: BinaryTask, firstStep: number): void {
    const { view } = this.#steps.space;
    const { loss, learningRate, alpha, penalty, eta0, powerT, fitIntercept } = this.#options;
    view.w.set(state.coef);
    const share = this.#averageShare(firstStep);
    for (let j = 0; j < view.average.length; j++) view.average[j] = share * state.averageCoef[j];
    view.paid.fill(0);
    const l1Ratio = { l2: 0, l1: 1, elasticnet: this.#options.l1Ratio, none: 0 }[penalty];
    let squaredNorm = 0;
    let absoluteNorm = 0;
    for (const w of state.coef) {
      squaredNorm += w * w;
      absoluteNorm += Math.abs(w);
    }
    const values: Record<string, number> = {
      loss: LOSSES.indexOf(loss),
      schedule: SCHEDULES.indexOf(learningRate),
      alpha,
      l1Ratio,
      l2: +(penalty === "l2" || penalty === "elasticnet"),
      l1: +(penalty === "l1" || penalty === "elasticnet"),
      eta0,
      powerT,
      // Bottou's heuristic: the first step is the size of typical coefficients, α^(−1/4).
      offset: 1 / (Math.sqrt(1 / Math.sqrt(alpha)) * alpha),
      fitIntercept: +fitIntercept,
      averageFrom: this.#options.average,
      ...task,
      eta: eta0,
      t: firstStep,
      scale: 1,
      intercept: state.intercept,
      averageIntercept: state.averageIntercept,
      owed: 0,
      squaredNorm,
      absoluteNorm,
      objective: 0,
      position: 0,
      dueSquares: 0,
      dueAbsolutes: 0,
    };
    FIELDS.forEach((name, i) => {
      view.problem[i] = values[name];
    });
  }

  #pass(rng: Rng | undefined): void {
    this.#steps.pass(rng === undefined ? this.#rows : rng.shuffle(this.#rows.slice()));
  }

  /** What the average is kept times of before the step of this number. */
  #averageShare(step: number): number {
    const { average } = this.#options;
    return this.#steps.averageShare(average > 0 ? Math.max(0, step - average) : 0);
  }

  #store(state: BinaryState): void {
    const { view } = this.#steps.space;
    const scale = view.problem[FIELD.scale];
    for (let j = 0; j < state.coef.length; j++) state.coef[j] = scale * view.w[j];
    const share = this.#averageShare(view.problem[FIELD.t]) || 1;
    for (let j = 0; j < state.coef.length; j++) state.averageCoef[j] = view.average[j] / share;
    state.intercept = view.problem[FIELD.intercept];
    state.averageIntercept = view.problem[FIELD.averageIntercept];
  }
}
