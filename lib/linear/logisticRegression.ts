import { unreachable } from "../check.js";
import type { Dataset } from "../data/dataset.js";
import { Rng } from "../random.js";
import type { Labels } from "./inputs/labels.js";
import type { Examples, Shaped } from "./inputs/matrix.js";
import { readClasses, readTraining } from "./inputs/training.js";
import { classWeights, type SampleWeight, sampleWeights } from "./inputs/weights.js";
import { lbfgs } from "./lbfgs.js";
import { LinearClassifier, probabilities } from "./linearModel.js";
import {
  checkLogisticOptions,
  type LogisticRegressionOptions,
  type ResolvedLogisticOptions,
} from "./logisticOptions.js";
import { newtonCg } from "./newtonCg.js";
import { newtonCholesky } from "./newtonCholesky.js";
import { LogisticObjective, type LogisticProblem } from "./objective.js";
import { Recorder } from "./recorder.js";
import type { FitResult, Observer, Solution } from "./result.js";
import { sag } from "./sag.js";

export interface LogisticFitOptions {
  readonly sampleWeight?: SampleWeight;
  /** Record the objective after every iteration. Default false. */
  readonly trace?: boolean;
}

/**
 * Logistic regression for two classes or, multinomially, for more. Minimises
 * C·Σ sᵢ·ℓᵢ(w) + ½(1 − l1Ratio)·‖w‖² + l1Ratio·‖w‖₁, intercepts unpenalised; options, defaults and
 * stopping rules are those of scikit-learn 1.9.
 *
 * @example
 * const model = new LogisticRegression({ C: 10 }).fit(splits.train);
 * model.score(splits.valid); // accuracy
 * model.result.stopped; // "gradient"
 */
export class LogisticRegression extends LinearClassifier {
  protected override readonly who = "LogisticRegression";
  readonly options: ResolvedLogisticOptions;
  #result: FitResult | undefined;

  constructor(options: LogisticRegressionOptions = {}) {
    super();
    this.options = checkLogisticOptions("LogisticRegression", options);
  }

  /** How the last fit went. A fit that did not converge says so here and in one process warning. */
  get result(): FitResult {
    this.fitted();
    return this.#result as FitResult;
  }

  fit(data: Dataset, options?: LogisticFitOptions): this;
  fit(x: Examples, y: Labels, options?: LogisticFitOptions): this;
  fit(x: Examples, second?: Labels | LogisticFitOptions, third?: LogisticFitOptions): this {
    const { training, options } = readTraining(this.who, x, second, third);
    const { classes, ids } = readClasses(this.who, training);
    const { n, features } = training.x;
    const weights = sampleWeights(this.who, options.sampleWeight, n);
    const perClass = classWeights(this.who, this.options.classWeight, classes, ids, weights);
    for (let i = 0; i < n; i++) weights[i] *= perClass[ids[i]];
    const { C, l1Ratio, fitIntercept, solver, maxIter } = this.options;
    const strength = 1 / (C * weights.reduce((total, s) => total + s, 0));
    const problem: LogisticProblem = {
      x: training.x,
      y: ids,
      weights,
      outputs: classes.length === 2 ? 1 : classes.length,
      fitIntercept,
      l2: strength * (1 - l1Ratio),
      l1: strength * l1Ratio,
    };
    const objective = new LogisticObjective(problem, { hessian: solver === "newton-cholesky" });
    const stochastic = solver === "sag" || solver === "saga";
    const recorder = new Recorder(
      options.trace ?? false,
      (iteration) => (stochastic ? iteration : objective.passes),
      (parameters) => objective.optimality(parameters).objective,
    );
    const solution = this.#solve(objective, this.#start(objective, features), recorder.observer);
    const result = recorder.finish(this.who, solution, objective, maxIter);
    const { parameters } = solution;
    this.state = {
      classes,
      features,
      coef: parameters.slice(0, objective.coefficients),
      intercept: fitIntercept
        ? parameters.slice(objective.coefficients)
        : new Float64Array(problem.outputs),
    };
    this.#result = result;
    return this;
  }

  /** (n, classes) probabilities. */
  predictProba(x: Examples): Shaped {
    const { values, shape } = this.decisionFunction(x);
    const outputs = shape.length === 1 ? 1 : shape[1];
    return { values: probabilities(values, outputs), shape: [shape[0], this.classes.length] };
  }

  /** Zeros, or with `warmStart` the last solution if it has this problem's size. */
  #start(objective: LogisticObjective, features: number): Float64Array {
    const start = new Float64Array(objective.size);
    const last = this.state;
    if (!this.options.warmStart || last === undefined) return start;
    if (last.features !== features || last.coef.length !== objective.coefficients) return start;
    start.set(last.coef);
    if (this.options.fitIntercept) start.set(last.intercept, objective.coefficients);
    return start;
  }

  #solve(
    objective: LogisticObjective,
    start: Float64Array,
    observer: Observer | undefined,
  ): Solution {
    const { solver, tol, maxIter, seed } = this.options;
    const options = { tol, maxIter, ...(observer && { observe: observer }) };
    switch (solver) {
      case "lbfgs":
        return lbfgs(objective, start, options);
      case "newton-cg":
        return newtonCg(objective, start, options);
      case "newton-cholesky":
        return newtonCholesky(objective, start, options);
      case "sag":
      case "saga":
        return sag(objective.problem, start, {
          ...options,
          saga: solver === "saga",
          rng: Rng.fromSeed(seed).fork(solver),
        });
      default:
        return unreachable(solver);
    }
  }
}
