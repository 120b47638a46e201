import type { BatchNormSpec } from "../../config/spec.js";
import type { Tensor } from "../../device/device.js";
import type { Layer, ParameterSpec } from "./layer.js";

/**
 * Batch normalisation (Ioffe & Szegedy 2015): in training each unit gets mean 0 and variance 1 over
 * groups of `ghostBatchSize` examples (the last group may be smaller), in evaluation by running
 * statistics; then y = γ x̂ + β. Means over groups and their spread back over the rows are products
 * with two small constant matrices, so any grouping takes the same calls.
 */
export function batchNorm(
  name: string,
  units: number,
  { ghostBatchSize, momentum = 0.9, epsilon = 1e-5 }: BatchNormSpec,
): Layer {
  const filled = (value: number): Float32Array => new Float32Array(units).fill(value);
  const trained = { shape: [units], role: "bias" } as const;
  const observed = { shape: [1, units], role: "statistic" } as const;
  const gamma: ParameterSpec = { name: `${name}/scale`, initial: filled(1), ...trained };
  const beta: ParameterSpec = { name: `${name}/shift`, initial: filled(0), ...trained };
  const runningMean: ParameterSpec = { name: `${name}/mean`, initial: filled(0), ...observed };
  const runningVariance: ParameterSpec = {
    name: `${name}/variance`,
    initial: filled(1),
    ...observed,
  };
  return {
    parameters: [gamma, beta, runningMean, runningVariance],
    record(input, { device, training, variable, gradient }) {
      const finish = (normal: Tensor): Tensor =>
        device.add(device.multiply(normal, variable(gamma)), variable(beta));
      if (!training) {
        const centred = device.subtract(input, variable(runningMean));
        const root = device.reciprocalRoot(variable(runningVariance), epsilon);
        const normal = device.multiply(centred, root);
        return {
          output: finish(normal),
          backward(dy) {
            gradient(gamma, device.columnSums(device.multiply(dy, normal)));
            gradient(beta, device.columnSums(dy));
            return device.multiply(device.multiply(dy, variable(gamma)), root);
          },
        };
      }
      const rows = input.shape[0];
      const { groups, average, spread, unbiased } = grouping(rows, ghostBatchSize ?? rows);
      const averaging = device.constant([groups, rows], average);
      const spreading = device.constant([rows, groups], spread);
      const overGroups = new Float32Array(groups).fill(1 / groups);
      const meanGroup = device.constant([1, groups], overGroups);
      const varianceGroup = device.constant([1, groups], unbiased);
      const means = (x: Tensor): Tensor => device.matmul(averaging, x);
      const perRow = (x: Tensor): Tensor => device.matmul(spreading, x);

      const mean = means(input);
      const centred = device.subtract(input, perRow(mean));
      const variance = means(device.multiply(centred, centred));
      const root = perRow(device.reciprocalRoot(variance, epsilon));
      const normal = device.multiply(centred, root);
      const fraction = 1 - momentum;
      device.moveTowards(variable(runningMean), device.matmul(meanGroup, mean), fraction);
      device.moveTowards(
        variable(runningVariance),
        device.matmul(varianceGroup, variance),
        fraction,
      );
      return {
        output: finish(normal),
        // dx = (d − mean(d) − x̂ · mean(d ∘ x̂)) / √(variance + ε), with d = γ dy and means over a group.
        backward(dy) {
          gradient(gamma, device.columnSums(device.multiply(dy, normal)));
          gradient(beta, device.columnSums(dy));
          const d = device.multiply(dy, variable(gamma));
          const along = device.multiply(normal, perRow(means(device.multiply(d, normal))));
          const across = device.subtract(device.subtract(d, perRow(means(d))), along);
          return device.multiply(across, root);
        },
      };
    },
  };
}

interface Grouping {
  readonly groups: number;
  /** (groups, rows): averages the rows of each group. */
  readonly average: Float32Array;
  /** (rows, groups): gives each row its group's value. */
  readonly spread: Float32Array;
  /** (1, groups): averages the groups' variances, each made unbiased by its size / (size − 1). */
  readonly unbiased: Float32Array;
}

/** Divides rows into groups of `size`; the last may be smaller. */
function grouping(rows: number, size: number): Grouping {
  const groups = Math.ceil(rows / size);
  const average = new Float32Array(groups * rows);
  const spread = new Float32Array(rows * groups);
  const unbiased = new Float32Array(groups);
  for (let row = 0; row < rows; row++) {
    const group = Math.floor(row / size);
    const count = Math.min(size, rows - group * size);
    average[group * rows + row] = 1 / count;
    spread[row * groups + group] = 1;
    unbiased[group] = count / Math.max(1, count - 1) / groups;
  }
  return { groups, average, spread, unbiased };
}
