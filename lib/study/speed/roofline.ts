import { type BatchSize, resolveBatchSize } from "../../data/batches.js";
import { callSeconds, memoryBandwidth, productRate } from "./machineRates.js";
import type { ThroughputOptions } from "./throughputStudy.js";

/** The bound on the speed of training at one batch size. */
export interface RoofRow {
  readonly model: string;
  readonly batchSize: BatchSize;
  /** Examples in a step. */
  readonly batchRows: number;
  /** Training examples a second at most. */
  readonly perSecond: number;
}

/** Bytes that an update moves for each parameter: read it twice, write and read its gradient, write it. */
const BYTES = 20;

/**
 * The roofline of this machine (Williams et al. 2009): an update takes at least the cost of its calls, the
 * time in which one core moves the weights through memory, and that of its products at the rate of large
 * ones on all cores. The first two do not depend on the batch, so a small batch pays them for few examples.
 */
export async function roofline({
  models,
  sizes,
  n,
}: Pick<ThroughputOptions, "models" | "sizes" | "n">): Promise<RoofRow[]> {
  const calls = await callSeconds();
  const rate = await productRate();
  const rows: RoofRow[] = [];
  for (const [model, widths] of Object.entries(models)) {
    const size = parametersOf(widths);
    const least = Math.max(calls, (BYTES * size) / (await memoryBandwidth(size)));
    for (const batchSize of sizes) {
      const batchRows = resolveBatchSize(batchSize, n);
      const seconds = Math.max(least, (batchRows * flopsOf(widths)) / rate);
      rows.push({ model, batchSize, batchRows, perSecond: batchRows / seconds });
    }
  }
  return rows;
}

function parametersOf(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, width, i) => sum + (widths[i] + 1) * width, 0);
}

/**
 * Floating-point operations of an example in an update: per layer a product forwards, one for the gradient
 * of the weights and, but for the first layer, one for the gradient of its input.
 */
function flopsOf(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, width, i) => sum + (i === 0 ? 4 : 6) * widths[i] * width, 0);
}
