import type { Program } from "./device.js";
import { attributesFor } from "./tensorflowAttributes.js";
import type { Binding } from "./tensorflowBinding.js";
import type { WasmHeap } from "./wasmKernels.js";
import type { WasmMatrix } from "./wasmUpdate.js";

/** Multiply-adds of a product from which on TensorFlow's outweighs its call and the copy of the result. */
const PAYS = 2e6;

/**
 * Large matrix products of a WebAssembly heap by TensorFlow, which reads the factors where they lie:
 * a tensor made of an aligned array shares its memory.
 */
export class TensorflowProducts {
  readonly #binding: Binding;
  readonly #least: number;
  readonly #attributes: ReturnType<typeof attributesFor>;
  readonly #tensors = new Map<WasmMatrix, number>();
  /** Whether tensors do share memory here; known with the first. */
  #shared: boolean | undefined;

  /** @param least multiply-adds of a product from which on it is done here */
  constructor(binding: Binding, least: number = PAYS) {
    this.#binding = binding;
    this.#least = least;
    this.#attributes = attributesFor(binding);
  }

  /** Whether (m, k) · (k, n) is better done here. Rows must be stored without padding. */
  pays(matrices: readonly WasmMatrix[], m: number, k: number, n: number): boolean {
    return (
      m * k * n >= this.#least && matrices.every(({ columns, stride }) => stride === 4 * columns)
    );
  }

  /** out = a · b, either transposed. */
  record(
    heap: WasmHeap,
    [a, b, out]: readonly [WasmMatrix, WasmMatrix, WasmMatrix],
    transposeA: boolean,
    transposeB: boolean,
  ): Program {
    const attributes = this.#attributes.matmul(transposeA, transposeB);
    return () => {
      const factors = [this.#tensor(heap, a), this.#tensor(heap, b)];
      const [{ id }] = this.#binding.executeOp("MatMul", attributes, factors, 1);
      heap.floats(out.address, out.size).set(this.#binding.tensorDataSync(id));
      this.#binding.deleteTensor(id);
    };
  }

  /** The tensor on a matrix's memory. */
  #tensor(heap: WasmHeap, matrix: WasmMatrix): number {
    const known = this.#tensors.get(matrix);
    if (known !== undefined && this.#shared) return known;
    if (known !== undefined) this.#binding.deleteTensor(known);
    const shape = [matrix.rows, matrix.columns];
    const values = heap.floats(matrix.address, matrix.size);
    const id = this.#binding.createTensor(shape, this.#binding.TF_FLOAT, values);
    this.#tensors.set(matrix, id);
    this.#shared ??= this.#shows(id, values);
    return id;
  }

  /** Whether a tensor shows a change of the array that it was made of. */
  #shows(id: number, values: Float32Array): boolean {
    const [first] = values;
    values[0] = first === 1 ? 2 : 1;
    const [seen] = this.#binding.tensorDataSync(id);
    const shows = seen === values[0];
    values[0] = first;
    return shows;
  }

  dispose(): void {
    for (const id of this.#tensors.values()) this.#binding.deleteTensor(id);
    this.#tensors.clear();
  }
}
