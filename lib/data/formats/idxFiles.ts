import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DataError } from "../dataError.js";
import { type Dataset, featuresOf } from "../dataset.js";
import { cannotRead } from "../filePieces.js";
import { gunzipFile, isGzip } from "../gunzip.js";
import { parseIdx } from "../idx.js";
import { idxDataset } from "../mnist.js";
import type { Examples } from "../table/examples.js";

/** Whether a file's name is one of IDX files, as in train-images-idx3-ubyte.gz or images.idx3-ubyte. */
export function isIdxName(name: string): boolean {
  return /[-.]idx\d?(-ubyte)?(\.gz)?$|-ubyte(\.gz)?$/i.test(name);
}

interface Pair {
  readonly images: string;
  readonly imageBytes: Uint8Array;
  readonly labelBytes: Uint8Array;
}

/**
 * Pictures and their labels out of two IDX files, MNIST's format: the labels are looked for beside the images, in
 * the file of the same name with "labels". Where the images' name begins with "train", those that begin with "t10k" or
 * "test" beside them are the test part.
 */
export async function loadIdxFiles(path: string): Promise<Examples> {
  const name = basename(path);
  if (!/images/i.test(name))
    throw new DataError(
      `${path}: name the file of the images, such as train-images-idx3-ubyte; its labels are looked for beside it`,
    );
  const first = await pair(path, name);
  if (first === undefined)
    throw new DataError(
      `${path}: its labels must be beside it, in ${JSON.stringify(labelsOf(name))}, with or without .gz`,
    );
  const others = /^train/i.test(name) ? ["t10k", "test"] : [];
  let test: Pair | undefined;
  for (const word of others) test ??= await pair(path, name.replace(/^train/i, word));
  const pairs = test ? [first, test] : [first];
  const labels = pairs.flatMap(({ labelBytes, images }) => [
    ...new Set(parseIdx(labelBytes, labelsOf(images)).values),
  ]);
  const used = [...new Set(labels)].sort((a, b) => a - b);
  const every = Array.from({ length: 1 + Math.max(0, ...used) }, (_, label) => String(label));
  const parts = pairs.map(({ images, imageBytes, labelBytes }) =>
    idxDataset(join(dirname(path), images), imageBytes, labelBytes, { classes: every }),
  );
  const data = joined(path, parts, used);
  return {
    data,
    problem: "classification",
    reason: `classification, because the labels are ${used.length} different whole numbers from 0 to 255`,
    ...(test && {
      split: parts.flatMap(({ n }, i) =>
        Array.from({ length: n }, () => (i === 0 ? "train" : "test")),
      ),
    }),
    dropped: [],
    notes: test ? [`${JSON.stringify(test.images)} beside it is the test part`] : [],
  };
}

function labelsOf(images: string): string {
  return images
    .replace(/images/i, (word) => (word === "IMAGES" ? "LABELS" : "labels"))
    .replace(/idx3/i, "idx1");
}

/** The bytes of images and labels; nothing where one of them is not there. */
async function pair(path: string, images: string): Promise<Pair | undefined> {
  const image = await unpacked(dirname(path), images);
  const label = await unpacked(dirname(path), labelsOf(images));
  if (image === undefined && images === basename(path)) cannotRead(path, { code: "ENOENT" });
  return image && label && { images: image.name, imageBytes: image.bytes, labelBytes: label.bytes };
}

/** A file's bytes, unpacked, with or without .gz in its name; nothing if it is not there. */
async function unpacked(
  folder: string,
  wanted: string,
): Promise<{ readonly name: string; readonly bytes: Uint8Array } | undefined> {
  const other = /\.gz$/i.test(wanted) ? wanted.replace(/\.gz$/i, "") : `${wanted}.gz`;
  for (const name of [wanted, other]) {
    const path = join(folder, name);
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? undefined : cannotRead(path, error),
    );
    if (bytes !== undefined)
      return { name, bytes: isGzip(bytes) ? await gunzipFile(bytes, path) : bytes };
  }
  return undefined;
}

/** Parts one behind another, with those classes only that are used. */
function joined(path: string, parts: readonly Dataset[], used: readonly number[]): Dataset {
  const [{ shape }] = parts;
  const other = parts.find((part) => part.shape.join() !== shape.join());
  if (other !== undefined)
    throw new DataError(
      `${path}: its pictures are of ${shape.join("×")}, those of the test part beside it of ${other.shape.join("×")}`,
    );
  const n = parts.reduce((sum, part) => sum + part.n, 0);
  const x = parts.length === 1 ? parts[0].x : new Float32Array(n * featuresOf({ shape }));
  const y = new Int32Array(n);
  let at = 0;
  for (const part of parts) {
    if (parts.length > 1) x.set(part.x, at * featuresOf({ shape }));
    y.set(
      part.y.map((label) => used.indexOf(label)),
      at,
    );
    at += part.n;
  }
  return { x, y, n, shape, classes: used.map(String) };
}
