import { compile, PAGE } from "../../wasm/instance.js";
import type { Kernel } from "../../wasm/kernel.js";
import { WasmKernels } from "../../wasm/kernels.js";

/** The exports of `kernels.wasm`; what each does is said at its source in `./assembly`. */
export interface FeatureKernels {
  readonly distances: Kernel;
  readonly repulsion: Kernel;
}

/** Memory of the kernels, for as long as the work takes that it was taken for. */
export interface Space {
  readonly instance: WasmKernels<FeatureKernels>;
  /** Its first byte, a multiple of 64. */
  readonly address: number;
  numbers(address: number, length: number): Float64Array;
  integers(address: number, length: number): Int32Array;
}

/** One for the process, which the second thread keeps. */
let instance: WasmKernels<FeatureKernels> | undefined;
/** Where free memory begins; 0 is never handed out. */
let top = 64;

/** Does synchronous work in so many bytes of memory, inside which it may take more. What is there is not zeroed. */
export function inSpace<T>(bytes: number, work: (space: Space) => T): T {
  instance ??= new WasmKernels<FeatureKernels>(
    compile(new URL("./kernels.wasm", import.meta.url)),
    { bytes: PAGE, shared: true },
  );
  const { memory } = instance;
  const address = top;
  try {
    instance.reserve(address + bytes);
  } catch (cause) {
    const needed = `features: distances must fit in WebAssembly's 4 GiB and in memory`;
    const got = `got ${(bytes / 2 ** 30).toFixed(1)} GiB`;
    throw new RangeError(`${needed}, ${got}; fewer examples or features (pca) take less`, {
      cause,
    });
  }
  top = Math.ceil((address + bytes) / 64) * 64;
  try {
    return work({
      instance,
      address,
      numbers: (at, length) => new Float64Array(memory.buffer, at, length),
      integers: (at, length) => new Int32Array(memory.buffer, at, length),
    });
  } finally {
    top = address;
  }
}
