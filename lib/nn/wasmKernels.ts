import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";

type Kernel = (...args: number[]) => number;

/** The exports of `kernels.wasm`, compiled from `kernels/`; addresses and strides are in bytes. */
export interface Kernels {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly gemm: Kernel;
  readonly transpose: Kernel;
  readonly columnSums: Kernel;
  readonly gather: Kernel;
  readonly multiply: Kernel;
  readonly multiplyRow: Kernel;
  readonly add: Kernel;
  readonly addRow: Kernel;
  readonly subtract: Kernel;
  readonly subtractRow: Kernel;
  readonly reciprocalRoot: Kernel;
  readonly moveTowards: Kernel;
  readonly scale: Kernel;
  readonly sumSquares: Kernel;
  readonly penalise: Kernel;
  readonly relu: Kernel;
  readonly reluGradient: Kernel;
  readonly tanh: Kernel;
  readonly tanhGradient: Kernel;
  readonly gelu: Kernel;
  readonly geluGradient: Kernel;
  readonly patches: Kernel;
  readonly gatherPatches: Kernel;
  readonly maxPool: Kernel;
  readonly maxPoolGradient: Kernel;
  readonly reshape: Kernel;
  readonly softmaxCrossEntropy: Kernel;
  readonly squaredError: Kernel;
  readonly countCorrect: Kernel;
  readonly dropoutMask: (out: number, n: number, keep: number, key: bigint, step: number) => void;
  readonly sgd: Kernel;
  readonly momentum: Kernel;
  readonly nesterov: Kernel;
  readonly rmsprop: Kernel;
  readonly adam: Kernel;
}

const PAGE = 65536;

function compiled(): WebAssembly.Module {
  const code = readFileSync(new URL("./kernels.wasm", import.meta.url));
  // Node 20 has relaxed SIMD behind a flag; later ones have it on.
  if (!WebAssembly.validate(code)) setFlagsFromString("--experimental-wasm-relaxed-simd");
  return new WebAssembly.Module(code);
}

/** One instance of the kernels with its memory, handed out piece by piece and given back as a whole. */
export class WasmHeap {
  static #module: WebAssembly.Module | undefined;
  static readonly #idle: WasmHeap[] = [];

  readonly kernels: Kernels;
  /** The first page holds the kernels' constants. */
  #top = PAGE;

  private constructor() {
    WasmHeap.#module ??= compiled();
    // The compiler wrote the module from `kernels/`, whose exports the interface repeats.
    this.kernels = new WebAssembly.Instance(WasmHeap.#module).exports as unknown as Kernels;
  }

  /** A heap of its own until `release`. */
  static acquire(): WasmHeap {
    return WasmHeap.#idle.pop() ?? new WasmHeap();
  }

  release(): void {
    this.#top = PAGE;
    WasmHeap.#idle.push(this);
  }

  /** The address of `bytes` zero bytes, aligned to 64. */
  allocate(bytes: number): number {
    const address = this.#top;
    this.#top = Math.ceil((address + bytes) / 64) * 64;
    const missing = this.#top - this.kernels.memory.buffer.byteLength;
    if (missing > 0) this.kernels.memory.grow(Math.ceil(missing / PAGE));
    new Uint8Array(this.kernels.memory.buffer, address, bytes).fill(0);
    return address;
  }

  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.kernels.memory.buffer, address, length);
  }

  integers(address: number, length: number): Int32Array {
    return new Int32Array(this.kernels.memory.buffer, address, length);
  }
}
