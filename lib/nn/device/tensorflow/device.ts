import { unreachable } from "../../../check.js";
import type { Activation, LossSpec } from "../../config/spec.js";
import type {
  Convolution,
  Device,
  LossCall,
  MatmulOptions,
  Program,
  Reading,
  RowIndex,
  Scalar,
  Tensor,
  UpdateRule,
} from "../device.js";
import type { Binding } from "./binding.js";
import { tensorflowConvolution } from "./convolution.js";
import { TensorflowTape } from "./tape.js";
import { tensorflowUpdate } from "./update.js";

/**
 * The device for large models: TensorFlow's kernels on all threads. A call costs several
 * microseconds, which large matrix products are worth.
 */
export class TensorflowDevice implements Device {
  readonly bytes = undefined;
  readonly convolution: Convolution;
  readonly #tape: TensorflowTape;

  constructor(binding: Binding) {
    this.#tape = new TensorflowTape(binding);
    this.convolution = tensorflowConvolution(this.#tape);
  }

  variable(shape: readonly number[], values?: Float32Array): Tensor {
    const size = shape.reduce((product, d) => product * d, 1);
    return this.#tape.variable(shape, values ?? new Float32Array(size));
  }

  constant(shape: readonly number[], values: Float32Array): Tensor {
    return this.#tape.constant(shape, values);
  }

  read(tensor: Tensor): Float32Array {
    return this.#tape.read(tensor);
  }

  write(variable: Tensor, values: Float32Array): void {
    this.#tape.assign(variable, values);
  }

  rowIndex(length: number): RowIndex {
    return { id: this.#tape.constant([length], new Int32Array(length)).id, length };
  }

  setRows(index: RowIndex, rows: Int32Array): void {
    this.#tape.replace(index, [index.length], rows);
  }

  record(build: () => void): Program {
    return this.#tape.record(build);
  }

  endStep(): void {
    this.#tape.endStep();
  }

  dispose(): void {
    this.#tape.dispose();
  }

  gather(data: Tensor, { id, length }: RowIndex): Tensor {
    const shape = [length, ...data.shape.slice(1)];
    const axis = this.#tape.integers([0], []);
    const index = { id, shape: [length] };
    return this.#tape.op("GatherV2", this.#tape.attributes.gather, [data, index, axis], shape);
  }

  matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
    const { transposeA = false, transposeB = false, bias } = options;
    const { attributes } = this.#tape;
    const shape = [a.shape[transposeA ? 1 : 0], b.shape[transposeB ? 0 : 1]];
    const product = this.#tape.op(
      "MatMul",
      attributes.matmul(transposeA, transposeB),
      [a, b],
      shape,
    );
    return bias ? this.#tape.op("BiasAdd", attributes.bias, [product, bias], shape) : product;
  }

  columnSums(a: Tensor): Tensor {
    return this.#tape.op("BiasAddGrad", this.#tape.attributes.bias, [a], [a.shape[1]]);
  }

  multiply(a: Tensor, b: Tensor): Tensor {
    return this.#float("Mul", a, b);
  }

  add(a: Tensor, b: Tensor): Tensor {
    return this.#float("AddV2", a, b);
  }

  subtract(a: Tensor, b: Tensor): Tensor {
    return this.#float("Sub", a, b);
  }

  reciprocalRoot(a: Tensor, epsilon: number): Tensor {
    return this.#float("Rsqrt", this.#float("AddV2", a, this.#tape.number(epsilon)));
  }

  moveTowards(target: Tensor, value: Tensor, fraction: number): void {
    const change = this.#float("Sub", value, target);
    const part = this.#float("Mul", change, this.#tape.number(fraction));
    this.#tape.change([target], "AssignAddVariableOp", this.#tape.attributes.dtype, [part]);
  }

  activation(kind: Activation, z: Tensor): Tensor {
    switch (kind) {
      case "relu":
        return this.#float("Relu", z);
      case "tanh":
        return this.#float("Tanh", z);
      case "gelu":
        return this.#float("Mul", z, this.#normalCdf(z));
      default:
        return unreachable(kind);
    }
  }

  activationGradient(kind: Activation, z: Tensor, y: Tensor, dy: Tensor): Tensor {
    switch (kind) {
      case "relu":
        return this.#float("ReluGrad", dy, y);
      case "tanh":
        return this.#float("TanhGrad", y, dy);
      case "gelu": {
        const halfSquare = this.#scaled(this.#float("Square", z), -0.5);
        const density = this.#scaled(this.#float("Exp", halfSquare), 1 / Math.sqrt(2 * Math.PI));
        const slope = this.#float("AddV2", this.#normalCdf(z), this.#float("Mul", z, density));
        return this.#float("Mul", dy, slope);
      }
      default:
        return unreachable(kind);
    }
  }

  /** ½ (1 + erf(z / √2)) */
  #normalCdf(z: Tensor): Tensor {
    const erf = this.#float("Erf", this.#scaled(z, Math.SQRT1_2));
    return this.#scaled(this.#float("AddV2", erf, this.#tape.number(1)), 0.5);
  }

  dropoutMask(shape: readonly number[], keep: number, key: bigint, step: Scalar): Tensor {
    const { attributes } = this.#tape;
    const size = this.#tape.integers(shape);
    const seed = this.#tape.seed(Number(BigInt.asIntN(31, key)), step);
    const draws = this.#tape.op("StatelessRandomUniform", attributes.random, [size, seed], shape);
    const kept = this.#float("Less", draws, this.#tape.number(keep));
    const ones = this.#tape.op("Cast", attributes.boolToFloat, [kept], shape);
    return this.#scaled(ones, 1 / keep);
  }

  loss(kind: LossSpec["kind"], outputs: Tensor, targets: Tensor): LossCall {
    const [rows, classes] = outputs.shape;
    if (kind === "crossEntropy") {
      const losses = this.#tape.slot([rows]);
      const slopes = this.#tape.slot(outputs.shape);
      const { float } = this.#tape.attributes;
      this.#tape.ops([losses, slopes], "SoftmaxCrossEntropyWithLogits", float, [outputs, targets]);
      return { sum: this.#sumOf(losses, 1), gradient: this.#scaled(slopes, 1 / rows) };
    }
    const errors = this.#float("Sub", outputs, targets);
    const squares = this.#float("Square", errors);
    return {
      sum: this.#sumOf(squares, 1 / classes),
      gradient: this.#scaled(errors, 2 / (rows * classes)),
    };
  }

  countCorrect(outputs: Tensor, targets: Tensor): Reading {
    const { argMax, equal, boolToFloat } = this.#tape.attributes;
    const axis = this.#tape.integers([1], []);
    const shape = [outputs.shape[0]];
    const guess = this.#tape.op("ArgMax", argMax, [outputs, axis], shape);
    const truth = this.#tape.op("ArgMax", argMax, [targets, axis], shape);
    const right = this.#tape.op("Equal", equal, [guess, truth], shape);
    return this.#sumOf(this.#tape.op("Cast", boolToFloat, [right], shape), 1);
  }

  sumSquares(tensors: readonly Tensor[]): Reading {
    // L2Loss is half the sum of squares.
    const halves = tensors.map((t) =>
      this.#tape.op("L2Loss", this.#tape.attributes.float, [t], []),
    );
    const readings = halves.map((half) => this.#sumOf(half, 2));
    return { read: () => readings.reduce((sum, reading) => sum + reading.read(), 0) };
  }

  scale(tensor: Tensor, factor: Scalar): void {
    const { float, dtype } = this.#tape.attributes;
    const by = this.#tape.scalar(factor);
    if (!this.#tape.isVariable(tensor)) this.#tape.into(tensor, "Mul", float, [tensor, by]);
    else {
      const product = this.#float("Mul", tensor, by);
      this.#tape.change([tensor], "AssignVariableOp", dtype, [product]);
    }
  }

  penalise(gradient: Tensor, weights: Tensor, l2: number, l1: number): void {
    const { float } = this.#tape.attributes;
    const parts = [
      ...(l2 > 0 ? [this.#scaled(weights, l2)] : []),
      ...(l1 > 0 ? [this.#scaled(this.#float("Sign", weights), l1)] : []),
    ];
    for (const part of parts) this.#tape.into(gradient, "AddV2", float, [gradient, part]);
  }

  update(parameter: Tensor, gradient: Tensor, rule: UpdateRule): void {
    tensorflowUpdate(this.#tape, parameter, gradient, rule);
  }

  #float(name: string, ...inputs: readonly Tensor[]): Tensor {
    return this.#tape.op(name, this.#tape.attributes.float, inputs, inputs[0].shape);
  }

  #scaled(a: Tensor, factor: number): Tensor {
    return this.#float("Mul", a, this.#tape.number(factor));
  }

  /** factor · Σ values, summed in float64 by the host. */
  #sumOf(tensor: Tensor, factor: number): Reading {
    return {
      read: () => factor * this.#tape.read(tensor).reduce((sum, value) => sum + value, 0),
    };
  }
}
