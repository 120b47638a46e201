import { openDevice } from "../../nn/device/engine.js";
import { openLearner } from "../../nn/training/train.js";
import { randomSplits } from "./randomSplits.js";

/** Rows and columns of the matrices: large enough for full speed, small enough for the caches. */
const SIDE = 256;

/** Floating-point operations a second, on all threads, in a product of two square matrices. */
export async function productRate(): Promise<number> {
  const device = await openDevice("wasm");
  try {
    const a = device.constant([SIDE, SIDE], new Float32Array(SIDE ** 2));
    const b = device.constant([SIDE, SIDE], new Float32Array(SIDE ** 2));
    const product = device.record(() => void device.matmul(a, b));
    return (2 * SIDE ** 3) / fastest(product);
  } finally {
    device.dispose();
  }
}

/** Bytes a second that one thread reads and writes in the sum of two arrays of `size` numbers. */
export async function memoryBandwidth(size: number): Promise<number> {
  const device = await openDevice("wasm");
  try {
    const a = device.constant([1, size], new Float32Array(size));
    const b = device.constant([1, size], new Float32Array(size));
    return (12 * size) / fastest(device.record(() => void device.add(a, b)));
  } finally {
    device.dispose();
  }
}

/** Seconds of an update of a network so small that hardly more than the cost of its calls is left. */
export async function callSeconds(): Promise<number> {
  const learner = await openLearner(randomSplits({ n: 2, features: 1, classes: 2 }), {
    model: { kind: "mlp", hidden: [1] },
    optimizer: { kind: "sgd", learningRate: 1e-3 },
    batchSize: 1,
    budget: { epochs: 1 },
    seed: 0,
  });
  try {
    const rows = Int32Array.of(0);
    return fastest(() => void learner.step(rows, { step: 1, learningRate: 1e-3, norm: false }));
  } finally {
    learner.dispose();
  }
}

/** Long enough for the second thread to have started. */
const LEAST_MILLISECONDS = 300;
/** A stretch that is timed as one, so that the clock's own cost does not count. */
const STRETCH_MILLISECONDS = 1;

/** Seconds of a call, the least over many stretches: a bound is what was reached at best. */
function fastest(call: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  let calls = 1;
  const end = performance.now() + LEAST_MILLISECONDS;
  while (performance.now() < end || least === Number.POSITIVE_INFINITY) {
    const started = performance.now();
    for (let i = 0; i < calls; i++) call();
    const elapsed = performance.now() - started;
    if (elapsed >= STRETCH_MILLISECONDS) least = Math.min(least, elapsed / calls / 1000);
    else calls *= 2;
  }
  return least;
}
