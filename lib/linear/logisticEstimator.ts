import type { Dataset } from "../data/dataset.js";
import type { Examples } from "./inputs/examples.js";
import type { Labels } from "./inputs/labels.js";
import type { Shaped } from "./inputs/matrix.js";
import { isSparseMatrix, type SparseMatrix } from "./inputs/sparseMatrix.js";
import { readClasses, readTraining } from "./inputs/training.js";
import {
  type ClassWeight,
  classWeights,
  type SampleWeight,
  sampleWeights,
} from "./inputs/weights.js";
import { LinearClassifier, probabilities } from "./linearModel.js";
import { LogisticObjective, type ObjectiveUse } from "./objective.js";
import { flag } from "./optionChecks.js";
import { Recorder } from "./recorder.js";
import type { FitResult, Observer, Solution } from "./result.js";

/** Weights of the examples, and what a fit records and tells. */
export interface LogisticFitOptions {
  /** Factors on the loss of each example. Default 1 each. */
  readonly sampleWeight?: SampleWeight;
  /** Record the objective after every iteration. Default false. */
  readonly trace?: boolean;
  /** Tell of a fit that did not converge, for whatever reason; false where that is meant, as in a study. Default true. */
  readonly warn?: boolean;
}

const NAMES = ["sampleWeight", "trace", "warn"];

/** The options that say what is minimised and from where; the others say how. */
export interface LogisticTarget {
  readonly C: number;
  readonly l1Ratio: number;
  readonly fitIntercept: boolean;
  readonly classWeight?: ClassWeight;
  readonly warmStart: boolean;
  readonly maxIter: number;
  readonly tol: number | null;
}

/** What the logistic models share: from data to an objective, from a solution to a model. */
export abstract class LogisticEstimator<Options extends LogisticTarget> extends LinearClassifier {
  abstract readonly options: Options;
  #result: FitResult | undefined;

  /** How the last fit went. A fit that did not converge says so here and in one process warning. */
  get result(): FitResult {
    this.fitted();
    return this.#result as FitResult;
  }

  /** Minimises the objective from `start`. */
  protected abstract solve(
    objective: LogisticObjective,
    start: Float64Array,
    observe: Observer | undefined,
  ): Solution;

  /** Passes over the data made at an iteration, for the trace. */
  protected abstract passes(objective: LogisticObjective, iteration: number): number;

  /** Fails where the model, or its solver, does not take sparse rows. */
  protected abstract checkSparse(x: SparseMatrix): void;

  /** What the solver needs the objective for. */
  protected abstract get objectiveUse(): ObjectiveUse;

  /** Fits the model to a data set, from zero or with `warmStart` from the last fit on. */
  fit(data: Dataset, options?: LogisticFitOptions): this;
  /** Fits the model to examples (n, features) and their labels. */
  fit(x: Examples, y: Labels, options?: LogisticFitOptions): this;
  fit(x: Examples, second?: Labels | LogisticFitOptions, third?: LogisticFitOptions): this {
    if (isSparseMatrix(x)) this.checkSparse(x);
    const { training, options } = readTraining(this.who, x, second, third, NAMES);
    const warn = flag(this.who, "warn", options.warn ?? true);
    const { classes, ids } = readClasses(this.who, training);
    const { n, features } = training.x;
    const weights = sampleWeights(this.who, options.sampleWeight, n);
    const perClass = classWeights(this.who, this.options.classWeight, classes, ids, weights);
    for (let i = 0; i < n; i++) weights[i] *= perClass[ids[i]];
    const { C, l1Ratio, fitIntercept, maxIter, tol } = this.options;
    const strength = 1 / (C * weights.reduce((total, s) => total + s, 0));
    const outputs = classes.length === 2 ? 1 : classes.length;
    const objective = new LogisticObjective(
      {
        x: training.x,
        y: ids,
        weights,
        outputs,
        fitIntercept,
        l2: strength * (1 - l1Ratio),
        l1: strength * l1Ratio,
      },
      this.objectiveUse,
    );
    const recorder = new Recorder(
      options.trace ?? false,
      (iteration) => this.passes(objective, iteration),
      (parameters) => objective.optimality(parameters).objective,
    );
    const solution = this.solve(objective, this.#start(objective, features), recorder.observer);
    const result = recorder.finish(this.who, solution, objective, {
      maxIter,
      warn,
      fixed: tol === null,
    });
    objective.dispose();
    const { parameters } = solution;
    this.state = {
      classes,
      features,
      coef: parameters.slice(0, objective.coefficients),
      intercept: fitIntercept
        ? parameters.slice(objective.coefficients)
        : new Float64Array(outputs),
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
}
