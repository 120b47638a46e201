import { DataError } from "./dataError.js";

/** A parsed IDX file of unsigned bytes, the format of MNIST: sizes and row-major values. */
export interface IdxArray {
  /** Sizes of the dimensions, the first varying slowest. */
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/**
 * Parses an IDX file of unsigned bytes: two zero bytes, the type, the number of axes, each size as a
 * big-endian 32-bit integer, then the values (LeCun, Cortes & Burges, "The MNIST database").
 * @param name the file's name, for error messages
 */
export function parseIdx(bytes: Uint8Array, name: string): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0)
    throw new DataError(`${name}: not an IDX file (it must start with two zero bytes)`);
  if (bytes[2] !== UNSIGNED_BYTE)
    throw new DataError(
      `${name}: IDX type must be 0x08 (unsigned bytes), got 0x${bytes[2].toString(16)}`,
    );
  const axes = bytes[3];
  const header = 4 + 4 * axes;
  if (axes === 0 || bytes.length < header)
    throw new DataError(
      `${name}: IDX header of ${axes} axes is cut short at ${bytes.length} bytes`,
    );
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = shape.reduce((product, d) => product * d, 1);
  if (bytes.length - header !== expected)
    throw new DataError(
      `${name}: shape ${shape.join("×")} needs ${expected} bytes after the header, got ${bytes.length - header}`,
    );
  return { shape, values: bytes.subarray(header) };
}
