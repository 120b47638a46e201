import { DataError } from "./dataError.js";
import type { Dataset } from "./dataset.js";
import { obtain } from "./download.js";
import { type DownloadSource, downloadSource } from "./downloadSource.js";
import { gunzipFile } from "./gunzip.js";
import { keep, type LoadOptions, type TrainTest } from "./loadOptions.js";
import { readTar } from "./tar.js";

const SIDE = 32;
const PLANE = SIDE * SIDE;
/** One label byte, then the red, the green and the blue plane, row-major. */
const RECORD = 1 + 3 * PLANE;

// In the order of the class ids, from the archive's batches.meta.txt.
const CLASSES: readonly string[] = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
];

/**
 * Parses files of CIFAR-10's binary version, one after the other, as one data set of [32, 32, 3] in [0, 1].
 * Source: Krizhevsky (2009), "The CIFAR-10 dataset", binary version.
 * @param name the part's name, for error messages
 */
export function parseCifar10(
  files: readonly Uint8Array[],
  name: string,
  { limit }: { readonly limit?: number | undefined } = {},
): Dataset {
  for (const file of files)
    if (file.length === 0 || file.length % RECORD !== 0)
      throw new DataError(
        `${name}: a file must hold records of ${RECORD} bytes, got ${file.length} bytes`,
      );
  const n = keep(
    name,
    files.reduce((sum, file) => sum + file.length / RECORD, 0),
    limit,
  );
  if (n === 0) throw new DataError(`${name}: holds no image`);
  const x = new Float32Array(n * 3 * PLANE);
  const y = new Int32Array(n);
  let i = 0;
  for (const file of files)
    for (let start = 0; start < file.length && i < n; start += RECORD, i++) {
      if (file[start] >= CLASSES.length)
        throw new DataError(
          `${name}: label of record ${i} must be below ${CLASSES.length}, got ${file[start]}`,
        );
      y[i] = file[start];
      const to = i * 3 * PLANE;
      for (let channel = 0; channel < 3; channel++)
        for (let pixel = 0; pixel < PLANE; pixel++)
          x[to + 3 * pixel + channel] = file[start + 1 + channel * PLANE + pixel] / 255;
    }
  return { x, y, n, shape: [SIDE, SIDE, 3], classes: CLASSES };
}

/** Loads CIFAR-10 from a source whose one file is the archive of the binary version. */
export async function loadCifar10From(
  source: DownloadSource,
  options: LoadOptions = {},
): Promise<TrainTest> {
  keep(source.name, 1, options.limit);
  const [packed] = await obtain(source, options);
  const archive = `${source.name}: ${source.files[0].name}`;
  const entries = readTar(await gunzipFile(packed, archive), archive);
  const part = (name: string, files: readonly string[]): Dataset => {
    const contents = files.map((file) => {
      const bytes = entries.get(`cifar-10-batches-bin/${file}`);
      if (bytes === undefined) throw new DataError(`${archive}: holds no ${file}`);
      return bytes;
    });
    return parseCifar10(contents, `${source.name} ${name}`, { limit: options.limit });
  };
  return {
    train: part(
      "train",
      [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`),
    ),
    test: part("test", ["test_batch.bin"]),
  };
}

/**
 * CIFAR-10: 50,000 + 10,000 colour pictures of 32 × 32 pixels in [0, 1], downloaded on first use (170 MB).
 * All of it takes 740 MB of memory; `limit` keeps the first examples of each part.
 * Source: Krizhevsky (2009), "Learning multiple layers of features from tiny images".
 */
export async function loadCifar10(options: LoadOptions = {}): Promise<TrainTest> {
  return loadCifar10From(downloadSource("cifar-10"), options);
}
