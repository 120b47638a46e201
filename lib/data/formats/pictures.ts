import { hostInterruption } from "../../interruption.js";
import { DataError } from "../dataError.js";

/** Rows and columns of a picture. */
export type ImageSize = readonly [rows: number, cols: number];

/** Pictures of one size. */
export interface Pictures {
  /** (n, rows · cols · channels), from 0 to 1. */
  readonly x: Float32Array;
  /** [rows, cols, channels], one channel if all are grey, else red, green and blue. */
  readonly shape: readonly number[];
  readonly notes: readonly string[];
}

/** Pictures that are decoded at once. */
const AT_ONCE = 16;

type Sharp = typeof import("sharp")["default"];

interface Head {
  readonly rows: number;
  readonly cols: number;
  readonly grey: boolean;
  readonly clear: boolean;
}

/**
 * Decodes pictures.
 * @param nameOf a file's name for error messages
 * @param size rows and columns that all are resized to; without it all must be of one size
 */
export async function readPictures(
  files: readonly string[],
  nameOf: (file: string) => string,
  path: string,
  size: ImageSize | undefined,
): Promise<Pictures> {
  const sharp = await import("sharp").then(
    ({ default: found }) => found,
    () => {
      throw new DataError(
        `${path}: pictures are decoded by the package sharp, which is not installed here; npm install sharp`,
      );
    },
  );
  const damaged = (file: string, error: unknown): never => {
    throw new DataError(
      `${file}: the picture cannot be decoded: ${error instanceof Error ? error.message : error}`,
    );
  };
  const heads = await some(files, (file) =>
    headOf(sharp, file).catch((error: unknown) => damaged(file, error)),
  );
  const [first] = heads;
  const odd = heads.findIndex(({ rows, cols }) => rows !== first.rows || cols !== first.cols);
  if (odd >= 0 && size === undefined)
    throw new DataError(
      `${path}: pictures must be of one size, got ${first.rows} × ${first.cols} (${nameOf(files[0])}) and ${heads[odd].rows} × ${heads[odd].cols} (${nameOf(files[odd])}); give imageSize (--image-size 32), to which all are resized`,
    );
  const [rows, cols] = size ?? [first.rows, first.cols];
  const channels = heads.every(({ grey }) => grey) ? 1 : 3;
  const width = rows * cols * channels;
  const x = allocate(path, files.length, width);
  let next = 0;
  await some(files, async (file) => {
    const at = width * next++;
    const pixels = await pixelsOf(sharp, file, rows, cols, channels).catch((error: unknown) =>
      damaged(file, error),
    );
    for (let i = 0; i < width; i++) x[at + i] = pixels[i] / 255;
  });
  const resized = heads.filter((head) => head.rows !== rows || head.cols !== cols).length;
  const clear = heads.filter((head) => head.clear).length;
  const notes: string[] = [];
  if (resized > 0)
    notes.push(`${resized} of ${files.length} pictures are resized to ${rows} × ${cols}`);
  if (clear > 0)
    notes.push(`${clear} of ${files.length} pictures have clear parts, which are read as white`);
  return { x, shape: [rows, cols, channels], notes };
}

async function headOf(sharp: Sharp, file: string): Promise<Head> {
  const { autoOrient, channels, hasAlpha } = await sharp(file).metadata();
  const grey = channels <= 2;
  return { rows: autoOrient.height, cols: autoOrient.width, grey, clear: hasAlpha };
}

/** (rows · cols · channels,), from 0 to 255. */
async function pixelsOf(
  sharp: Sharp,
  file: string,
  rows: number,
  cols: number,
  channels: number,
): Promise<Uint8Array> {
  return await sharp(file)
    .autoOrient()
    .resize(cols, rows, { fit: "fill" })
    .flatten({ background: "#ffffff" })
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .raw({ depth: "uchar" })
    .toBuffer();
}

/** What `task` gives for each, some at a time, begun in their order. */
async function some<T, R>(all: readonly T[], task: (each: T) => Promise<R>): Promise<R[]> {
  const signal = hostInterruption();
  const results: R[] = [];
  for (let start = 0; start < all.length; start += AT_ONCE) {
    signal?.throwIfAborted();
    results.push(...(await Promise.all(all.slice(start, start + AT_ONCE).map(task))));
  }
  return results;
}

function allocate(path: string, n: number, width: number): Float32Array {
  try {
    return new Float32Array(n * width);
  } catch {
    throw new DataError(
      `${path}: ${n} pictures of ${width} values do not fit into memory; give a smaller imageSize (--image-size)`,
    );
  }
}
