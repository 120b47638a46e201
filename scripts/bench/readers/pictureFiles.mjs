import { writeFileSync } from "node:fs";
import { Rng } from "batchwise";
import { madeOnce } from "./madeOnce.mjs";

const SIDE = 28;
const CLASSES = 10;
/** Of CIFAR: a label, then three planes of 32 × 32. */
const RECORD = 1 + 3 * 32 * 32;
const RECORDS_A_FILE = 10_000;

/** @param {number} length @param {string} stream */
function noise(length, stream) {
  const rng = Rng.fromSeed(0).fork(stream);
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = rng.integer(256);
  return bytes;
}

/** An IDX file: two zeros, the type, the number of axes, their sizes, the values. @param {readonly number[]} shape @param {Uint8Array} values */
function idx(shape, values) {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.set([0, 0, 8, shape.length]);
  shape.forEach((size, axis) => {
    head.writeUInt32BE(size, 4 + 4 * axis);
  });
  return Buffer.concat([head, values]);
}

/**
 * Pictures of noise in MNIST's format.
 * @param {number} n
 * @returns {string[]} paths of the pictures and of their labels
 */
export function idxFiles(n) {
  const pictures = madeOnce(`noise-${n}-images-idx3-ubyte`, (path) =>
    writeFileSync(path, idx([n, SIDE, SIDE], noise(n * SIDE * SIDE, "idx"))),
  );
  const labels = madeOnce(`noise-${n}-labels-idx1-ubyte`, (path) => {
    const classes = noise(n, "idx labels").map((byte) => byte % CLASSES);
    writeFileSync(path, idx([n], classes));
  });
  return [pictures, labels];
}

/**
 * Pictures of noise in the format of CIFAR-10's binary version.
 * @param {number} files
 * @returns {string[]} paths
 */
export function cifarFiles(files) {
  return Array.from({ length: files }, (_, i) =>
    madeOnce(`noise-batch-${i + 1}.bin`, (path) => {
      const bytes = noise(RECORDS_A_FILE * RECORD, `cifar ${i}`);
      for (let at = 0; at < bytes.length; at += RECORD) bytes[at] %= CLASSES;
      writeFileSync(path, bytes);
    }),
  );
}
