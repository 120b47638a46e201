import { Rng } from "batchwise";
import { WasmDevice } from "batchwise/dist/nn/device/wasm/device.js";
import { WasmTape } from "batchwise/dist/nn/device/wasm/tape.js";
import { nanoseconds } from "./time.mjs";

/** @typedef {import("./time.mjs").Measure} Measure */
/** @typedef {import("batchwise/dist/nn/device/device.js").Tensor} Tensor */

/** Values of a call that is about to be shared: a few microseconds. */
const ROWS = 256;
const COLUMNS = 64;
const CLASSES = 10;
const BATCH = 128;

/**
 * Nanoseconds of each call of a device for one of the things that it works on.
 * @param {Record<string, { shape: readonly number[], units?: number, record: (device: WasmDevice, variable: (shape?: readonly number[]) => Tensor) => void }>} calls
 *   `units` of them, default the values of `shape`
 * @returns {(seconds: number) => Record<string, number>}
 */
function perUnit(calls) {
  const names = Object.keys(calls);
  return (seconds) =>
    Object.fromEntries(
      names.map((name) => {
        const { shape, record } = calls[name];
        const { units = shape.reduce((product, d) => product * d, 1) } = calls[name];
        const device = new WasmDevice();
        const rng = Rng.fromSeed(1);
        const random = (of = shape) => {
          const length = of.reduce((product, d) => product * d, 1);
          return device.variable(
            of,
            Float32Array.from({ length }, () => rng.uniform() - 0.5),
          );
        };
        // Recorded without what makes its arguments, which only happens once.
        const program = device.record(() => record(device, random));
        const each = nanoseconds(program, seconds / names.length) / units;
        device.dispose();
        return [name, each];
      }),
    );
}

const shape = [ROWS, COLUMNS];
const value = { value: 1e-3 };

/** @param {import("batchwise/dist/nn/device/device.js").UpdateRule["kind"]} kind */
const update = (kind) => ({
  shape,
  record: (device, variable) => {
    const [velocity, meanSquare, mean] = [variable(), device.variable(shape), variable()];
    const momentum = 0.9;
    const rules = {
      sgd: { kind, rate: value },
      momentum: { kind, rate: value, momentum, velocity },
      nesterov: { kind, rate: value, momentum, velocity },
      rmsprop: { kind, rate: value, decay: 0.9, momentum, epsilon: 1e-7, meanSquare, velocity },
      adam: { kind, rate: value, epsilon: value, beta1: 0.9, beta2: 0.999, mean, meanSquare },
    };
    device.update(variable(), variable(), rules[kind]);
  },
});

/** @param {"relu" | "tanh" | "gelu"} kind */
const gradient = (kind) => ({
  shape,
  record: (device, variable) => device.activationGradient(kind, variable(), variable(), variable()),
});

/** @param {"relu" | "tanh" | "gelu"} kind */
const activation = (kind) => ({
  shape,
  record: (device, variable) => device.activation(kind, variable()),
});

const logits = [2048, CLASSES];
/** Rows are padded to whole vectors. */
const units = logits[0] * (4 * Math.ceil(CLASSES / 4));

/** @param {"crossEntropy" | "squaredError"} kind */
const loss = (kind) => ({
  shape: logits,
  units,
  record: (device, variable) => device.loss(kind, variable(), variable()),
});

/**
 * Nanoseconds of a byte of the rows of a batch, other rows each time, as training draws them.
 * @param {number} n @param {number} features @param {number} seconds
 */
function perByte(n, features, seconds) {
  const device = new WasmDevice();
  const data = device.variable([n, features]);
  const index = device.rowIndex(BATCH);
  const gather = device.record(() => device.gather(data, index));
  const order = Rng.fromSeed(1).permutation(n);
  let at = 0;
  const call = () => {
    at = at + 2 * BATCH > n ? 0 : at + BATCH;
    device.setRows(index, order.subarray(at, at + BATCH));
    gather();
  };
  const each = nanoseconds(call, seconds) / (BATCH * 4 * features);
  device.dispose();
  return each;
}

/** Images whose surroundings are laid out, in the kernels' own memory: a device does it on the way to a product. */
const images = { n: 16, side: 14, channels: 16 };

/**
 * Nanoseconds of a value that is laid out in patches of 3 × 3, or added up from them.
 * @param {"patches" | "addPatches"} name
 * @param {number} seconds
 */
function perPatchValue(name, seconds) {
  const tape = new WasmTape();
  const { n, side, channels } = images;
  const [x, patches] = [
    tape.variable([n, side, side, channels]),
    tape.variable([n * side * side, 9 * channels]),
  ];
  const [from, to] = name === "patches" ? [x, patches] : [patches, x];
  const kernel = tape.kernels[name];
  /** Rows and columns of the image, channels, height and width of the filter, strides, zeros above and to the left. */
  const how = /** @type {const} */ ([side, side, channels, 3, 3, 1, 1, 1, 1]);
  const call = () => kernel(from.address, n, from.stride, to.address, to.stride, ...how);
  const each = nanoseconds(call, seconds) / patches.size;
  tape.dispose();
  return each;
}

const pixels = [images.n, images.side, images.side, images.channels];
const pooled = [images.n, images.side / 2, images.side / 2, images.channels];
const pooling = perUnit({
  maxPool: { shape: pixels, record: (d, v) => d.convolution.maxPool(v()) },
  "maxPool, gradient": {
    shape: pixels,
    record: (d, v) => d.convolution.maxPoolGradient(v(), v(pooled), v(pooled)),
  },
});

/** @type {Record<string, Measure>} */
export const DEVICE_MEASURES = {
  PER_VALUE: perUnit({
    multiply: { shape, record: (d, v) => d.multiply(v(), v()) },
    add: { shape, record: (d, v) => d.add(v(), v()) },
    subtract: { shape, record: (d, v) => d.subtract(v(), v()) },
    "add a row": { shape, record: (d, v) => d.add(v(), v([1, COLUMNS])) },
    reciprocalRoot: { shape, record: (d) => d.reciprocalRoot(d.variable(shape), 1e-5) },
    moveTowards: { shape, record: (d, v) => d.moveTowards(v(), v(), 0.1) },
    scale: { shape, record: (d, v) => d.scale(v(), { value: 1 }) },
    penalise: { shape, record: (d, v) => d.penalise(v(), v(), 1e-4, 1e-4) },
    relu: activation("relu"),
    "relu, gradient": gradient("relu"),
    "tanh, gradient": gradient("tanh"),
  }),
  PER_EXPONENTIAL: perUnit({
    tanh: activation("tanh"),
    gelu: activation("gelu"),
    "gelu, gradient": gradient("gelu"),
  }),
  PER_PATCH_VALUE: (seconds) => ({
    patches: perPatchValue("patches", seconds / 4),
    addPatches: perPatchValue("addPatches", seconds / 4),
    ...pooling(seconds / 2),
  }),
  PER_SUMMAND: perUnit({
    columnSums: { shape, record: (d, v) => d.columnSums(v()) },
    sumSquares: { shape, record: (d, v) => d.sumSquares([v()]) },
  }),
  PER_UPDATE: perUnit({
    sgd: update("sgd"),
    momentum: update("momentum"),
    nesterov: update("nesterov"),
    rmsprop: update("rmsprop"),
    adam: update("adam"),
  }),
  PER_LOGIT: perUnit({
    "cross-entropy": loss("crossEntropy"),
    "squared error": loss("squaredError"),
  }),
  PER_COMPARISON: perUnit({
    countCorrect: { shape: logits, units, record: (d, v) => d.countCorrect(v(), v()) },
  }),
  PER_BYTE: (seconds) => ({
    "1500 × 64": perByte(1500, 64, seconds / 2),
    "10,000 × 784": perByte(10_000, 784, seconds / 2),
  }),
};
