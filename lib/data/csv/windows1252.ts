// Bytes 0x80 … 0x9f of windows-1252, from the WHATWG Encoding Standard's index. (Node's TextDecoder gives
// control characters for them.)
const UPPER = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

const UTF8: readonly Uint8Array[] = Array.from({ length: 256 }, (_, byte) =>
  Buffer.from(byte >= 0x80 && byte < 0xa0 ? UPPER[byte - 0x80] : String.fromCharCode(byte)),
);

/** Bytes in windows-1252 (which holds ISO-8859-1's letters) as UTF-8. */
export function windows1252ToUtf8(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(3 * bytes.length);
  let at = 0;
  for (const byte of bytes) {
    if (byte < 0x80) result[at++] = byte;
    else for (const part of UTF8[byte]) result[at++] = part;
  }
  return result.subarray(0, at);
}
