import { promisify } from "node:util";
import { deflateRaw, inflateRaw } from "node:zlib";
import { checkDataset, type Dataset } from "../data/dataset.js";
import { fingerprint } from "../data/fingerprint.js";
import { isRecord, parsePlain, plainJson } from "../search/plainJson.js";
import { QueueError } from "./queueError.js";

const WIDTH = 4;
/** Most that a data set may grow to when it is unpacked. */
const MOST_BYTES = 2 ** 31;

/** A data set in bytes, compressed: a line of JSON, then x, y and the target's values as they lie in memory. */
export async function packDataset(data: Dataset): Promise<Buffer> {
  const { x, y, target, ...rest } = data;
  const { values = new Float32Array(0), ...named } = target ?? {};
  const head = plainJson("packDataset", { ...rest, ...(target && { target: named }) });
  const bytes = [x, y, values].map((part) =>
    Buffer.from(part.buffer, part.byteOffset, part.byteLength),
  );
  return await promisify(deflateRaw)(Buffer.concat([Buffer.from(`${head}\n`), ...bytes]), {
    level: 1,
  });
}

/** The data set that `packDataset` packed, if it is the one with this fingerprint. */
export async function unpackDataset(packed: Buffer, expected: string): Promise<Dataset> {
  const bytes = await promisify(inflateRaw)(packed, { maxOutputLength: MOST_BYTES });
  const end = bytes.indexOf("\n");
  const head = parsePlain(bytes.toString("utf8", 0, end));
  const data = isRecord(head) ? datasetFrom(head, bytes.subarray(end + 1)) : undefined;
  if (
    data === undefined ||
    fingerprint(checkDataset("worker", data, { target: true })) !== expected
  )
    throw new QueueError(
      `the data on the server are not those with the fingerprint ${expected.slice(0, 12)}; delete the key batchwise:data:${expected}, and the producer puts them there again`,
    );
  return data;
}

function datasetFrom(head: Readonly<Record<string, unknown>>, bytes: Buffer): Dataset | undefined {
  const { n, shape, target } = head;
  if (typeof n !== "number" || !Array.isArray(shape)) return undefined;
  const count = n * shape.reduce((product: number, d: number) => product * d, 1);
  const labels = n;
  if (bytes.length !== WIDTH * (count + labels)) return undefined;
  // Copied, for the bytes after the line need not be aligned.
  const memory = new Uint8Array(bytes).buffer;
  const x = new Float32Array(memory, 0, count);
  return isRecord(target)
    ? ({
        ...head,
        x,
        y: new Int32Array(0),
        target: { ...target, values: new Float32Array(memory, WIDTH * count, labels) },
      } as unknown as Dataset)
    : ({ ...head, x, y: new Int32Array(memory, WIDTH * count, labels) } as unknown as Dataset);
}
