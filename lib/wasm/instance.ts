import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { blasOn } from "./blas.js";

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

/** A memory of at least so many bytes. One that threads share may grow: it never moves, so views on it stay valid. */
export function newMemory(bytes: number, shared: boolean): WebAssembly.Memory {
  const initial = Math.max(1, Math.ceil(bytes / PAGE));
  return new WebAssembly.Memory({ initial, maximum: MOST_PAGES, shared });
}

/** A module's kernels, working on a memory, and OpenBLAS's beside them. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): object {
  const { exp, log, log1p, pow } = Math;
  const imports = { env: { memory }, losses: { exp, log, log1p }, sgdProblem: { pow } };
  return { ...new WebAssembly.Instance(module, imports).exports, ...blasOn(memory) };
}
