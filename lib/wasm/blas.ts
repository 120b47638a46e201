import type { Kernel } from "./kernel.js";
import { openblasChoice } from "./openblasChoice.js";
import { type OpenblasLibrary, openLibrary } from "./openblasLibrary.js";

/** `cblas_sgemm` and `cblas_dgemm`, row-major: C = A · B + beta · C. */
export interface Blas {
  readonly sgemm: Product;
  readonly dgemm: Product;
}

/** A, (m, k) or transposed (k, m); B, (k, n) or (n, k); C, (m, n). Leading dimensions count numbers, addresses bytes. */
export type Product = (
  transposeA: number,
  transposeB: number,
  m: number,
  n: number,
  k: number,
  a: number,
  lda: number,
  b: number,
  ldb: number,
  beta: number,
  c: number,
  ldc: number,
) => number;

const ROW_MAJOR = 101;
const NO_TRANSPOSE = 111;

let loaded: { readonly library: OpenblasLibrary | undefined } | undefined;

/** OpenBLAS itself, loaded once in each thread; undefined where there is none that works. */
export function openblas(): OpenblasLibrary | undefined {
  if (!loaded) {
    const { library } = openblasChoice();
    loaded = { library: library === null ? undefined : openLibrary(library) };
  }
  return loaded.library;
}

/** Its version, or "none". */
export function blasVersion(): string {
  return openblasChoice().version;
}

/** Whether {@link blasOn} gives anything. */
export function hasBlas(): boolean {
  return openblas() !== undefined;
}

/** Matrix products by OpenBLAS on the calling thread, in a memory where it lies; undefined where there is none. */
export function blasOn(memory: WebAssembly.Memory): Blas | undefined {
  const native = openblas();
  if (!native) return undefined;
  const base = native.addressOf(new Uint8Array(memory.buffer));
  const product =
    (gemm: Kernel): Product =>
    (transposeA, transposeB, m, n, k, a, lda, b, ldb, beta, c, ldc) =>
      gemm(
        ROW_MAJOR,
        NO_TRANSPOSE + transposeA,
        NO_TRANSPOSE + transposeB,
        m,
        n,
        k,
        1,
        base + a,
        lda,
        base + b,
        ldb,
        beta,
        base + c,
        ldc,
      );
  return { sgemm: product(native.sgemm), dgemm: product(native.dgemm) };
}

/**
 * Where an array outside a memory lies, counted like the memory's own addresses: products read it there
 * without a copy; other kernels cannot.
 */
export function addressBeside(memory: WebAssembly.Memory, values: ArrayBufferView): number {
  const native = openblas();
  if (!native) throw new Error("addressBeside: there is no OpenBLAS to read the array");
  return native.addressOf(values) - native.addressOf(new Uint8Array(memory.buffer));
}
