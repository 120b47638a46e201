import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { LibraryHandle } from "koffi";
import type { Kernel } from "./instance.js";

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

/** Written by set-up where OpenBLAS is to be had. */
const note = new URL("./openblas.json", import.meta.url);

const ROW_MAJOR = 101;
const NO_TRANSPOSE = 111;

interface Native {
  readonly library: LibraryHandle;
  readonly sgemm: Kernel;
  readonly dgemm: Kernel;
  addressOf(values: ArrayBufferView): number;
}

let native: Native | null | undefined;

interface Note {
  readonly library: string | null;
  readonly version: string;
}

function readNote(): Note {
  return existsSync(note)
    ? JSON.parse(readFileSync(note, "utf8"))
    : { library: null, version: "none" };
}

function load(): Native | null {
  const { library } = readNote();
  if (library === null) return null;
  const koffi: typeof import("koffi") = createRequire(import.meta.url)("koffi");
  const blas = koffi.load(library);
  const product = (letter: string, type: string): Kernel =>
    blas.func(
      `void scipy_cblas_${letter}gemm(int order, int transposeA, int transposeB, int m, int n, int k,
      ${type} alpha, uintptr_t a, int lda, uintptr_t b, int ldb, ${type} beta, uintptr_t c, int ldc)`,
    );
  // Threads are the library's business: each call of ours is one thread's share.
  blas.func("void scipy_openblas_set_num_threads(int threads)")(1);
  return {
    library: blas,
    sgemm: product("s", "float"),
    dgemm: product("d", "double"),
    addressOf: (values) => Number(koffi.address(values)),
  };
}

/** Its version, or "none". */
export function blasVersion(): string {
  return readNote().version;
}

/** Whether {@link blasOn} gives anything. */
export function hasBlas(): boolean {
  native ??= load();
  return native !== null;
}

/** OpenBLAS itself, for calls beside {@link blasOn}'s; undefined where set-up found none. */
export function openBlas(): LibraryHandle | undefined {
  native ??= load();
  return native?.library;
}

/** Matrix products by OpenBLAS on the calling thread, in a memory where it lies; undefined where set-up found none. */
export function blasOn(memory: WebAssembly.Memory): Blas | undefined {
  native ??= load();
  if (native === null) return undefined;
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
  native ??= load();
  if (native === null) throw new Error("addressBeside: there is no OpenBLAS to read the array");
  return native.addressOf(values) - native.addressOf(new Uint8Array(memory.buffer));
}
