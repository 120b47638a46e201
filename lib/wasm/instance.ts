import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { blasOn } from "./blas.js";

/** A compiled function; addresses and strides are in bytes. */
export type Kernel = (...args: number[]) => number;

export const PAGE = 65536;
/** 4 GiB; memory is taken only as it is grown. */
const MOST_PAGES = 65536;

/** Compiles the kernels of a file. */
export function compile(file: URL): WebAssembly.Module {
  const code = readFileSync(file);
  // Node 20 has relaxed SIMD behind a flag; later ones have it on.
  if (!WebAssembly.validate(code)) setFlagsFromString("--experimental-wasm-relaxed-simd");
  return new WebAssembly.Module(code);
}

/** A memory of one page, which holds the kernels' constants. It grows, but never moves, so views on it stay valid. */
export function newMemory(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
}

/** A module's kernels, working on a memory, and OpenBLAS's beside them. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): object {
  const { exp, log, log1p, pow } = Math;
  const imports = { env: { memory }, losses: { exp, log, log1p }, sgd: { pow } };
  return { ...new WebAssembly.Instance(module, imports).exports, ...blasOn(memory) };
}
