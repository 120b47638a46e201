import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { DataError } from "./dataError.js";

const unpack = promisify(gunzip);

/** The largest content that is unpacked: 1 GiB, several times that of the data sets here. */
const MAX_BYTES = 2 ** 30;

/** Whether these are the bytes of a gzip file, by their first two. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Unpacks a gzip file (RFC 1952).
 * @param name the file's name, for error messages
 */
export async function gunzipFile(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  try {
    return await unpack(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new DataError(
      what === "unexpected end of file"
        ? `${name}: the gzip file is cut short at ${bytes.length} bytes`
        : `${name}: not a good gzip file (${what})`,
    );
  }
}
