import { writeSync } from "node:fs";
import type { Kernel } from "./kernel.js";
import { type OpenblasLibrary, openLibrary } from "./openblasLibrary.js";

// Tries the files that its arguments name, in a process of its own, which a broken library may end: writes
// which is the first that multiplies rightly, with its version, and what is wrong with those before it.

/** (M, K) by (K, N), B transposed; integers, so that sums are exact. */
const [M, N, K] = [37, 29, 53];

function checkProduct(
  gemm: Kernel,
  addressOf: OpenblasLibrary["addressOf"],
  reals: (values: readonly number[]) => Float32Array | Float64Array,
): void {
  const a = reals(Array.from({ length: M * K }, (_, i) => (i % 7) - 3));
  const b = reals(Array.from({ length: N * K }, (_, i) => (i % 5) - 1));
  const c = reals(Array(M * N).fill(1));
  gemm(101, 111, 112, M, N, K, 1, addressOf(a), K, addressOf(b), K, 1, addressOf(c), N);
  for (let i = 0; i < M; i++)
    for (let j = 0; j < N; j++) {
      let sum = 1;
      for (let k = 0; k < K; k++) sum += a[i * K + k] * b[j * K + k];
      if (c[i * N + j] !== sum) throw new Error("its products are wrong");
    }
}

const problems: string[] = [];
let found: { readonly library: string; readonly version: string } | undefined;
for (const library of process.argv.slice(2)) {
  try {
    const { sgemm, dgemm, addressOf, version } = openLibrary(library);
    checkProduct(sgemm, addressOf, (values) => Float32Array.from(values));
    checkProduct(dgemm, addressOf, (values) => Float64Array.from(values));
    found = { library, version };
    break;
  } catch (error) {
    problems.push(`${library}: ${error instanceof Error ? error.message : error}`);
  }
}
writeSync(1, JSON.stringify({ found, problems }));
