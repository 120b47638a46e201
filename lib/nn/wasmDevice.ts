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
import type { TensorflowProducts } from "./tensorflowProducts.js";
import { wasmConvolution } from "./wasmConvolution.js";
import { type Kernels, WasmHeap } from "./wasmKernels.js";
import { type WasmMatrix, wasmUpdate } from "./wasmUpdate.js";

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
  readonly #products: TensorflowProducts | undefined;

  /** @param products does the products that are large enough for it; without it the kernels do all. */
  constructor(products?: TensorflowProducts) {
    this.#products = products;
  }

  readonly convolution: Convolution = wasmConvolution({
    kernels: this.#kernels,
    matrix: ({ id }) => this.#matrices[id],
    variable: (shape) => this.variable(shape),
    view: (tensor, shape) => this.#view(tensor, shape),
    matmul: (a, b, options) => this.matmul(a, b, options),
    columnSums: (a) => this.columnSums(a),
    call: (out, run) => this.#call(out, run),
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
    this.#products?.dispose();
    this.#heap.release();
  }

  gather(data: Tensor, index: RowIndex): Tensor {
    const from = this.#matrices[data.id];
    const rows = this.#matrices[index.id].address;
    const out = this.variable([index.length, ...data.shape.slice(1)]);
    const bytes = (from.stride * from.rows) / data.shape[0];
    return this.#call(out, () =>
      this.#kernels.gather(from.address, rows, index.length, bytes, out.address),
    );
  }

  matmul(a: Tensor, b: Tensor, options: MatmulOptions = {}): Tensor {
    const { transposeA = false, transposeB = false, bias } = options;
    const left = this.#matrices[a.id];
    const given = this.#matrices[b.id];
    const [m, k] = transposeA ? [left.columns, left.rows] : [left.rows, left.columns];
    const n = transposeB ? given.rows : given.columns;
    const out = this.variable([m, n]);
    const added = bias ? this.#matrices[bias.id].address : 0;
    const { gemm, addRow } = this.#kernels;
    if (this.#products?.pays([left, given, out], m, k, n)) {
      this.#tape.push(
        this.#products.record(this.#heap, [left, given, out], transposeA, transposeB),
      );
      if (bias) this.#tape.push(() => addRow(out.address, added, out.address, m, n));
      return out;
    }
    const right = transposeB ? this.#transposed(b) : given;
    const [row, column] = transposeA ? [4, left.stride] : [left.stride, 4];
    return this.#call(out, () =>
      gemm(
        left.address,
        row,
        column,
        right.address,
        right.stride,
        out.address,
        out.stride,
        m,
        out.stride / 4,
        k,
        added,
      ),
    );
  }

  #transposed(tensor: Tensor): WasmMatrix {
    const a = this.#matrices[tensor.id];
    const out = this.variable([a.columns, a.rows]);
    return this.#call(out, () =>
      this.#kernels.transpose(a.address, a.stride, a.rows, a.columns, out.address, out.stride),
    );
  }

  columnSums(a: Tensor): Tensor {
    const { address, rows, columns, stride } = this.#matrices[a.id];
    const out = this.variable([columns]);
    return this.#call(out, () =>
      this.#kernels.columnSums(address, stride, rows, stride / 4, out.address),
    );
  }

  multiply(a: Tensor, b: Tensor): Tensor {
    return this.#withRows(a, b, this.#kernels.multiply, this.#kernels.multiplyRow);
  }

  add(a: Tensor, b: Tensor): Tensor {
    return this.#withRows(a, b, this.#kernels.add, this.#kernels.addRow);
  }

  #withRows(
    a: Tensor,
    b: Tensor,
    same: (a: number, b: number, out: number, n: number) => void,
    row: (a: number, b: number, out: number, rows: number, n: number) => void,
  ): Tensor {
    const left = this.#matrices[a.id];
    const right = this.#matrices[b.id];
    const out = this.variable(a.shape);
    return this.#call(
      out,
      left.rows === right.rows
        ? () => same(left.address, right.address, out.address, out.size)
        : () => row(left.address, right.address, out.address, left.rows, left.stride / 4),
    );
  }

  subtract(a: Tensor, b: Tensor): Tensor {
    return this.#withRows(a, b, this.#kernels.subtract, this.#kernels.subtractRow);
  }

  reciprocalRoot(a: Tensor, epsilon: number): Tensor {
    const out = this.variable(a.shape);
    const { address } = this.#matrices[a.id];
    return this.#call(out, () =>
      this.#kernels.reciprocalRoot(address, epsilon, out.address, out.size),
    );
  }

  moveTowards(target: Tensor, value: Tensor, fraction: number): void {
    const to = this.#matrices[target.id];
    const { address } = this.#matrices[value.id];
    this.#call(to, () => this.#kernels.moveTowards(to.address, address, fraction, to.size));
  }

  activation(kind: Activation, z: Tensor): Tensor {
    const out = this.variable(z.shape);
    const { address } = this.#matrices[z.id];
    const kernel = this.#kernels[kind];
    return this.#call(out, () => kernel(address, out.address, out.size));
  }

  activationGradient(kind: Activation, z: Tensor, y: Tensor, dy: Tensor): Tensor {
    const out = this.variable(z.shape);
    const by = this.#matrices[(kind === "gelu" ? z : y).id].address;
    const from = this.#matrices[dy.id].address;
    const kernel = this.#kernels[`${kind}Gradient`];
    return this.#call(out, () => kernel(by, from, out.address, out.size));
  }

  dropoutMask(shape: readonly number[], keep: number, key: bigint, step: Scalar): Tensor {
    const out = this.variable(shape);
    return this.#call(out, () =>
      this.#kernels.dropoutMask(out.address, out.size, keep, key, step.value),
    );
  }

  loss(kind: LossSpec["kind"], outputs: Tensor, targets: Tensor): LossCall {
    const z = this.#matrices[outputs.id];
    const t = this.#matrices[targets.id].address;
    const gradient = this.variable(outputs.shape);
    const kernel =
      kind === "crossEntropy" ? this.#kernels.softmaxCrossEntropy : this.#kernels.squaredError;
    const sum = this.#reading(() =>
      kernel(z.address, t, gradient.address, z.stride, z.rows, z.columns, 1 / z.rows),
    );
    return { sum, gradient };
  }

  countCorrect(outputs: Tensor, targets: Tensor): Reading {
    const z = this.#matrices[outputs.id];
    const t = this.#matrices[targets.id].address;
    return this.#reading(() =>
      this.#kernels.countCorrect(z.address, t, z.stride, z.rows, z.columns),
    );
  }

  sumSquares(tensors: readonly Tensor[]): Reading {
    const parts = tensors.map((tensor) => this.#matrices[tensor.id]);
    return this.#reading(() =>
      parts.reduce((sum, { address, size }) => sum + this.#kernels.sumSquares(address, size), 0),
    );
  }

  scale(tensor: Tensor, factor: Scalar): void {
    const a = this.#matrices[tensor.id];
    this.#call(a, () => this.#kernels.scale(a.address, factor.value, a.size));
  }

  penalise(gradient: Tensor, weights: Tensor, l2: number, l1: number): void {
    const g = this.#matrices[gradient.id];
    const { address } = this.#matrices[weights.id];
    this.#call(g, () => this.#kernels.penalise(g.address, address, l2, l1, g.size));
  }

  update(parameter: Tensor, gradient: Tensor, rule: UpdateRule): void {
    const at = (tensor: Tensor): number => this.#matrices[tensor.id].address;
    const { address, size } = this.#matrices[parameter.id];
    this.#tape.push(wasmUpdate(this.#kernels, address, at(gradient), size, rule, at));
  }

  #call<T>(out: T, run: () => unknown): T {
    this.#tape.push(run);
    return out;
  }

  #reading(run: () => number): Reading {
    let value = Number.NaN;
    this.#tape.push(() => {
      value = run();
    });
    return { read: () => value };
  }
}
