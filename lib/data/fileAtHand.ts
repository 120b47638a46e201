import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { DataError } from "./dataError.js";
import type { RemoteFile } from "./downloadSource.js";
import { gunzipFile } from "./gunzip.js";

/** SHA-256 in lower-case hexadecimal. */
export const sha256 = (bytes: Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");

/**
 * The bytes of a file of a data set if it is at `path`: as the mirrors have it, packed by another program (as
 * Debian does), or unpacked and without `.gz` in its name (as other libraries leave it). Its SHA-256 must be right.
 * @param set the data set's name, for error messages
 */
export async function fileAtHand(
  set: string,
  path: string,
  file: RemoteFile,
): Promise<Uint8Array | undefined> {
  const packed = await contentOf(set, path);
  if (packed !== undefined) {
    const found = sha256(packed);
    if (found === file.sha256) return packed;
    if (file.unpacked && (await unpackedSum(packed)) === file.unpacked) return packed;
    throw notExpected(set, path, file.sha256, found);
  }
  if (file.unpacked === undefined) return undefined;
  const plain = path.replace(/\.gz$/, "");
  const bytes = await contentOf(set, plain);
  if (bytes === undefined) return undefined;
  const found = sha256(bytes);
  if (found !== file.unpacked) throw notExpected(set, plain, file.unpacked, found);
  return bytes;
}

async function contentOf(set: string, path: string): Promise<Uint8Array | undefined> {
  return await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new DataError(`${set}: ${path} cannot be read: ${error.message}`);
  });
}

/** Of what is in a gzip file; nothing where it is none. */
async function unpackedSum(packed: Uint8Array): Promise<string | undefined> {
  return await gunzipFile(packed, "").then(sha256, () => undefined);
}

function notExpected(set: string, path: string, expected: string, found: string): DataError {
  return new DataError(
    `${set}: ${path} is not the expected file: SHA-256 must be ${expected}, got ${found}; delete it to download it again`,
  );
}
