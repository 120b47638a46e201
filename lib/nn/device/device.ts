import type { Activation, LossSpec } from "../config/spec.js";
import type { Sliding } from "./sliding.js";

/** A float32 array on a device, row-major; matrices are (rows, columns). */
export interface Tensor {
  readonly id: number;
  readonly shape: readonly number[];
}

/** A number of the host that recorded calls read each time they run: a learning rate, a step count. */
export interface Scalar {
  value: number;
}

/** A number that a recorded call leaves for the host to read after it ran. */
export interface Reading {
  read(): number;
}

/** Which rows of the data make up a batch; the host sets it before each step. */
export interface RowIndex {
  readonly id: number;
  readonly length: number;
}

/** Calls recorded once, replayed at every step. */
export type Program = () => void;

/**
 * Arithmetic for training: a small set of calls, recorded into programs. Layers, losses and
 * optimizers are written against it once; each device implements it with its own kernels.
 * Every call below `record` may only be made inside `record`, and says what each run will do.
 */
export interface Device {
  /** Bytes that it holds, where it counts them. */
  readonly bytes: number | undefined;
  /** A value that lives as long as the device. Zero without `values`. */
  variable(shape: readonly number[], values?: Float32Array): Tensor;
  /** A value that lives as long as the device and never changes. */
  constant(shape: readonly number[], values: Float32Array): Tensor;
  read(tensor: Tensor): Float32Array;
  /** Gives a variable new values. */
  write(variable: Tensor, values: Float32Array): void;
  rowIndex(length: number): RowIndex;
  setRows(index: RowIndex, rows: Int32Array): void;
  /** Records the calls that `build` makes. */
  record(build: () => void): Program;
  /** Frees what a step computed; the variables stay. */
  endStep(): void;
  dispose(): void;

  /** The rows of `data` (n, …) named by `index`. */
  gather(data: Tensor, index: RowIndex): Tensor;
  /** a · b, either transposed, plus `bias` (columns) in every row. */
  matmul(a: Tensor, b: Tensor, options?: MatmulOptions): Tensor;
  /** (columns) */
  columnSums(a: Tensor): Tensor;
  /** a ∘ b; `b` may be a single row. */
  multiply(a: Tensor, b: Tensor): Tensor;
  /** a + b; `b` may be a single row. */
  add(a: Tensor, b: Tensor): Tensor;
  /** a − b; `b` may be a single row. */
  subtract(a: Tensor, b: Tensor): Tensor;
  /** 1 / √(a + epsilon) */
  reciprocalRoot(a: Tensor, epsilon: number): Tensor;
  /** target += fraction · (value − target) */
  moveTowards(target: Tensor, value: Tensor, fraction: number): void;

  activation(kind: Activation, z: Tensor): Tensor;
  /** The gradient by z, from that by y = activation(z). */
  activationGradient(kind: Activation, z: Tensor, y: Tensor, dy: Tensor): Tensor;
  /** 1 / keep with probability `keep`, else 0: a function of `key` and `step` only. */
  dropoutMask(shape: readonly number[], keep: number, key: bigint, step: Scalar): Tensor;
  /** Σ over the rows of the loss, and the gradient of its mean. */
  loss(kind: LossSpec["kind"], outputs: Tensor, targets: Tensor): LossCall;
  /** Rows whose largest output is at the largest target. */
  countCorrect(outputs: Tensor, targets: Tensor): Reading;

  /** Σ of all squares. */
  sumSquares(tensors: readonly Tensor[]): Reading;
  /** tensor *= factor */
  scale(tensor: Tensor, factor: Scalar): void;
  /** gradient += l2 · weights + l1 · sign(weights) */
  penalise(gradient: Tensor, weights: Tensor, l2: number, l1: number): void;
  /** One step of an update rule, in place. */
  update(parameter: Tensor, gradient: Tensor, rule: UpdateRule): void;

  /** Present where the device can convolve. */
  readonly convolution?: Convolution;
}

export interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly bias?: Tensor;
}

export interface LossCall {
  readonly sum: Reading;
  readonly gradient: Tensor;
}

/** An update rule with its state, formulas in `kernels/updates.ts`. */
export type UpdateRule =
  | { readonly kind: "sgd"; readonly rate: Scalar }
  | {
      readonly kind: "momentum" | "nesterov";
      readonly rate: Scalar;
      readonly momentum: number;
      readonly velocity: Tensor;
    }
  | {
      readonly kind: "rmsprop";
      readonly rate: Scalar;
      readonly decay: number;
      readonly momentum: number;
      readonly epsilon: number;
      readonly meanSquare: Tensor;
      readonly velocity: Tensor;
    }
  | {
      readonly kind: "adam";
      /** With the bias corrections folded in. */
      readonly rate: Scalar;
      readonly epsilon: Scalar;
      readonly beta1: number;
      readonly beta2: number;
      readonly mean: Tensor;
      readonly meanSquare: Tensor;
    };

/** Convolutions of images (n, rows, columns, channels) by filters (height, width, in, out); 2 × 2 max pooling. */
export interface Convolution {
  convolve(x: Tensor, filters: Tensor, bias: Tensor, sliding: Sliding): Tensor;
  inputGradient(x: Tensor, filters: Tensor, dy: Tensor, sliding: Sliding): Tensor;
  filterGradient(x: Tensor, filters: Tensor, dy: Tensor, sliding: Sliding): Tensor;
  channelSums(dy: Tensor): Tensor;
  maxPool(x: Tensor): Tensor;
  maxPoolGradient(x: Tensor, y: Tensor, dy: Tensor): Tensor;
  reshape(x: Tensor, shape: readonly number[]): Tensor;
}
