import type { Extent, PartOfCall } from "../wasm/kernels.js";
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
} from "./device.js";
import type { Activation, LossSpec } from "./spec.js";
import { wasmConvolution } from "./wasmConvolution.js";
import { type KernelName, type Kernels, WasmHeap } from "./wasmKernels.js";
import { type WasmMatrix, wasmUpdate } from "./wasmUpdate.js";

/** Nanoseconds on one thread, roughly. */
const PER_MULTIPLY_ADD = 0.08;
const PER_BLAS_MULTIPLY_ADD = 0.015;
const PER_BYTE = 0.12;
const PER_VALUE = 0.3;
const PER_EXPONENTIAL = 7;

/** Multiply-adds of a product from which on OpenBLAS outweighs what calling it costs. */
const BLAS_PAYS = 8000;

/**
 * The device for small models: WebAssembly SIMD kernels on one thread. A call costs tens of
 * nanoseconds, so steps of a few microseconds are not lost in overhead; and as WebAssembly's
 * arithmetic is fully specified, results are bit-identical on every machine.
 */
export class WasmDevice implements Device {
  readonly #heap: WasmHeap = WasmHeap.acquire();
  readonly #kernels: Kernels = this.#heap.kernels;
  readonly #matrices: WasmMatrix[] = [];
  #tape: Program[] = [];

  readonly convolution: Convolution = wasmConvolution({
    kernels: this.#kernels,
    matrix: ({ id }) => this.#matrices[id],
    variable: (shape) => this.variable(shape),
    view: (tensor, shape) => this.#view(tensor, shape),
    matmul: (a, b, options) => this.matmul(a, b, options),
    columnSums: (a) => this.columnSums(a),
    call: (out, run) => this.#run(out, run),
  });

  variable(shape: readonly number[], values?: Float32Array): WasmMatrix {
    const columns = shape[shape.length - 1];
    const rows = shape.slice(0, -1).reduce((product, d) => product * d, 1);
    const width = 4 * Math.ceil(columns / 4);
    const matrix: WasmMatrix = {
      id: this.#matrices.length,
      shape,
      rows,
      columns,
      size: rows * width,
      stride: 4 * width,
      address: this.#heap.allocate(4 * rows * width),
    };
    this.#matrices.push(matrix);
    if (values) this.write(matrix, values);
    return matrix;
  }

  #view(tensor: Tensor, shape: readonly number[]): WasmMatrix {
    const view = { ...this.#matrices[tensor.id], id: this.#matrices.length, shape };
    this.#matrices.push(view);
    return view;
  }

  constant(shape: readonly number[], values: Float32Array): Tensor {
    return this.variable(shape, values);
  }

  read(tensor: Tensor): Float32Array {
    const { address, rows, columns, stride } = this.#matrices[tensor.id];
    const width = stride / 4;
    const padded = this.#heap.floats(address, rows * width);
    const values = new Float32Array(rows * columns);
    for (let i = 0, k = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) values[k++] = padded[i * width + j];
    return values;
  }

  write(tensor: Tensor, values: Float32Array): void {
    const { address, rows, columns, stride } = this.#matrices[tensor.id];
    const width = stride / 4;
    const padded = this.#heap.floats(address, rows * width);
    for (let i = 0, k = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) padded[i * width + j] = values[k++];
  }

  rowIndex(length: number): RowIndex {
    return { id: this.variable([1, length]).id, length };
  }

  setRows(index: RowIndex, rows: Int32Array): void {
    this.#heap.integers(this.#matrices[index.id].address, index.length).set(rows);
  }

  record(build: () => void): Program {
    const tape: Program[] = [];
    this.#tape = tape;
    build();
    return () => {
      for (let i = 0; i < tape.length; i++) tape[i]();
    };
  }

  endStep(): void {}

  dispose(): void {
    this.#heap.release();
  }

  gather(data: Tensor, index: RowIndex): Tensor {
    const from = this.#matrices[data.id];
    const rows = this.#matrices[index.id].address;
    const out = this.variable([index.length, ...data.shape.slice(1)]);
    const bytes = (from.stride * from.rows) / data.shape[0];
    const extent = { length: index.length, nanoseconds: index.length * bytes * PER_BYTE };
    return this.#call(out, "gather", extent, (gather, first, count) =>
      gather(from.address, rows + 4 * first, count, bytes, out.address + first * bytes),
    );
  }

  matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
    const { transposeA = false, transposeB = false, bias } = options;
    const left = this.#matrices[a.id];
    const right = this.#matrices[b.id];
    const [m, k] = transposeA ? [left.columns, left.rows] : [left.rows, left.columns];
    const n = transposeB ? right.rows : right.columns;
    const out = this.variable([m, n]);
    const added = bias ? this.#matrices[bias.id].address : 0;
    const [row, column] = transposeA ? [4, left.stride] : [left.stride, 4];
    if (this.#kernels.sgemm === undefined || m * n * k < BLAS_PAYS) {
      const factor = transposeB ? this.#transposed(b) : right;
      const extent = { length: m, nanoseconds: m * n * k * PER_MULTIPLY_ADD };
      return this.#call(out, "gemm", extent, (gemm, first, count) =>
        gemm(
          left.address + first * row,
          row,
          column,
          factor.address,
          factor.stride,
          out.address + first * out.stride,
          out.stride,
          count,
          out.stride / 4,
          k,
          added,
        ),
      );
    }
    const extent = { length: m, nanoseconds: m * n * k * PER_BLAS_MULTIPLY_ADD };
    this.#call(out, "sgemm", extent, (sgemm, first, count) =>
      sgemm(
        Number(transposeA),
        Number(transposeB),
        count,
        n,
        k,
        left.address + first * row,
        left.stride / 4,
        right.address,
        right.stride / 4,
        0,
        out.address + first * out.stride,
        out.stride / 4,
      ),
    );
    return bias ? this.#rowwise("addRow", out, added, out) : out;
  }

  #transposed(tensor: Tensor): WasmMatrix {
    const a = this.#matrices[tensor.id];
    const out = this.variable([a.columns, a.rows]);
    return this.#run(out, () =>
      this.#kernels.transpose(a.address, a.stride, a.rows, a.columns, out.address, out.stride),
    );
  }

  columnSums(a: Tensor): Tensor {
    const { address, rows, columns, stride, size } = this.#matrices[a.id];
    const out = this.variable([columns]);
    const extent = { length: stride / 4, nanoseconds: size * PER_VALUE };
    return this.#call(out, "columnSums", extent, (columnSums, first, count) =>
      columnSums(address + 4 * first, stride, rows, count, out.address + 4 * first),
    );
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
  #elementwise(same: KernelName, row: KernelName, a: Tensor, b: Tensor): WasmMatrix {
    const left = this.#matrices[a.id];
    const { address, rows } = this.#matrices[b.id];
    const out = this.variable(a.shape);
    if (left.rows !== rows) return this.#rowwise(row, left, address, out);
    return this.#values(same, out, (kernel, first, count) => {
      const at = 4 * first;
      return kernel(left.address + at, address + at, out.address + at, count);
    });
  }

  #rowwise(name: KernelName, a: WasmMatrix, row: number, out: WasmMatrix): WasmMatrix {
    const { address, rows, stride, size } = a;
    const extent = { length: rows, nanoseconds: size * PER_VALUE };
    return this.#call(out, name, extent, (kernel, first, count) => {
      const at = first * stride;
      return kernel(address + at, row, out.address + at, count, stride / 4);
    });
  }

  reciprocalRoot(a: Tensor, epsilon: number): Tensor {
    const out = this.variable(a.shape);
    const { address } = this.#matrices[a.id];
    return this.#values("reciprocalRoot", out, (kernel, first, count) =>
      kernel(address + 4 * first, epsilon, out.address + 4 * first, count),
    );
  }

  moveTowards(target: Tensor, value: Tensor, fraction: number): void {
    const to = this.#matrices[target.id];
    const { address } = this.#matrices[value.id];
    this.#values("moveTowards", to, (kernel, first, count) =>
      kernel(to.address + 4 * first, address + 4 * first, fraction, count),
    );
  }

  activation(kind: Activation, z: Tensor): Tensor {
    const out = this.variable(z.shape);
    const { address } = this.#matrices[z.id];
    return this.#values(kind, out, (kernel, first, count) =>
      kernel(address + 4 * first, out.address + 4 * first, count),
    );
  }

  activationGradient(kind: Activation, z: Tensor, y: Tensor, dy: Tensor): Tensor {
    const out = this.variable(z.shape);
    const by = this.#matrices[(kind === "gelu" ? z : y).id].address;
    const from = this.#matrices[dy.id].address;
    return this.#values(`${kind}Gradient`, out, (kernel, first, count) => {
      const at = 4 * first;
      return kernel(by + at, from + at, out.address + at, count);
    });
  }

  dropoutMask(shape: readonly number[], keep: number, key: bigint, step: Scalar): Tensor {
    const out = this.variable(shape);
    return this.#run(out, () =>
      this.#kernels.dropoutMask(out.address, out.size, keep, key, step.value),
    );
  }

  loss(kind: LossSpec["kind"], outputs: Tensor, targets: Tensor): LossCall {
    const { address, stride, rows, columns, size } = this.#matrices[outputs.id];
    const t = this.#matrices[targets.id].address;
    const gradient = this.variable(outputs.shape);
    const name = kind === "crossEntropy" ? "softmaxCrossEntropy" : "squaredError";
    const extent = { length: rows, nanoseconds: size * PER_EXPONENTIAL };
    const sum = this.#reading(name, extent, (kernel, first, count) => {
      const at = first * stride;
      return kernel(address + at, t + at, gradient.address + at, stride, count, columns, 1 / rows);
    });
    return { sum, gradient };
  }

  countCorrect(outputs: Tensor, targets: Tensor): Reading {
    const { address, stride, rows, columns, size } = this.#matrices[outputs.id];
    const t = this.#matrices[targets.id].address;
    const extent = { length: rows, nanoseconds: size * PER_VALUE };
    return this.#reading("countCorrect", extent, (kernel, first, count) =>
      kernel(address + first * stride, t + first * stride, stride, count, columns),
    );
  }

  sumSquares(tensors: readonly Tensor[]): Reading {
    const parts = tensors.map((tensor) => {
      const { address, size } = this.#matrices[tensor.id];
      const extent = { length: size, nanoseconds: size * PER_VALUE };
      return this.#reading("sumSquares", extent, (kernel, first, count) =>
        kernel(address + 4 * first, count),
      );
    });
    return { read: () => parts.reduce((sum, part) => sum + part.read(), 0) };
  }

  scale(tensor: Tensor, factor: Scalar): void {
    const a = this.#matrices[tensor.id];
    this.#values("scale", a, (kernel, first, count) =>
      kernel(a.address + 4 * first, factor.value, count),
    );
  }

  penalise(gradient: Tensor, weights: Tensor, l2: number, l1: number): void {
    const g = this.#matrices[gradient.id];
    const { address } = this.#matrices[weights.id];
    this.#values("penalise", g, (kernel, first, count) =>
      kernel(g.address + 4 * first, address + 4 * first, l2, l1, count),
    );
  }

  update(parameter: Tensor, gradient: Tensor, rule: UpdateRule): void {
    const at = (tensor: Tensor): number => this.#matrices[tensor.id].address;
    const p = this.#matrices[parameter.id];
    this.#values(rule.kind, p, wasmUpdate(p.address, at(gradient), rule, at));
  }

  /** Records a kernel's call on each value of `out`. */
  #values(name: KernelName, out: WasmMatrix, run: PartOfCall): WasmMatrix {
    const extent = { length: out.size, nanoseconds: out.size * PER_VALUE };
    return this.#call(out, name, extent, run);
  }

  #call<T>(out: T, name: KernelName, extent: Extent, run: PartOfCall): T {
    return this.#run(out, this.#heap.call(name, extent, run));
  }

  #reading(name: KernelName, extent: Extent, run: PartOfCall): Reading {
    const call = this.#heap.call(name, extent, run);
    let value = Number.NaN;
    this.#tape.push(() => {
      value = call();
    });
    return { read: () => value };
  }

  #run<T>(out: T, run: () => unknown): T {
    this.#tape.push(run);
    return out;
  }
}
