import { DataError } from "./dataError.js";

const BLOCK = 512;
const CHECKSUM = { start: 148, end: 156 };
const REGULAR_FILE = ["0", "\0"];

function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString("latin1");
}

/** A number as tar writes it: octal digits between spaces or zero bytes; NaN for anything else. */
function octal(bytes: Uint8Array): number {
  const digits = text(bytes).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

/** The sum of the header's bytes, its checksum field read as spaces. */
function checksum(header: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= CHECKSUM.start && i < CHECKSUM.end ? 32 : header[i];
  return sum;
}

/**
 * The regular files of a tar archive (POSIX.1-1988 ustar), by name. Every header's checksum must be right;
 * other entries (folders, links, extended headers) are left out.
 *
 * Own code, because small tar libraries neither check these sums nor stand sizes that lie.
 * @param name the archive's name, for error messages
 */
export function readTar(archive: Uint8Array, name: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let offset = 0;
  while (offset + BLOCK <= archive.length) {
    const header = archive.subarray(offset, offset + BLOCK);
    if (header.every((byte) => byte === 0)) return files;
    if (octal(header.subarray(CHECKSUM.start, CHECKSUM.end)) !== checksum(header))
      throw new DataError(`${name}: no tar header at byte ${offset} (its checksum is wrong)`);
    const size = octal(header.subarray(124, 136));
    const start = offset + BLOCK;
    const entry = text(header.subarray(0, 100));
    if (!(start + size <= archive.length))
      throw new DataError(
        `${name}: ${entry} of ${size} bytes does not fit into the ${archive.length - start} bytes left`,
      );
    if (REGULAR_FILE.includes(String.fromCharCode(header[156])))
      files.set(entry, archive.subarray(start, start + size));
    offset = start + BLOCK * Math.ceil(size / BLOCK);
  }
  throw new DataError(`${name}: the tar archive is cut short at ${archive.length} bytes`);
}
