import type { PartOfCall } from "../../../wasm/kernels.js";
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
import { wasmConvolution } from "./convolution.js";
import {
  PER_BYTE,
  PER_COMPARISON,
  PER_EXPONENTIAL,
  PER_LOGIT,
  PER_SUMMAND,
  PER_UPDATE,
} from "./costs.js";
import type { KernelName } from "./heap.js";
import { recordProduct } from "./product.js";
import { WasmTape } from "./tape.js";
import { type WasmMatrix, wasmUpdate } from "./update.js";

/**
 * The library's own device: WebAssembly SIMD kernels, whose call costs tens of nanoseconds, so steps of
 * a few microseconds are not lost in overhead, and OpenBLAS for the products that are worth it. Long
 * calls are shared by two threads. Results are the same whatever thread computes what.
 */
export class WasmDevice implements Device {
  readonly #tape: WasmTape = new WasmTape();
  readonly convolution: Convolution = wasmConvolution(this.#tape, (dy) => this.columnSums(dy));

  get bytes(): number {
    return this.#tape.heap.used;
  }

  variable(shape: readonly number[], values?: Float32Array): WasmMatrix {
    const variable = this.#tape.variable(shape);
    if (values) this.write(variable, values);
    return variable;
  }

  constant(shape: readonly number[], values: Float32Array): Tensor {
    return this.variable(shape, values);
  }

  read(tensor: Tensor): Float32Array {
    return this.#tape.read(tensor);
  }

  write(tensor: Tensor, values: Float32Array): void {
    this.#tape.write(tensor, values);
  }

  rowIndex(length: number): RowIndex {
    return { id: this.variable([1, length]).id, length };
  }

  setRows(index: RowIndex, rows: Int32Array): void {
    this.#tape.heap.integers(this.#tape.address(index), index.length).set(rows);
  }

  record(build: () => void): Program {
    return this.#tape.record(build);
  }

  endStep(): void {}

  dispose(): void {
    this.#tape.dispose();
  }

  gather(data: Tensor, index: RowIndex): Tensor {
    const from = this.#tape.matrix(data);
    const rows = this.#tape.address(index);
    const { length } = index;
    const out = this.variable([length, ...data.shape.slice(1)]);
    const bytes = (from.stride * from.rows) / data.shape[0];
    const extent = { length, nanoseconds: length * bytes * PER_BYTE };
    return this.#tape.call(out, "gather", extent, (gather, first, count) =>
      gather(from.address, rows + 4 * first, count, bytes, out.address + first * bytes),
    );
  }

  matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
    const { transposeA = false, transposeB = false, bias } = options;
    const [left, right] = [this.#tape.matrix(a), this.#tape.matrix(b)];
    const out = this.variable([
      transposeA ? left.columns : left.rows,
      transposeB ? right.rows : right.columns,
    ]);
    return recordProduct(
      this.#tape,
      { a: left, b: right, out },
      { transposeA, transposeB, bias: bias ? this.#tape.address(bias) : 0 },
    );
  }

  columnSums(a: Tensor): Tensor {
    const { address, rows, columns, stride, size } = this.#tape.matrix(a);
    const out = this.variable([columns]);
    const extent = { length: rows, nanoseconds: size * PER_SUMMAND };
    const sum = this.#tape.heap.sum("columnSums", extent, out, (columnSums, first, count, to) =>
      columnSums(address + first * stride, stride, count, stride / 4, to),
    );
    return this.#tape.run(out, sum);
  }

  multiply(a: Tensor, b: Tensor): Tensor {
    return this.#elementwise("multiply", "multiplyRow", a, b);
  }

  add(a: Tensor, b: Tensor): Tensor {
    return this.#elementwise("add", "addRow", a, b);
  }

  subtract(a: Tensor, b: Tensor): Tensor {
    return this.#elementwise("subtract", "subtractRow", a, b);
  }

  /** A kernel on two arrays of one size, or another on the rows of `a` and the only row of `b`. */
  #elementwise(same: KernelName, row: KernelName, a: Tensor, b: Tensor): Tensor {
    const left = this.#tape.matrix(a);
    const { address, rows } = this.#tape.matrix(b);
    const out = this.variable(a.shape);
    if (left.rows !== rows) return this.#tape.rows(out, row, left, address);
    return this.#tape.values(out, same, (kernel, first, count) => {
      const at = 4 * first;
      return kernel(left.address + at, address + at, out.address + at, count);
    });
  }

  reciprocalRoot(a: Tensor, epsilon: number): Tensor {
    const out = this.variable(a.shape);
    const from = this.#tape.address(a);
    return this.#tape.values(out, "reciprocalRoot", (kernel, first, count) =>
      kernel(from + 4 * first, epsilon, out.address + 4 * first, count),
    );
  }

  moveTowards(target: Tensor, value: Tensor, fraction: number): void {
    const to = this.#tape.matrix(target);
    const from = this.#tape.address(value);
    this.#tape.values(to, "moveTowards", (kernel, first, count) =>
      kernel(to.address + 4 * first, from + 4 * first, fraction, count),
    );
  }

  activation(kind: Activation, z: Tensor): Tensor {
    const out = this.variable(z.shape);
    if (kind === "relu") {
      // A row that was added just before is added on the way: the gradient needs the activations only.
      const sum = this.#tape.takeBack(this.#tape.matrix(z));
      if (sum !== undefined) return this.#tape.rows(out, "reluOfSum", sum.a, sum.row);
    }
    const from = this.#tape.address(z);
    const each = kind === "relu" ? undefined : PER_EXPONENTIAL;
    return this.#tape.values(
      out,
      kind,
      (kernel, first, count) => kernel(from + 4 * first, out.address + 4 * first, count),
      each,
    );
  }

  activationGradient(kind: Activation, z: Tensor, y: Tensor, dy: Tensor): Tensor {
    const out = this.variable(z.shape);
    const by = this.#tape.address(kind === "gelu" ? z : y);
    const from = this.#tape.address(dy);
    const each = kind === "gelu" ? PER_EXPONENTIAL : undefined;
    const part: PartOfCall = (kernel, first, count) => {
      const at = 4 * first;
      return kernel(by + at, from + at, out.address + at, count);
    };
    return this.#tape.values(out, `${kind}Gradient`, part, each);
  }

  dropoutMask(shape: readonly number[], keep: number, key: bigint, step: Scalar): Tensor {
    const out = this.variable(shape);
    return this.#tape.run(out, () =>
      this.#tape.kernels.dropoutMask(out.address, out.size, keep, key, step.value),
    );
  }

  loss(kind: LossSpec["kind"], outputs: Tensor, targets: Tensor): LossCall {
    const { address, stride, rows, columns, size } = this.#tape.matrix(outputs);
    const t = this.#tape.address(targets);
    const gradient = this.variable(outputs.shape);
    const name = kind === "crossEntropy" ? "softmaxCrossEntropy" : "squaredError";
    const extent = { length: rows, nanoseconds: size * PER_LOGIT };
    const sum = this.#tape.reading(name, extent, (kernel, first, count) => {
      const at = first * stride;
      return kernel(address + at, t + at, gradient.address + at, stride, count, columns, 1 / rows);
    });
    return { sum, gradient };
  }

  countCorrect(outputs: Tensor, targets: Tensor): Reading {
    const { address, stride, rows, columns, size } = this.#tape.matrix(outputs);
    const t = this.#tape.address(targets);
    const extent = { length: rows, nanoseconds: size * PER_COMPARISON };
    return this.#tape.reading("countCorrect", extent, (kernel, first, count) =>
      kernel(address + first * stride, t + first * stride, stride, count, columns),
    );
  }

  sumSquares(tensors: readonly Tensor[]): Reading {
    const parts = tensors.map((tensor) => {
      const { address, size } = this.#tape.matrix(tensor);
      const extent = { length: size, nanoseconds: size * PER_SUMMAND };
      return this.#tape.reading("sumSquares", extent, (kernel, first, count) =>
        kernel(address + 4 * first, count),
      );
    });
    return { read: () => parts.reduce((sum, part) => sum + part.read(), 0) };
  }

  scale(tensor: Tensor, factor: Scalar): void {
    const a = this.#tape.matrix(tensor);
    this.#tape.values(a, "scale", (kernel, first, count) =>
      kernel(a.address + 4 * first, factor.value, count),
    );
  }

  penalise(gradient: Tensor, weights: Tensor, l2: number, l1: number): void {
    const g = this.#tape.matrix(gradient);
    const from = this.#tape.address(weights);
    this.#tape.values(g, "penalise", (kernel, first, count) =>
      kernel(g.address + 4 * first, from + 4 * first, l2, l1, count),
    );
  }

  update(parameter: Tensor, gradient: Tensor, rule: UpdateRule): void {
    const address = (tensor: Tensor): number => this.#tape.address(tensor);
    const p = this.#tape.matrix(parameter);
    const part = wasmUpdate(p.address, address(gradient), rule, address);
    this.#tape.values(p, rule.kind, part, PER_UPDATE);
  }
}
