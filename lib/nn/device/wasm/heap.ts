import type { Blas } from "../../../wasm/blas.js";
import { compile, PAGE } from "../../../wasm/instance.js";
import type { Kernel } from "../../../wasm/kernel.js";
import { type Extent, type NameIn, WasmKernels } from "../../../wasm/kernels.js";

/** The exports of `kernels.wasm`, compiled from `kernels/`; addresses and strides are in bytes. */
export interface Kernels extends Partial<Blas> {
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
  readonly reluOfSum: Kernel;
  readonly tanh: Kernel;
  readonly tanhGradient: Kernel;
  readonly gelu: Kernel;
  readonly geluGradient: Kernel;
  readonly patches: Kernel;
  readonly addPatches: Kernel;
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

export type KernelName = NameIn<Kernels>;

/** The kernels with a memory, handed out piece by piece and given back as a whole. */
export class WasmHeap extends WasmKernels<Kernels> {
  static #module: WebAssembly.Module | undefined;
  static readonly #idle: WasmHeap[] = [];

  /** The first page holds the kernels' constants. */
  #top = PAGE;

  /** A heap of its own until `release`. */
  static acquire(): WasmHeap {
    WasmHeap.#module ??= compile(new URL("./kernels.wasm", import.meta.url));
    return WasmHeap.#idle.pop() ?? new WasmHeap(WasmHeap.#module, { bytes: PAGE, shared: true });
  }

  release(): void {
    this.#top = PAGE;
    WasmHeap.#idle.push(this);
  }

  /** Bytes handed out. */
  get used(): number {
    return this.#top;
  }

  /** The address of `bytes` zero bytes, aligned to 64. */
  allocate(bytes: number): number {
    const address = this.#top;
    this.#top = Math.ceil((address + bytes) / 64) * 64;
    this.reserve(this.#top);
    new Uint8Array(this.memory.buffer, address, bytes).fill(0);
    return address;
  }

  /**
   * A call whose parts each fill an array like `out`, at an address that they are told; the arrays are added.
   */
  sum(
    name: KernelName,
    extent: Extent,
    out: { readonly address: number; readonly size: number },
    part: (kernel: Kernel, first: number, count: number, to: number) => number,
  ): () => void {
    const rest = this.allocate(4 * out.size);
    let parted = false;
    const call = this.call(name, extent, (kernel, first, count) => {
      parted ||= first > 0;
      return part(kernel, first, count, first > 0 ? rest : out.address);
    });
    return () => {
      call();
      if (parted) this.kernels.add(out.address, rest, out.address, out.size);
    };
  }

  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  integers(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }
}
