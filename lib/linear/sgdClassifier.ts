import { refuse } from "../check.js";
import type { Dataset } from "../data/dataset.js";
import { Rng } from "../random.js";
import type { Examples } from "./inputs/examples.js";
import { checkClasses, encode, type Label, type Labels } from "./inputs/labels.js";
import type { Matrix, Shaped } from "./inputs/matrix.js";
import type { SparseRows } from "./inputs/sparseMatrix.js";
import { readClasses, readTraining } from "./inputs/training.js";
import { classWeights, type SampleWeight, sampleWeights } from "./inputs/weights.js";
import { LinearClassifier } from "./linearModel.js";
import { binaryAccuracy, holdOut, normalise } from "./oneVersusRest.js";
import { flag } from "./optionChecks.js";
import {
  convergenceWarning,
  emitConvergenceWarning,
  isConverged,
  type StopReason,
} from "./result.js";
import { rawPredictions } from "./rows/rawPredictions.js";
import { selectRows } from "./rows/selectRows.js";
import { type BinaryState, SgdTrainer } from "./sgd.js";
import {
  checkSgdOptions,
  type ResolvedSgdOptions,
  type SGDClassifierOptions,
} from "./sgdOptions.js";

/** Weights of the examples, and what a fit tells. */
export interface SgdFitOptions {
  /** Factors on the loss of each example. Default 1 each. */
  readonly sampleWeight?: SampleWeight;
  /** Tell of a fit that did not converge, for whatever reason; false where that is meant. Default true. */
  readonly warn?: boolean;
}

/** Weights of the examples, and the classes that later calls may bring. */
export interface SgdPartialFitOptions extends Pick<SgdFitOptions, "sampleWeight"> {
  /** All classes that any call will bring; needed by the first call, unless a Dataset names them. */
  readonly classes?: readonly Label[];
}

/** How a fit went; of several binary problems, the longest. */
export interface SgdResult {
  /** Passes over the data. */
  readonly iterations: number;
  /** Steps made since the last `fit` began, or the first `partialFit`. */
  readonly steps: number;
  /** One for each binary problem: mean loss plus penalty along the last pass. */
  readonly objectives: readonly number[];
  /** Whether it stopped before `maxIter` because the objective or the score no longer improved. */
  readonly converged: boolean;
  /** What ended the fit. */
  readonly stopped: StopReason;
  /** What happened and what to try, if the fit did not converge. */
  readonly warning?: string;
}

/**
 * Linear classifiers trained by stochastic gradient descent, one step per example; more than two classes
 * one versus the rest. Unshuffled, it takes the steps of scikit-learn 1.9's SGDClassifier.
 *
 * `partialFit` makes one pass over the examples given, one step for each: how they are cut into chunks
 * does not matter, and is no batch size. For steps on batches see `MiniBatchLogisticRegression`.
 *
 * Sparse rows give the model that the same rows give dense. scikit-learn's give another one: there it moves the
 * intercept by a hundredth of its steps, and coefficients pay L1 only where an example has a value for them. Under
 * L1 the objective counts what a coefficient has to pay when the next example touches it, which may change when
 * a fit stops.
 * @example
 * ```ts
 * import { loadDigits, SGDClassifier, split } from "batchwise";
 *
 * const { train, valid } = split(loadDigits(), { seed: 0 });
 * const model = new SGDClassifier({ loss: "log_loss", seed: 0 }).fit(train);
 * console.log(model.result.converged, model.score(valid).toFixed(2)); // true 0.93
 * ```
 */
export class SGDClassifier extends LinearClassifier {
  protected override readonly who = "SGDClassifier";
  /** All options, with the defaults of those that were not given. */
  readonly options: ResolvedSgdOptions;
  #binary: BinaryState[] = [];
  #steps = 0;
  #result: SgdResult | undefined;

  constructor(options: SGDClassifierOptions = {}) {
    super();
    this.options = checkSgdOptions("SGDClassifier", options);
  }

  /** How the last `fit` or `partialFit` went. */
  get result(): SgdResult {
    this.fitted();
    return this.#result as SgdResult;
  }

  /** Fits the model to a data set, from zero or with `warmStart` from the last fit on. */
  fit(data: Dataset, options?: SgdFitOptions): this;
  /** Fits the model to examples (n, features) and their labels. */
  fit(x: Examples, y: Labels, options?: SgdFitOptions): this;
  fit(x: Examples, second?: Labels | SgdFitOptions, third?: SgdFitOptions): this {
    const names = ["sampleWeight", "warn"];
    const { training, options } = readTraining(this.who, x, second, third, names);
    const warn = flag(this.who, "warn", options.warn ?? true);
    const { classes, ids } = readClasses(this.who, training);
    const weights = sampleWeights(this.who, options.sampleWeight, training.x.n);
    const perClass = classWeights(this.who, this.options.classWeight, classes, ids, weights);
    const last = this.options.warmStart ? this.state : undefined;
    this.#begin(classes, training.x.features);
    if (last?.features === training.x.features && last.intercept.length === this.#binary.length)
      this.#binary.forEach((state, k) => {
        state.coef.set(last.coef.subarray(k * last.features, (k + 1) * last.features));
        state.intercept = last.intercept[k];
      });
    this.#run(training.x, ids, weights, perClass, classes, this.options.maxIter);
    const { tol, maxIter } = this.options;
    const { stopped } = this.result;
    if (warn && !isConverged(stopped) && (tol !== null || stopped === "diverged")) {
      const warning = convergenceWarning(this.who, stopped, maxIter);
      this.#result = { ...this.result, warning };
      emitConvergenceWarning(warning);
    }
    return this;
  }

  /** One pass over a data set, from where the last call ended. */
  partialFit(data: Dataset, options?: SgdPartialFitOptions): this;
  /** One pass over examples (n, features) and their labels; the first call announces all classes. */
  partialFit(x: Examples, y: Labels, options?: SgdPartialFitOptions): this;
  partialFit(
    x: Examples,
    second?: Labels | SgdPartialFitOptions,
    third?: SgdPartialFitOptions,
  ): this {
    const who = `${this.who}.partialFit`;
    if (this.options.earlyStopping) refuse(who, "earlyStopping must be false", true);
    if (this.options.classWeight === "balanced")
      refuse(who, 'classWeight must be given by class, a part cannot be "balanced"', "balanced");
    const { training, options } = readTraining(who, x, second, third, ["sampleWeight", "classes"]);
    const announced = options.classes ?? training.announced;
    if (this.state === undefined && announced === undefined)
      refuse(who, "the first call must announce all classes: { classes: [...] }", announced);
    const classes = this.state?.classes ?? checkClasses(who, announced ?? []);
    if (this.state !== undefined && options.classes !== undefined)
      if (checkClasses(who, options.classes).join() !== classes.join())
        refuse(who, `classes must stay ${classes.join(", ")}`, options.classes.join(", "));
    const { features, n } = training.x;
    if (this.state !== undefined && this.state.features !== features)
      refuse(who, `x must have ${this.state.features} features, as before`, features);
    const ids = encode(who, training.y, classes);
    const weights = sampleWeights(who, options.sampleWeight, n);
    const perClass = classWeights(who, this.options.classWeight, classes, ids, weights);
    if (this.state === undefined) this.#begin(classes, features);
    this.#run(training.x, ids, weights, perClass, classes, 1);
    return this;
  }

  /** (n, classes) probabilities, for the losses that model them: `log_loss` and `modified_huber`. */
  predictProba(x: Examples): Shaped {
    const { loss } = this.options;
    if (loss === "hinge")
      refuse(this.who, 'predictProba must have loss "log_loss" or "modified_huber"', loss);
    const { values, shape } = this.decisionFunction(x);
    const certainty =
      loss === "log_loss"
        ? (z: number) => 1 / (1 + Math.exp(-z))
        : (z: number) => (Math.max(-1, Math.min(1, z)) + 1) / 2;
    const outputs = shape.length === 1 ? 1 : shape[1];
    return {
      values: normalise(values.map(certainty), outputs),
      shape: [shape[0], this.classes.length],
    };
  }

  #begin(classes: readonly Label[], features: number): void {
    this.#steps = 0;
    this.#binary = Array.from({ length: classes.length === 2 ? 1 : classes.length }, () => ({
      coef: new Float64Array(features),
      intercept: 0,
      averageCoef: new Float64Array(features),
      averageIntercept: 0,
    }));
  }

  #run(
    x: Matrix | SparseRows,
    ids: Float64Array,
    weights: Float64Array,
    perClass: Float64Array,
    classes: readonly Label[],
    maxIter: number,
  ): void {
    const { earlyStopping, validationFraction, shuffle, seed, average } = this.options;
    const rng = Rng.fromSeed(seed);
    const { rows, held } = earlyStopping
      ? holdOut(this.who, ids, classes.length, validationFraction, rng.fork("validation"))
      : { rows: Int32Array.from(ids.keys()), held: undefined };
    const trainer = new SgdTrainer(x, ids, weights, rows, this.options);
    const heldOut = held === undefined ? undefined : selectRows(x, held);
    const runs = this.#binary.map((state, k) => {
      const binary = classes.length === 2;
      const positive = binary ? 1 : k;
      return trainer.train(
        state,
        {
          positive,
          positiveWeight: perClass[positive],
          negativeWeight: binary ? perClass[0] : 1,
        },
        {
          maxIter,
          firstStep: this.#steps + 1,
          ...(shuffle && { rng: rng.fork("order").fork(this.#steps).fork(k) }),
          ...(held !== undefined &&
            heldOut !== undefined && {
              validate: (coef: Float64Array, intercept: number) =>
                binaryAccuracy(rawPredictions(heldOut, coef, Float64Array.of(intercept)), {
                  held,
                  ids,
                  weights,
                  positive,
                }),
            }),
        },
      );
    });
    const iterations = Math.max(...runs.map((run) => run.iterations));
    this.#steps += iterations * rows.length;
    const averaged = average > 0 && average <= this.#steps;
    this.state = {
      classes,
      features: x.features,
      coef: Float64Array.from(
        this.#binary.flatMap((s) => Array.from(averaged ? s.averageCoef : s.coef)),
      ),
      intercept: Float64Array.from(this.#binary, (s) =>
        averaged ? s.averageIntercept : s.intercept,
      ),
    };
    const worst =
      runs.find((run) => run.stopped === "diverged") ??
      runs.find((run) => run.stopped === "iterations") ??
      runs[0];
    this.#result = {
      iterations,
      steps: this.#steps,
      objectives: runs.map((run) => run.objective),
      converged: isConverged(worst.stopped),
      stopped: worst.stopped,
    };
  }
}
