import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** How a library differs from an OpenBLAS that works. */
export interface MockLibrary {
  /** What stands before and after the functions' names. */
  readonly prefix?: string;
  readonly suffix?: string;
  /** 64-bit integers. */
  readonly wide?: boolean;
  /** 0: built for programs of one thread. */
  readonly parallel?: 0 | 1;
  /** C that runs when it is loaded. */
  readonly start?: string;
  /** C that runs before each product. */
  readonly product?: string;
}

let made = 0;

/** The file of a library that looks like OpenBLAS 9.8.7, compiled in a folder; undefined where there is no compiler. */
export function mockLibrary(folder: string, mock: MockLibrary): string | undefined {
  const { prefix = "", suffix = "", wide = false, parallel = 1, start = "", product = "" } = mock;
  const name = (function_: string): string => prefix + function_ + suffix;
  const gemm = (letter: string, real: string): string => `
    void ${name(`cblas_${letter}gemm`)}(int order, int ta, int tb, integer m, integer n, integer k,
        ${real} alpha, const ${real} *a, integer lda, const ${real} *b, integer ldb,
        ${real} beta, ${real} *c, integer ldc) {
      ${product}
      for (integer i = 0; i < m; i++)
        for (integer j = 0; j < n; j++) {
          ${real} sum = 0;
          for (integer l = 0; l < k; l++)
            sum += a[ta == 111 ? i * lda + l : l * lda + i] * b[tb == 111 ? l * ldb + j : j * ldb + l];
          c[i * ldc + j] = alpha * sum + beta * c[i * ldc + j];
        }
    }`;
  const source = `
    #include <stdlib.h>
    typedef ${wide ? "long long" : "int"} integer;
    __attribute__((constructor)) static void start(void) { ${start} }
    const char *${name("openblas_get_config")}(void) {
      return "OpenBLAS 9.8.7 ${wide ? "USE64BITINT " : ""}NO_AFFINITY";
    }
    int ${name("openblas_get_parallel")}(void) { return ${parallel}; }
    void ${name("openblas_set_num_threads")}(int threads) {}
    ${gemm("s", "float")}
    ${gemm("d", "double")}`;
  const file = join(folder, `mock${++made}`);
  writeFileSync(`${file}.c`, source);
  for (const compiler of [process.env["CXX"], "cc", "g++", "c++", "clang++"]) {
    if (compiler === undefined) continue;
    const args = ["-x", "c", "-shared", "-fPIC", "-O1", "-o", `${file}.so`, `${file}.c`];
    if (spawnSync(compiler, args).status === 0) return `${file}.so`;
  }
  return undefined;
}
