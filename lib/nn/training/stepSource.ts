import type { Device, Tensor } from "../device/device.js";
import type { AugmentedBatches } from "./augmentedBatches.js";

/** Where the examples of a step come from. */
export interface Source {
  /** Makes the rows of a step ready; without rows, all of them. */
  set(rows: Int32Array | undefined, step: number): void;
  /** Recorded: (examples, …). */
  x(): Tensor;
  /** Recorded: (examples, outputs). */
  targets(): Tensor;
}

/** A part of the data on a device. */
export interface Resident {
  readonly n: number;
  readonly x: Tensor;
  readonly targets: Tensor;
  /** Targets with label smoothing, for training. */
  readonly soft: Tensor;
}

/** The examples as they are; without a size all of them. */
export function unchanged(device: Device, { x, soft }: Resident, size: number | undefined): Source {
  if (size === undefined) return { set: () => {}, x: () => x, targets: () => soft };
  const index = device.rowIndex(size);
  return {
    set: (rows) => rows && device.setRows(index, rows),
    x: () => device.gather(x, index),
    targets: () => device.gather(soft, index),
  };
}

/** The examples changed at random, anew in every step. */
export function changing(
  device: Device,
  { x: all, soft }: Resident,
  size: number,
  augmented: AugmentedBatches,
): Source {
  const x = device.variable([size, ...all.shape.slice(1)]);
  const targets = device.variable([size, ...soft.shape.slice(1)]);
  return {
    set(rows, step) {
      const batch = augmented(rows, step);
      device.write(x, batch.x);
      device.write(targets, batch.targets);
    },
    x: () => x,
    targets: () => targets,
  };
}
