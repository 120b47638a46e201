import { type HessianArray, hessianLengths, newtonStep } from "./hessian.js";
import type { Address } from "./kernel/kernels.js";
import { type PassArray, type Passes, planPasses } from "./kernel/passes.js";
import { allocate, release, type Workspace } from "./kernel/workspace.js";
import { type Preconditioner, standardisingPreconditioner } from "./preconditioner.js";
import type { LogisticProblem } from "./problem.js";

/** A smooth function of a vector, as the solvers see it. */
export interface SmoothObjective {
  /** Number of parameters. */
  readonly size: number;
  /** The value at `parameters`; writes the gradient. */
  valueAndGradient(parameters: Float64Array, gradient: Float64Array): number;
}

/** A smooth function with second derivatives. */
export interface CurvedObjective extends SmoothObjective {
  /** The Hessian at the last point evaluated, times a vector. */
  hessianProduct(direction: Float64Array, product: Float64Array): void;
  /** An approximate inverse of the Hessian that evens out the sizes and offsets of the columns. */
  preconditioner(): Preconditioner;
}

/** What an objective is made for; it takes memory accordingly. */
export interface ObjectiveUse {
  /** `newtonStep` will be wanted: it needs the whole Hessian. Default false. */
  readonly hessian?: boolean;
  /** Many passes over the data will be made: worth a copy of them where the kernels work. Default true. */
  readonly manyPasses?: boolean;
}

type Name = "y" | "s" | "probability" | PassArray;

/**
 * Mean logistic loss plus L2 penalty, Σ sᵢℓᵢ / Σ sᵢ + ½ l2 ‖w‖², with its derivatives.
 * Parameters are the coefficients (outputs × features, row-major), then the intercepts (outputs),
 * which are not penalised. Binary problems have one output; multinomial ones have K, overparametrised.
 */
export class LogisticObjective implements CurvedObjective {
  readonly problem: LogisticProblem;
  readonly size: number;
  /** Number of coefficients; the intercepts follow. */
  readonly coefficients: number;
  /** Σ s. */
  readonly totalWeight: number;
  /** Passes over the data so far. */
  passes = 0;
  readonly #space: Workspace<Name | HessianArray>;
  readonly #passes: Passes;

  constructor(problem: LogisticProblem, { hessian = false, manyPasses = true }: ObjectiveUse = {}) {
    const { x, outputs, fitIntercept } = problem;
    this.problem = problem;
    this.coefficients = outputs * x.features;
    this.size = this.coefficients + (fitIntercept ? outputs : 0);
    this.totalWeight = problem.weights.reduce((total, s) => total + s, 0);
    const none = { packed: 0, scaled: 0, pointwise: 0, blocks: 0, hessian: 0, step: 0 };
    const plan = planPasses(x, outputs, { hessian, manyPasses });
    const lengths = {
      y: x.n,
      s: x.n,
      probability: x.n * outputs,
      ...plan.lengths,
      ...(hessian ? hessianLengths(problem) : none),
    };
    this.#space = allocate(lengths, { shared: plan.shared });
    this.#space.view.y.set(problem.y);
    this.#space.view.s.set(problem.weights);
    this.#passes = plan.open(this.#space);
  }

  /** Gives back its memory. It may not be used any more. */
  dispose(): void {
    release(this.#space);
  }

  value(parameters: Float64Array): number {
    return this.#evaluate(parameters, false) / this.totalWeight + this.#penalty(parameters);
  }

  valueAndGradient(parameters: Float64Array, gradient: Float64Array): number {
    this.#passes.products.clear();
    const loss = this.#evaluate(parameters, true) / this.totalWeight;
    this.#collect(parameters, gradient);
    return loss + this.#penalty(parameters);
  }

  hessianProduct(direction: Float64Array, product: Float64Array): void {
    const { at } = this.#space;
    const { outputs } = this.problem;
    this.#passes.products.clear();
    this.#pass(direction, (rows, length, start) => {
      this.#passes.products.pointwise("curvature", length, (curvature, first, count) => {
        const [i, u] = [start + first, at.raw + 8 * outputs * first];
        return curvature(u, at.probability + 8 * outputs * i, at.s + 8 * i, count, outputs);
      });
      this.#passes.products.backward(rows, length);
    });
    this.#collect(direction, product);
  }

  preconditioner(): Preconditioner {
    this.passes++;
    return standardisingPreconditioner(this.problem);
  }

  /**
   * Solves Hessian · step = −gradient at the last point evaluated; false where the Hessian is singular.
   * Parameters that the model is free in (see `centre`) keep their last class.
   */
  newtonStep(gradient: Float64Array, step: Float64Array): boolean {
    const { window } = this.#passes;
    if (window === undefined) throw new TypeError("linear: the objective has no Hessian to factor");
    this.passes++;
    return newtonStep(this.problem, this.#space, window, gradient, step);
  }

  /** Makes unpenalised parameters of a multinomial model sum to 0 over the classes; nothing else changes. */
  centre(parameters: Float64Array): void {
    const { outputs, x, fitIntercept, l2 } = this.problem;
    if (outputs === 1) return;
    const centreAt = (first: number, stride: number): void => {
      let mean = 0;
      for (let k = 0; k < outputs; k++) mean += parameters[first + k * stride] / outputs;
      for (let k = 0; k < outputs; k++) parameters[first + k * stride] -= mean;
    };
    if (l2 === 0) for (let j = 0; j < x.features; j++) centreAt(j, x.features);
    if (fitIntercept) centreAt(this.coefficients, 1);
  }

  /** Value with the L1 part, and the largest entry of the smallest subgradient. */
  optimality(parameters: Float64Array): { objective: number; gradientNorm: number } {
    const gradient = new Float64Array(this.size);
    let objective = this.valueAndGradient(parameters, gradient);
    const l1 = this.problem.l1 ?? 0;
    let gradientNorm = 0;
    for (let j = 0; j < this.size; j++) {
      const own = j < this.coefficients ? l1 : 0;
      const w = parameters[j];
      objective += own * Math.abs(w);
      const slope =
        w === 0 ? Math.max(0, Math.abs(gradient[j]) - own) : gradient[j] + own * Math.sign(w);
      gradientNorm = Math.max(gradientNorm, Math.abs(slope));
    }
    return { objective, gradientNorm: Number.isFinite(objective) ? gradientNorm : Number.NaN };
  }

  #penalty(parameters: Float64Array): number {
    if (this.problem.l2 === 0) return 0;
    let squares = 0;
    for (let j = 0; j < this.coefficients; j++) squares += parameters[j] * parameters[j];
    return 0.5 * this.problem.l2 * squares;
  }

  /** Σ sᵢℓᵢ; leaves the probabilities, and if asked the sums of the gradient, in the workspace. */
  #evaluate(parameters: Float64Array, withGradient: boolean): number {
    const { at } = this.#space;
    const { outputs } = this.problem;
    const name = outputs === 1 ? "binaryLogLoss" : "multinomialLogLoss";
    let total = 0;
    this.#pass(parameters, (rows, length, start) => {
      total += this.#passes.products.pointwise(name, length, (loss, first, count) => {
        const i = start + first;
        const [raw, p] = [at.raw + 8 * outputs * first, at.probability + 8 * outputs * i];
        const [y, s] = [at.y + 8 * i, at.s + 8 * i];
        return outputs === 1 ? loss(raw, y, s, count, p) : loss(raw, y, s, count, outputs, p);
      });
      if (withGradient) this.#passes.products.backward(rows, length);
    });
    return total;
  }

  /** Raw predictions of `parameters` block by block, in `raw`, and what `visit` does with them. */
  #pass(
    parameters: Float64Array,
    visit: (rows: Address, length: number, start: number) => void,
  ): void {
    const { rows, products } = this.#passes;
    const { x, fitIntercept } = this.problem;
    this.passes++;
    products.load(parameters.subarray(0, this.coefficients));
    if (fitIntercept) this.#space.view.intercept.set(parameters.subarray(this.coefficients));
    for (let start = 0; start < x.n; start += rows.rows) {
      const length = Math.min(rows.rows, x.n - start);
      const block = rows.block(start, length);
      products.forward(block, length);
      visit(block, length, start);
    }
  }

  /** The workspace's sums as a mean, with the penalty's part for `parameters`. */
  #collect(parameters: Float64Array, out: Float64Array): void {
    this.#passes.products.finish(out);
    const { sums } = this.#space.view;
    const { l2, fitIntercept } = this.problem;
    for (let j = 0; j < this.coefficients; j++)
      out[j] = out[j] / this.totalWeight + l2 * parameters[j];
    if (fitIntercept)
      for (let k = 0; k < sums.length; k++) out[this.coefficients + k] = sums[k] / this.totalWeight;
  }
}
