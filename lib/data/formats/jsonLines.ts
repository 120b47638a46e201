import { openDecoder } from "../csv/decoder.js";
import { DataError } from "../dataError.js";
import { filePieces } from "../filePieces.js";
import type { TypedTable } from "../table/typedTable.js";

const LINE_FEED = 10;

/** A file of JSON objects, one on each line, as a table: its columns are all names that occur, in their order. */
export async function jsonLines(path: string): Promise<TypedTable> {
  const columns = new Set<string>();
  for await (const objects of objectsOf(path))
    for (const { value } of objects) for (const key in value) columns.add(key);
  const header = [...columns];
  if (header.length === 0) throw new DataError(`${path}: the file is empty`);
  return {
    name: path,
    header,
    unit: "line",
    notes: [],
    rows: async function* () {
      for await (const objects of objectsOf(path))
        yield {
          count: objects.length,
          at: (row) => objects[row].at,
          cell: (row, column) => cellOf(objects[row].value, header[column], objects[row].text),
        };
    },
  };
}

interface Line {
  readonly at: number;
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

async function* objectsOf(path: string): AsyncGenerator<readonly Line[]> {
  let decoder: ReturnType<typeof openDecoder> | undefined;
  let rest: Uint8Array = new Uint8Array(0);
  let at = 0;
  for await (const { bytes, last } of filePieces(path)) {
    decoder ??= openDecoder(path, bytes, undefined);
    const all = Buffer.concat([rest, decoder.decode(bytes, last)]);
    const end = last ? all.length : all.lastIndexOf(LINE_FEED) + 1;
    const lines: Line[] = [];
    for (let from = 0; from < end; ) {
      const found = all.indexOf(LINE_FEED, from);
      const to = found < 0 || found > end ? end : found;
      const text = all.toString("utf8", from, to);
      at++;
      if (text.trim() !== "") lines.push({ at, text, value: objectIn(path, at, text) });
      from = to + 1;
    }
    rest = all.subarray(end);
    yield lines;
  }
}

function objectIn(path: string, at: number, text: string): Line["value"] {
  const start = text.trim().slice(0, 40);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const whole = at === 1 && /^\s*(\[|\{\s*)$/.test(text);
    throw new DataError(
      whole
        ? `${path}: line 1 begins a structure that goes on over more lines; write one object on each line`
        : `${path}: line ${at}: is not JSON (${error instanceof Error ? error.message : error}), got ${JSON.stringify(start)}`,
    );
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Line["value"];
  throw new DataError(
    `${path}: line ${at}: must be an object such as {"size": 4.9, "kind": "a"}, got ${JSON.stringify(start)}`,
  );
}

/** A cell; a whole number that JSON.parse would round keeps all of its digits, as a text. */
function cellOf(value: Line["value"], name: string, text: string): unknown {
  const cell = Object.hasOwn(value, name) ? value[name] : null;
  if (typeof cell !== "number" || !Number.isInteger(cell) || Number.isSafeInteger(cell))
    return cell;
  const key = JSON.stringify(name).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`${key}\\s*:\\s*(-?\\d{16,})\\s*[,}]`).exec(text)?.[1] ?? cell;
}
