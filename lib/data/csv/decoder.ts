import { isUtf8 } from "node:buffer";
import { refuse } from "../../check.js";
import { DataError } from "../dataError.js";
import { fileKind } from "./fileKind.js";
import { windows1252ToUtf8 } from "./windows1252.js";

/** Turns a file's bytes into UTF-8 without a byte-order mark, piece by piece. */
export interface Decoder {
  /** The encoding, for notes; nothing for plain UTF-8. */
  readonly note: string | undefined;
  /** The next bytes as whole characters; with `last`, all that is left. */
  decode(bytes: Uint8Array, last: boolean): Uint8Array;
}

/** Bytes that are not in the encoding that they are read in. */
export class EncodingError extends DataError {
  constructor(
    message: string,
    /** Where the first wrong byte is, from the start of the file. */
    readonly offset: number,
  ) {
    super(message);
  }
}

/** The encoding's own name. An encoding that Node does not know is refused. */
export function checkEncoding(who: string, encoding: unknown): string {
  const choices =
    'encoding must be "utf-8", "utf-16le", "utf-16be", "windows-1252", "latin1" or another name that TextDecoder knows';
  if (typeof encoding !== "string") refuse(who, choices, encoding);
  try {
    const label = encoding.toLowerCase() === "cp1252" ? "windows-1252" : encoding;
    return new TextDecoder(label).encoding;
  } catch {
    return refuse(who, choices, encoding);
  }
}

/**
 * The decoder of a file that begins with `head`. A byte-order mark decides where no encoding is given.
 * Files that are no text are refused with what they are.
 */
export function openDecoder(name: string, head: Uint8Array, encoding: string | undefined): Decoder {
  const mark = byteOrderMark(head);
  const kind = mark === undefined ? fileKind(head) : undefined;
  if (kind !== undefined) throw new DataError(`${name}: ${kind}`);
  if (encoding !== undefined && mark !== undefined && encoding !== mark)
    throw new DataError(
      `${name}: begins with the byte-order mark of ${mark}, but encoding is "${encoding}"; leave the option out`,
    );
  const chosen = encoding ?? mark ?? "utf-8";
  if (chosen === "utf-8") return utf8Decoder(name, head);
  const note = mark === undefined ? undefined : `read as ${mark}, by its byte-order mark`;
  if (chosen === "windows-1252" || chosen === "iso-8859-1")
    return { note, decode: windows1252ToUtf8 };
  const decoder = new TextDecoder(chosen, { fatal: true });
  let seen = 0;
  return {
    note,
    decode: (bytes, last) => {
      try {
        const text = decoder.decode(bytes, { stream: !last });
        seen += bytes.length;
        return Buffer.from(text);
      } catch {
        throw new DataError(
          `${name}: is not text in ${chosen}, somewhere in bytes ${seen} to ${seen + bytes.length}; give another encoding`,
        );
      }
    },
  };
}

function byteOrderMark(head: Uint8Array): string | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? "utf-8" : undefined;
}

function utf8Decoder(name: string, head: Uint8Array): Decoder {
  if (looksLikeUtf16(head))
    throw new DataError(
      `${name}: every other byte is 0: it looks like UTF-16; give encoding: "utf-16${head[0] === 0 ? "be" : "le"}"`,
    );
  let rest: Uint8Array = new Uint8Array(0);
  let seen = byteOrderMark(head) === undefined ? 0 : -3;
  return {
    note: undefined,
    decode: (bytes, last) => {
      let all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      if (seen === -3) {
        all = all.subarray(3);
        seen = 3;
      }
      const end = last ? all.length : wholeCharacters(all);
      const whole = all.subarray(0, end);
      if (!isUtf8(whole)) {
        const bad = firstInvalid(whole);
        throw new EncodingError(
          `is not text in UTF-8: byte ${seen + bad} is 0x${whole[bad].toString(16)}; if the file comes from Excel or Windows, give encoding: "windows-1252", else its own (such as "latin1" or "utf-16le")`,
          seen + bad,
        );
      }
      const nul = whole.indexOf(0);
      if (nul >= 0)
        throw new EncodingError(
          `is not text: byte ${seen + nul} is 0; the file is damaged, or give its encoding`,
          seen + nul,
        );
      rest = all.slice(end);
      seen += end;
      return whole;
    },
  };
}

function looksLikeUtf16(head: Uint8Array): boolean {
  const part = head.subarray(0, 1024);
  const zeros = part.filter((byte) => byte === 0).length;
  return part.length >= 4 && zeros * 3 > part.length && zeros * 3 < part.length * 2;
}

/** Where the last character that may go on in the next bytes begins. */
function wholeCharacters(bytes: Uint8Array): number {
  let start = bytes.length;
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back];
    if (byte >= 0xc0) {
      start = bytes.length - back;
      break;
    }
    if (byte < 0x80) break;
  }
  return start;
}

function firstInvalid(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  // The longest valid prefix, but for a character that is cut.
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isUtf8(bytes.subarray(0, wholeCharacters(bytes.subarray(0, middle))))) low = middle;
    else high = middle - 1;
  }
  return Math.min(wholeCharacters(bytes.subarray(0, low)), bytes.length - 1);
}
