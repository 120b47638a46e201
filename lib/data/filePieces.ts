import { open } from "node:fs/promises";
import { hostInterruption } from "../interruption.js";
import { DataError } from "./dataError.js";

/** Bytes read from a file at once. */
const PIECE = 1 << 22;

/** Why a file cannot be read, by the system's codes. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "is a folder, not a file",
  EACCES: "may not be read (no permission)",
};

/** Refuses a file that cannot be read, with the reason. */
export function cannotRead(path: string, error: unknown): never {
  const { code = "", message } = error as Error & { readonly code?: string };
  throw new DataError(`${path}: ${REASONS[code] ?? `cannot be read: ${message}`}`);
}

/** A file's bytes, piece by piece; the bytes of a piece are good until the next. The last piece may be empty. */
export async function* filePieces(
  path: string,
): AsyncGenerator<{ readonly bytes: Uint8Array; readonly last: boolean }> {
  const signal = hostInterruption();
  const file = await open(path).catch((error: unknown) => cannotRead(path, error));
  try {
    const buffer = new Uint8Array(PIECE);
    let size: number;
    do {
      // A pipe gives what it has: the piece is filled, since its first bytes tell the encoding.
      let bytesRead: number;
      size = 0;
      do {
        ({ bytesRead } = await file
          .read(buffer, size, PIECE - size)
          .catch((error: unknown) => cannotRead(path, error)));
        size += bytesRead;
      } while (bytesRead > 0 && size < PIECE);
      signal?.throwIfAborted();
      yield { bytes: buffer.subarray(0, size), last: size < PIECE };
    } while (size === PIECE);
  } finally {
    await file.close();
  }
}
