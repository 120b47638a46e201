import { createRequire } from "node:module";
import type { LibraryHandle } from "koffi";
import type { Kernel } from "./kernel.js";

/** OpenBLAS in this thread; its products take addresses of the process. */
export interface OpenblasLibrary {
  readonly version: string;
  /** `cblas_sgemm` and `cblas_dgemm`, float32 and float64. */
  readonly sgemm: Kernel;
  readonly dgemm: Kernel;
  addressOf(values: ArrayBufferView): number;
  /** Whether its integers have 64 bits. */
  readonly wide: boolean;
  /**
   * Another of its functions, declared in C with the name as this build spells it; pointers are typed arrays.
   * @throws where the build has no such function
   */
  bind(declare: (spelt: (name: string) => string) => string): ReturnType<LibraryHandle["func"]>;
}

/** What stands before and after the functions' names: SciPy's builds, the plain one, builds for 64-bit integers. */
const NAMES = [
  ["scipy_", ""],
  ["", ""],
  ["scipy_", "64_"],
  ["", "64_"],
] as const;

/**
 * Loads OpenBLAS from a file, with one thread: each call is one thread's share.
 * @throws where koffi, the file or what it holds is of no use
 */
export function openLibrary(file: string): OpenblasLibrary {
  const koffi: typeof import("koffi") = createRequire(import.meta.url)("koffi");
  const library = koffi.load(file);
  const spelling = NAMES.find(([prefix, suffix]) =>
    holds(library, `${prefix}openblas_get_config${suffix}`),
  );
  if (!spelling) throw new Error("it is not OpenBLAS");
  const spelt = (name: string): string => spelling.join(name);
  const config: string = library.func(`const char *${spelt("openblas_get_config")}()`)();
  // A build for one thread may share its buffers between threads that call it at the same time.
  if (library.func(`int ${spelt("openblas_get_parallel")}()`)() === 0)
    throw new Error("it is a build for programs of one thread");
  library.func(`void ${spelt("openblas_set_num_threads")}(int threads)`)(1);
  const int = config.includes("USE64BITINT") ? "int64_t" : "int";
  const product = (letter: string, real: string): Kernel =>
    library.func(
      `void ${spelt(`cblas_${letter}gemm`)}(int order, int transposeA, int transposeB,
      ${int} m, ${int} n, ${int} k, ${real} alpha, uintptr_t a, ${int} lda,
      uintptr_t b, ${int} ldb, ${real} beta, uintptr_t c, ${int} ldc)`,
    );
  return {
    version: config.match(/^OpenBLAS (\S+)/)?.[1] ?? "unknown",
    sgemm: product("s", "float"),
    dgemm: product("d", "double"),
    addressOf: (values) => Number(koffi.address(values)),
    wide: int !== "int",
    bind: (declare) => library.func(declare(spelt)),
  };
}

function holds(library: LibraryHandle, name: string): boolean {
  try {
    library.func(`void ${name}()`);
    return true;
  } catch {
    return false;
  }
}
