import { ArgumentError, refuse } from "../check.js";
import { needClasses } from "../data/needClasses.js";
import { type Examples, isDataset, toMatrixOf } from "./inputs/examples.js";
import { isLabels, type Label, type Labels } from "./inputs/labels.js";
import type { Shaped } from "./inputs/matrix.js";
import { type SampleWeight, sampleWeights } from "./inputs/weights.js";
import { rawPredictions } from "./rows/rawPredictions.js";

/** What a fit leaves behind for predictions. */
export interface LinearState {
  /** In the order of every per-class output. */
  readonly classes: readonly Label[];
  readonly features: number;
  /** (outputs, features), row-major: one output for two classes (it speaks for the second), else one each. */
  readonly coef: Float64Array;
  /** (outputs,). */
  readonly intercept: Float64Array;
}

/** A classifier that is linear in its features. */
export abstract class LinearClassifier {
  protected abstract readonly who: string;
  protected state: LinearState | undefined;

  protected fitted(): LinearState {
    if (this.state === undefined)
      throw new ArgumentError(`${this.who}: the model must be fitted first`);
    return this.state;
  }

  /** The classes, in the order of all per-class outputs. */
  get classes(): readonly Label[] {
    return this.fitted().classes;
  }

  /** (outputs, features): one output for two classes, else one per class. */
  get coef(): Shaped {
    const { coef, features } = this.fitted();
    return { values: coef, shape: [coef.length / features, features] };
  }

  /** (outputs,). */
  get intercept(): Float64Array {
    return this.fitted().intercept;
  }

  /** Raw predictions x·coef + intercept: (n,) for two classes, above 0 for the second, else (n, classes). */
  decisionFunction(x: Examples): Shaped {
    const { values, outputs, n } = this.#raw(x);
    return { values, shape: outputs === 1 ? [n] : [n, outputs] };
  }

  /** The most probable class of each example. */
  predict(x: Examples): Label[] {
    const { classes } = this.fitted();
    const { values, outputs, n } = this.#raw(x);
    return Array.from({ length: n }, (_, i) => {
      if (outputs === 1) return classes[values[i] > 0 ? 1 : 0];
      let best = 0;
      for (let k = 1; k < outputs; k++)
        if (values[i * outputs + k] > values[i * outputs + best]) best = k;
      return classes[best];
    });
  }

  /** Share of the examples predicted rightly, weighted if asked. A Dataset brings its own labels. */
  score(x: Examples, y?: Labels, sampleWeight?: SampleWeight): number {
    const who = `${this.who}.score`;
    if (y === undefined && isDataset(x)) needClasses(who, x);
    const labels = y ?? (isDataset(x) ? Array.from(x.y, (id) => x.classes[id]) : undefined);
    if (!isLabels(labels)) refuse(who, "y must be an array of labels", labels);
    const predicted = this.predict(x);
    if (labels.length !== predicted.length)
      refuse(
        who,
        `y must hold one label for each of the ${predicted.length} rows of x`,
        labels.length,
      );
    const weights = sampleWeights(who, sampleWeight, predicted.length);
    let right = 0;
    let total = 0;
    for (let i = 0; i < predicted.length; i++) {
      total += weights[i];
      if (predicted[i] === labels[i]) right += weights[i];
    }
    return right / total;
  }

  #raw(x: Examples): { values: Float64Array; outputs: number; n: number } {
    const { coef, intercept, features } = this.fitted();
    const matrix = toMatrixOf(this.who, x, features);
    return {
      values: rawPredictions(matrix, coef, intercept),
      outputs: intercept.length,
      n: matrix.n,
    };
  }
}

/** (n, classes) probabilities from raw predictions: logistic for one output, softmax for several. */
export function probabilities(raw: Float64Array, outputs: number): Float64Array {
  if (outputs === 1) {
    const pairs = new Float64Array(2 * raw.length);
    raw.forEach((z, i) => {
      pairs[2 * i] = 1 / (1 + Math.exp(z));
      pairs[2 * i + 1] = 1 / (1 + Math.exp(-z));
    });
    return pairs;
  }
  const result = new Float64Array(raw.length);
  for (let start = 0; start < raw.length; start += outputs) {
    let top = raw[start];
    for (let k = 1; k < outputs; k++) top = Math.max(top, raw[start + k]);
    let total = 0;
    for (let k = 0; k < outputs; k++) {
      result[start + k] = Math.exp(raw[start + k] - top);
      total += result[start + k];
    }
    for (let k = 0; k < outputs; k++) result[start + k] /= total;
  }
  return result;
}
