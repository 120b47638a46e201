import { compile, newMemory, PAGE } from "../wasm/instance.js";

/** The compiled functions; what each does is said at its source in `./assembly`. */
interface Kernels {
  stretch(image: number, n: number, centre: number, factor: number): void;
  colour(image: number, pixels: number, sixths: number, saturation: number): void;
  noise(image: number, n: number, deviation: number, points: number, state: number): void;
  warp(
    bordered: number,
    rows: number,
    cols: number,
    channels: number,
    a: number,
    b: number,
    c: number,
    d: number,
    r: number,
    s: number,
    out: number,
  ): void;
}

/** Where kernels change one image at a time: addresses in their memory, and what stands there. */
export interface Room {
  readonly kernels: Kernels;
  readonly imageAt: number;
  readonly image: Float32Array;
  readonly borderedAt: number;
  /** An image with a border of zeros, one pixel wide. */
  readonly bordered: Float32Array;
  /** Sixteen bytes for every two values. */
  readonly pointsAt: number;
  readonly stateAt: number;
  /** The state of a generator. */
  readonly state: Int32Array;
}

const STATE = PAGE; // The first page holds the kernels' constants.
const IMAGE = STATE + 16;
/** What kernels may read and overwrite behind an image. */
const BEHIND = 32;

/** Where the next thing stands behind one of so many bytes: at a whole vector. */
function after(address: number, bytes: number): number {
  return address + 16 * Math.ceil((bytes + BEHIND) / 16);
}

let memory: WebAssembly.Memory | undefined;
let kernels: Kernels | undefined;

/** The room for images of this size. There is one for the thread, so it is to be used before the next is asked for. */
export function roomFor(rows: number, cols: number, channels: number): Room {
  const size = rows * cols * channels;
  const borderedSize = (rows + 2) * (cols + 2) * channels;
  const borderedAt = after(IMAGE, 4 * size);
  const pointsAt = after(borderedAt, 4 * borderedSize);
  const bytes = after(pointsAt, 8 * size);
  memory ??= newMemory(bytes, false);
  if (memory.buffer.byteLength < bytes)
    memory.grow(Math.ceil((bytes - memory.buffer.byteLength) / PAGE));
  kernels ??= new WebAssembly.Instance(compile(new URL("./kernels.wasm", import.meta.url)), {
    env: { memory },
  }).exports as unknown as Kernels;
  const { buffer } = memory;
  return {
    kernels,
    imageAt: IMAGE,
    image: new Float32Array(buffer, IMAGE, size),
    borderedAt,
    bordered: new Float32Array(buffer, borderedAt, borderedSize).fill(0),
    pointsAt,
    stateAt: STATE,
    state: new Int32Array(buffer, STATE, 4),
  };
}
