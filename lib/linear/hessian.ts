import { blockRows, type RowWindow } from "./kernel/window.js";
import type { Workspace } from "./kernel/workspace.js";
import type { LogisticProblem } from "./problem.js";

/** The arrays that `newtonStep` needs beside those of the objective. */
export type HessianArray = "packed" | "scaled" | "pointwise" | "blocks" | "hessian" | "step";

/** Below this share of itself a pivot is rounding error: the Hessian counts as singular. */
const PIVOT_FLOOR = 4 * Number.EPSILON;

/** Columns of x with the 1 of the intercept, and their number in panels of 4. */
function columnsOf({ x, fitIntercept }: LogisticProblem): { columns: number; panels: number } {
  const columns = x.features + (fitIntercept ? 1 : 0);
  return { columns, panels: Math.ceil(columns / 4) };
}

/** The pairs of classes k < l whose blocks are computed; two classes have one block, their own. */
function pairsOf(outputs: number): [number, number][] {
  if (outputs === 1) return [[0, 0]];
  const pairs: [number, number][] = [];
  for (let k = 0; k < outputs; k++) for (let l = k + 1; l < outputs; l++) pairs.push([k, l]);
  return pairs;
}

/**
 * The positions in the parameters that a Newton step moves. A multinomial model does not change when
 * all classes move together along a direction without penalty, so the last class stays there.
 */
function unknowns({ x, outputs, fitIntercept, l2 }: LogisticProblem): {
  output: number;
  column: number;
  at: number;
}[] {
  const found = [];
  for (let output = 0; output < outputs; output++) {
    const last = outputs > 1 && output === outputs - 1;
    if (last && l2 === 0) continue;
    for (let column = 0; column < x.features; column++)
      found.push({ output, column, at: output * x.features + column });
    if (fitIntercept && !last)
      found.push({ output, column: x.features, at: outputs * x.features + output });
  }
  return found;
}

export function hessianLengths(problem: LogisticProblem): Record<HessianArray, number> {
  const rows = blockRows(problem.x);
  const width = 4 * columnsOf(problem).panels;
  const size = unknowns(problem).length;
  return {
    packed: rows * width,
    scaled: rows * width,
    pointwise: rows,
    blocks: pairsOf(problem.outputs).length * width * width,
    hessian: size * size,
    step: size,
  };
}

/**
 * Solves H·step = −gradient, H at the point whose probabilities the workspace holds.
 * Returns false, and leaves `step` alone, where H is not positive definite to rounding.
 */
export function newtonStep(
  problem: LogisticProblem,
  space: Workspace<HessianArray | "probability" | "s">,
  window: RowWindow,
  gradient: Float64Array,
  step: Float64Array,
): boolean {
  const { kernels, at, view } = space;
  accumulateBlocks(problem, space, window);
  const rows = unknowns(problem);
  fillLowerTriangle(problem, rows, space);
  if (!kernels.cholesky(at.hessian, rows.length, PIVOT_FLOOR)) return false;
  rows.forEach((row, i) => {
    view.step[i] = -gradient[row.at];
  });
  kernels.choleskySolve(at.hessian, rows.length, at.step);
  step.fill(0);
  rows.forEach((row, i) => {
    step[row.at] = view.step[i];
  });
  return true;
}

/** blocks[pair] = Σ h·x xᵀ (upper tiles), where h is −s·p_k·p_l, or s·p(1 − p) for two classes. */
function accumulateBlocks(
  problem: LogisticProblem,
  { kernels, at, view }: Workspace<HessianArray | "probability" | "s">,
  window: RowWindow,
): void {
  const { x, outputs, fitIntercept } = problem;
  const { panels } = columnsOf(problem);
  const pairs = pairsOf(outputs);
  const blockBytes = 8 * (4 * panels) ** 2;
  view.blocks.fill(0);
  for (let start = 0; start < x.n; start += window.rows) {
    const count = Math.min(window.rows, x.n - start);
    const rows = window.block(start, count);
    kernels.pack(rows, count, x.features, Number(fitIntercept), at.packed);
    pairs.forEach(([k, l], pair) => {
      for (let i = 0; i < count; i++) {
        const p = (start + i) * outputs;
        const first = view.probability[p + k];
        const other = outputs === 1 ? 1 - first : -view.probability[p + l];
        view.pointwise[i] = view.s[start + i] * first * other;
      }
      kernels.scalePacked(at.packed, count, panels, at.pointwise, at.scaled);
      kernels.sandwich(at.packed, at.scaled, count, panels, at.blocks + pair * blockBytes);
    });
  }
}

/**
 * The lower triangle of the Hessian of the mean loss plus penalty, over the unknowns. The blocks of
 * one class with all classes sum to zero, so a diagonal block is minus the sum of its row's others.
 */
function fillLowerTriangle(
  problem: LogisticProblem,
  rows: readonly { output: number; column: number }[],
  { view }: Workspace<HessianArray | "s">,
): void {
  const { outputs, l2, x } = problem;
  const width = 4 * columnsOf(problem).panels;
  const share = 1 / view.s.reduce((total, s) => total + s, 0);
  const offset = new Int32Array(outputs * outputs);
  pairsOf(outputs).forEach(([k, l], pair) => {
    offset[k * outputs + l] = pair * width * width;
    offset[l * outputs + k] = pair * width * width;
  });
  const { blocks, hessian } = view;
  for (let i = 0; i < rows.length; i++) {
    const { output: k, column: c } = rows[i];
    for (let j = 0; j <= i; j++) {
      const { output: l, column: d } = rows[j];
      const entry = c < d ? c * width + d : d * width + c;
      let sum = 0;
      if (k !== l || outputs === 1) sum = blocks[offset[k * outputs + l] + entry];
      else
        for (let other = 0; other < outputs; other++)
          if (other !== k) sum -= blocks[offset[k * outputs + other] + entry];
      hessian[i * rows.length + j] = sum * share;
    }
    if (c < x.features) hessian[i * rows.length + i] += l2;
  }
}
