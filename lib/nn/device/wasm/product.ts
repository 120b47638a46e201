import type { Program } from "../device.js";
import { BLAS_PAYS, LONG, NARROW, PER_BLAS_MULTIPLY_ADD, PER_MULTIPLY_ADD } from "./costs.js";
import type { WasmHeap } from "./heap.js";
import type { WasmMatrix } from "./update.js";

/** out (m, n) = a · b over k terms, either transposed. */
export interface WasmProduct {
  readonly a: WasmMatrix;
  readonly b: WasmMatrix;
  readonly out: WasmMatrix;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Whether {@link blasProduct} is there, and the faster one. */
export function blasPays({ kernels }: WasmHeap, m: number, n: number, k: number): boolean {
  return kernels.sgemm !== undefined && m * n * k >= BLAS_PAYS;
}

/** By OpenBLAS. */
export function blasProduct(heap: WasmHeap, product: WasmProduct): Program {
  const { a, b, out, m, n, k, transposeA, transposeB } = product;
  const nanoseconds = m * Math.max(n, NARROW) * k * PER_BLAS_MULTIPLY_ADD;
  const [row, term] = transposeA ? [4, a.stride] : [a.stride, 4];
  const termOfB = transposeB ? 4 : b.stride;
  const [flagA, flagB] = [Number(transposeA), Number(transposeB)];
  const [lda, ldb, ldc] = [a, b, out].map(({ stride }) => stride / 4);
  if (k < LONG * m)
    return heap.call("sgemm", { length: m, nanoseconds }, (sgemm, first, count) => {
      const [from, to] = [a.address + first * row, out.address + first * out.stride];
      return sgemm(flagA, flagB, count, n, k, from, lda, b.address, ldb, 0, to, ldc);
    });
  return heap.sum("sgemm", { length: k, nanoseconds }, out, (sgemm, first, count, to) => {
    const [left, right] = [a.address + first * term, b.address + first * termOfB];
    return sgemm(flagA, flagB, m, n, count, left, lda, right, ldb, 0, to, ldc);
  });
}

/** By the library's own kernel, with `bias` (an address, or 0) in every row; b must not be transposed. */
export function kernelProduct(heap: WasmHeap, product: WasmProduct, bias: number): Program {
  const { a, b, out, m, n, k, transposeA } = product;
  const [row, column] = transposeA ? [4, a.stride] : [a.stride, 4];
  const width = out.stride / 4;
  const extent = { length: m, nanoseconds: m * n * k * PER_MULTIPLY_ADD };
  return heap.call("gemm", extent, (gemm, first, count) => {
    const [from, to] = [a.address + first * row, out.address + first * out.stride];
    return gemm(from, row, column, b.address, b.stride, to, out.stride, count, width, k, bias);
  });
}
