import { type BatchSize, resolveBatchSize } from "../data/batches.js";
import type { Rng } from "../random.js";
import { blockRows } from "./kernel/window.js";
import { allocate } from "./kernel/workspace.js";
import { LogisticObjective } from "./objective.js";
import { denseRows, type LogisticProblem } from "./problem.js";
import type { Observer, Solution, StopReason } from "./result.js";
import { largestRow } from "./rows/largestRow.js";
import { dot, maxAbs } from "./vector.js";

export interface MiniBatchOptions {
  readonly batchSize: BatchSize;
  /** The first step size, or `"auto"` for `stableStep`. */
  readonly learningRate: number | "auto";
  /** The step size falls as (1 + passes)^−powerT. */
  readonly powerT: number;
  /** Passes over the data. */
  readonly maxIter: number;
  /** Stops when after a pass the largest gradient entry is at most this; null does not look. */
  readonly tol: number | null;
  /** Pass i follows the permutation of `rng.fork(i)`; without it, the order of the rows. */
  readonly rng?: Rng;
  readonly observe?: Observer;
}

const POWER_ITERATIONS = 10;

/**
 * A step at which descent on batches of B is stable: 1/(2𝓛), or 1/L with all of the data in a batch.
 * 𝓛 is the expected smoothness of sampling without replacement (Gower et al. 2019, "SGD: General analysis
 * and improved rates", proposition 3.8). It goes from that of the worst example (B = 1) to L, that of the
 * mean (B = n), so the step grows with the batch.
 */
export function stableStep(problem: LogisticProblem, batchSize: number): number {
  const { x, outputs, l2 } = problem;
  const { n } = x;
  // Second derivatives of the loss: at most ¼ for two classes, ½ for more (Böhning 1992).
  const bound = outputs === 1 ? 0.25 : 0.5;
  const total = problem.weights.reduce((sum, s) => sum + s, 0);
  const worst = bound * largestRow(problem, total / n) + l2;
  if (batchSize === 1 && n > 1) return 1 / (2 * worst);
  const mean = (bound / 0.25) * (largestCurvature(problem) - l2) + l2;
  if (batchSize === n) return 1 / mean;
  const spread = (n - batchSize) / (batchSize * (n - 1));
  return 1 / (2 * ((1 - spread) * mean + spread * worst));
}

/** Largest eigenvalue of the two-class Hessian at 0, by power iteration: ¼·λ(Σ s x xᵀ / Σ s) + l2. */
function largestCurvature(problem: LogisticProblem): number {
  const objective = new LogisticObjective({
    ...problem,
    outputs: 1,
    y: new Float64Array(problem.x.n),
  });
  const direction = new Float64Array(objective.size).fill(1 / Math.sqrt(objective.size));
  const product = new Float64Array(objective.size);
  objective.value(new Float64Array(objective.size));
  let size = 0;
  for (let i = 0; i < POWER_ITERATIONS; i++) {
    objective.hessianProduct(direction, product);
    size = Math.sqrt(dot(product, product));
    for (let j = 0; j < direction.length; j++) direction[j] = product[j] / size;
  }
  objective.dispose();
  return size;
}

/**
 * Mini-batch gradient descent on a logistic objective: one step per batch of B, along the gradient of
 * the batch's mean loss plus the penalty.
 */
export function miniBatchDescent(
  objective: LogisticObjective,
  start: Float64Array,
  { batchSize, learningRate, powerT, maxIter, tol, rng, observe }: MiniBatchOptions,
): Solution {
  const { problem, coefficients } = objective;
  const { outputs, fitIntercept, l2 } = problem;
  const x = denseRows(problem);
  const { n, features } = x;
  const size = resolveBatchSize(batchSize, n);
  const rate = learningRate === "auto" ? stableStep(problem, size) : learningRate;
  const rows = Math.min(size, blockRows(x));
  const { kernels, at, view } = allocate({
    x: rows * features,
    y: rows,
    s: rows,
    raw: rows * outputs,
    w: coefficients,
    intercept: outputs,
    gradient: coefficients,
    sums: outputs,
  });
  view.w.set(start.subarray(0, coefficients));
  if (fitIntercept) view.intercept.set(start.subarray(coefficients));
  const parameters = start.slice();
  const gradient = new Float64Array(objective.size);
  const perExample = n / objective.totalWeight;
  const inOrder = Int32Array.from({ length: n }, (_, i) => i);
  const steps = Math.ceil(n / size);
  observe?.(0, parameters, undefined);

  let iterations = 0;
  let stopped: StopReason = "iterations";
  while (iterations < maxIter && stopped === "iterations") {
    const order = rng?.fork(iterations).permutation(n) ?? inOrder;
    for (let step = 0; step < steps; step++) {
      const eta = rate * (1 + iterations + step / steps) ** -powerT;
      descend(order.subarray(step * size, (step + 1) * size), eta);
    }
    iterations++;
    parameters.set(view.w);
    if (fitIntercept) parameters.set(view.intercept, coefficients);
    observe?.(iterations, parameters, undefined);
    if (!Number.isFinite(maxAbs(parameters))) stopped = "diverged";
    else if (tol !== null) {
      objective.valueAndGradient(parameters, gradient);
      if (maxAbs(gradient) <= tol) stopped = "gradient";
    }
  }
  return { parameters, iterations, stopped };

  /** One step of size `eta` on a batch. */
  function descend(batch: Int32Array, eta: number): void {
    view.gradient.fill(0);
    view.sums.fill(0);
    for (let from = 0; from < batch.length; from += rows)
      addGradient(batch.subarray(from, from + rows));
    const share = (-eta * perExample) / batch.length;
    if (l2 > 0) kernels.rescale(at.w, coefficients, 1 - eta * l2);
    kernels.addScaled(share, at.gradient, coefficients, at.w);
    if (fitIntercept) kernels.addScaled(share, at.sums, outputs, at.intercept);
  }

  function addGradient(part: Int32Array): void {
    const count = part.length;
    for (let t = 0; t < count; t++) {
      const i = part[t];
      view.x.set(x.values.subarray(i * features, (i + 1) * features), t * features);
      view.y[t] = problem.y[i];
      view.s[t] = problem.weights[i];
    }
    kernels.forward(at.x, count, features, at.w, at.intercept, outputs, at.raw);
    if (outputs === 1) kernels.binaryLogLoss(at.raw, at.y, at.s, count, 0);
    else kernels.multinomialLogLoss(at.raw, at.y, at.s, count, outputs, 0);
    kernels.backward(at.x, count, features, at.raw, outputs, at.gradient, at.sums);
  }
}
