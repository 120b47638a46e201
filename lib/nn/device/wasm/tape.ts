import type { Extent, PartOfCall } from "../../../wasm/kernels.js";
import type { Program, Reading, Tensor } from "../device.js";
import { PER_VALUE } from "./costs.js";
import { type KernelName, type Kernels, WasmHeap } from "./heap.js";
import type { WasmMatrix } from "./update.js";

/** What a call of {@link WasmTape.rows} worked on: a matrix, and the address of a row. */
export interface RowsCall {
  readonly a: WasmMatrix;
  readonly row: number;
}

/** The matrices of a WebAssembly device and the calls that are being recorded on them. */
export class WasmTape {
  readonly heap: WasmHeap = WasmHeap.acquire();
  readonly kernels: Kernels = this.heap.kernels;
  readonly #matrices: WasmMatrix[] = [];
  #programs: Program[] = [];
  /** The last call of {@link rows}. */
  #last: (RowsCall & { readonly program: Program; readonly out: WasmMatrix }) | undefined;

  matrix({ id }: Pick<Tensor, "id">): WasmMatrix {
    return this.#matrices[id];
  }

  address(tensor: Pick<Tensor, "id">): number {
    return this.matrix(tensor).address;
  }

  /** A new matrix of zeros. */
  variable(shape: readonly number[]): WasmMatrix {
    const columns = shape[shape.length - 1];
    const rows = shape.slice(0, -1).reduce((product, d) => product * d, 1);
    return this.placed(shape, this.heap.allocate(16 * rows * Math.ceil(columns / 4)));
  }

  /** A matrix in memory that is there. */
  placed(shape: readonly number[], address: number): WasmMatrix {
    const columns = shape[shape.length - 1];
    const rows = shape.slice(0, -1).reduce((product, d) => product * d, 1);
    const width = 4 * Math.ceil(columns / 4);
    return this.#add({
      id: 0,
      shape,
      rows,
      columns,
      size: rows * width,
      stride: 4 * width,
      address,
    });
  }

  /** The same memory under another shape with rows of the same length. */
  view(tensor: Tensor, shape: readonly number[]): WasmMatrix {
    return this.#add({ ...this.matrix(tensor), shape });
  }

  /** The memory of `count` rows of a matrix from `first` on. */
  rowsOf(tensor: Tensor, first: number, count: number): WasmMatrix {
    const { columns, stride, address } = this.matrix(tensor);
    return this.placed([count, columns], address + first * stride);
  }

  #add(matrix: WasmMatrix): WasmMatrix {
    const known = { ...matrix, id: this.#matrices.length };
    this.#matrices.push(known);
    return known;
  }

  read(tensor: Tensor): Float32Array {
    const { address, rows, columns, stride } = this.matrix(tensor);
    const width = stride / 4;
    const padded = this.heap.floats(address, rows * width);
    const values = new Float32Array(rows * columns);
    for (let i = 0, k = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) values[k++] = padded[i * width + j];
    return values;
  }

  write(tensor: Tensor, values: Float32Array): void {
    const { address, rows, columns, stride } = this.matrix(tensor);
    const width = stride / 4;
    const padded = this.heap.floats(address, rows * width);
    for (let i = 0, k = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) padded[i * width + j] = values[k++];
  }

  record(build: () => void): Program {
    const programs: Program[] = [];
    this.#programs = programs;
    build();
    return () => {
      for (let i = 0; i < programs.length; i++) programs[i]();
    };
  }

  /** Records what fills `out`. */
  run(out: WasmMatrix, program: () => unknown): WasmMatrix {
    this.#programs.push(program);
    return out;
  }

  /** Records a kernel's call. */
  call(out: WasmMatrix, name: KernelName, extent: Extent, part: PartOfCall): WasmMatrix {
    return this.run(out, this.heap.call(name, extent, part));
  }

  /** Records a kernel's call on each value of `out`, each taking so many nanoseconds. */
  values(
    out: WasmMatrix,
    name: KernelName,
    part: PartOfCall,
    each: number = PER_VALUE,
  ): WasmMatrix {
    return this.call(out, name, { length: out.size, nanoseconds: out.size * each }, part);
  }

  /** Records a kernel's call on each row of `a` and the row at address `row`. */
  rows(out: WasmMatrix, name: KernelName, a: WasmMatrix, row: number): WasmMatrix {
    const { address, rows, stride, size } = a;
    const extent = { length: rows, nanoseconds: size * PER_VALUE };
    const program = this.heap.call(name, extent, (kernel, first, count) => {
      const at = first * stride;
      return kernel(address + at, row, out.address + at, count, stride / 4);
    });
    this.#last = { program, out, a, row };
    return this.run(out, program);
  }

  /** Takes back the call of {@link rows} that filled `out`, if it was the last call. */
  takeBack(out: WasmMatrix): RowsCall | undefined {
    if (this.#last?.out !== out || this.#programs.at(-1) !== this.#last.program) return undefined;
    this.#programs.pop();
    return this.#last;
  }

  /** Records a kernel's call on the rows of a matrix, for its result. */
  reading(name: KernelName, extent: Extent, part: PartOfCall): Reading {
    const call = this.heap.call(name, extent, part);
    let value = Number.NaN;
    this.#programs.push(() => {
      value = call();
    });
    return { read: () => value };
  }

  dispose(): void {
    this.heap.release();
  }
}
