import { open, stat } from "node:fs/promises";
import { DataError } from "./dataError.js";

export interface TransferOptions {
  readonly signal: AbortSignal | undefined;
  /** Milliseconds without a byte after which the server is given up. */
  readonly stallTimeout: number;
  /** Called with the number of bytes in the file so far. */
  readonly onBytes: (received: number) => void;
}

/** The size of a file in bytes, 0 if there is none. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** True if the server continues at byte `have`, false if it starts over; a DataError if it does neither. */
function continues(response: Response, have: number): boolean {
  const { status, headers } = response;
  if (status !== 200 && status !== 206) throw new DataError(`HTTP ${status}`);
  // fetch() would unpack it, and the checksum is of the file as it was published.
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding !== "identity") throw new DataError(`sends the file re-encoded (${encoding})`);
  if (status === 200) return false;
  const range = headers.get("content-range") ?? "none";
  if (!range.startsWith(`bytes ${have}-`))
    throw new DataError(`asked for bytes ${have}-, got content-range ${range}`);
  return true;
}

/**
 * Gets `url` into the file at `path` until that holds `bytes` bytes. What the file holds already is kept,
 * if the server can send the rest (RFC 9110, range requests); if not, the file is written anew.
 * On failure it keeps what has come so far and rejects: DataError, fetch's own error or the signal's reason.
 */
export async function transfer(
  url: string,
  path: string,
  bytes: number,
  { signal, stallTimeout, onBytes }: TransferOptions,
): Promise<void> {
  const have = await sizeOf(path);
  if (have === bytes) return;
  const stall = new AbortController();
  const timer = setTimeout(
    () => stall.abort(new DataError(`sent nothing for ${stallTimeout} ms`)),
    stallTimeout,
  );
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  const resuming = have > 0 && have < bytes;
  if (resuming) headers["range"] = `bytes=${have}-`;
  try {
    const response = await fetch(url, {
      headers,
      signal: AbortSignal.any(signal ? [signal, stall.signal] : [stall.signal]),
    });
    const append = continues(response, have);
    let received = append ? have : 0;
    const file = await open(path, append ? "a" : "w");
    try {
      for await (const chunk of response.body ?? []) {
        timer.refresh();
        received += chunk.length;
        if (received > bytes) throw new DataError(`sends more than the ${bytes} bytes expected`);
        await file.writeFile(chunk);
        onBytes(received);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (received < bytes) throw new DataError(`ended after ${received} of ${bytes} bytes`);
  } finally {
    clearTimeout(timer);
    stall.abort();
  }
}
