import type { Program } from "../device.js";
import { BLAS_PAYS, LONG, NARROW, PER_BLAS_MULTIPLY_ADD, PER_MULTIPLY_ADD } from "./costs.js";
import type { WasmHeap } from "./heap.js";
import type { WasmTape } from "./tape.js";
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

/** Records out = a · b, either transposed, plus the row at the address `bias`, if there is one. */
export function recordProduct(
  tape: WasmTape,
  { a, b, out }: Pick<WasmProduct, "a" | "b" | "out">,
  options: { readonly transposeA?: boolean; readonly transposeB?: boolean; readonly bias?: number },
): WasmMatrix {
  const { heap } = tape;
  const { transposeA = false, transposeB = false, bias = 0 } = options;
  const [m, k] = transposeA ? [a.columns, a.rows] : [a.rows, a.columns];
  const n = transposeB ? b.rows : b.columns;
  const product = { a, b, out, m, n, k, transposeA, transposeB };
  if (!blasPays(heap, product)) {
    const factor = transposeB ? transposed(tape, b) : b;
    return tape.run(out, kernelProduct(heap, { ...product, b: factor }, bias));
  }
  tape.run(out, blasProduct(heap, product));
  return bias ? tape.rows(out, "addRow", out, bias) : out;
}

function transposed(tape: WasmTape, { address, stride, rows, columns }: WasmMatrix): WasmMatrix {
  const out = tape.variable([columns, rows]);
  return tape.run(out, () =>
    tape.kernels.transpose(address, stride, rows, columns, out.address, out.stride),
  );
}

/**
 * Whether {@link blasProduct} is there, and the faster one. It is not for a row, nor for a column times a row, unless
 * the other way would have to transpose a matrix for it.
 */
export function blasPays(
  { kernels }: WasmHeap,
  { m, n, k, transposeB }: Pick<WasmProduct, "m" | "n" | "k" | "transposeB">,
): boolean {
  if (kernels.sgemm === undefined || m * n * k < BLAS_PAYS) return false;
  return transposeB || Math.min(m, k) > 1;
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
