import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { Rng } from "batchwise";
import { loadCifar10From, parseCifar10 } from "batchwise/dist/data/cifar10.js";
import { gunzipFile } from "batchwise/dist/data/gunzip.js";
import { idxDataset, loadIdx } from "batchwise/dist/data/mnist.js";
import { readTar } from "batchwise/dist/data/tar.js";
import { type FileServer, ranged, serve, sourceOf } from "./fileServer.js";
import { mutations, onlyDataErrors } from "./mutations.js";
import { idx, tar } from "./writers.js";

const folder = mkdtempSync(join(tmpdir(), "batchwise-archives-"));
const servers: FileServer[] = [];
after(async () => {
  rmSync(folder, { recursive: true });
  for (const server of servers) await server.close();
});

async function served(name: string, files: Record<string, Uint8Array>) {
  const server = await serve(files, ranged);
  servers.push(server);
  return sourceOf(name, files, [server.address]);
}

const pixels = (n: number): number[] => Array.from({ length: n }, (_, i) => (i * 37) % 256);
const mnistFiles = (): Record<string, Uint8Array> => ({
  "train-images.gz": gzipSync(idx([3, 2, 4], pixels(24))),
  "train-labels.gz": gzipSync(idx([3], [2, 0, 1])),
  "test-images.gz": gzipSync(idx([1, 2, 4], pixels(8))),
  "test-labels.gz": gzipSync(idx([1], [1])),
});
const CLASSES = ["a", "b", "c"];

/** A CIFAR-10 record whose pixel at (row, col, channel) is row + 2 col + 64 channel. */
function record(label: number): number[] {
  const plane = (channel: number): number[] =>
    Array.from({ length: 1024 }, (_, i) => Math.floor(i / 32) + 2 * (i % 32) + 64 * channel);
  return [label, ...plane(0), ...plane(1), ...plane(2)];
}
const cifarEntries = (): Record<string, Uint8Array> => ({
  ...Object.fromEntries(
    [1, 2, 3, 4, 5].map((i) => [
      `cifar-10-batches-bin/data_batch_${i}.bin`,
      Uint8Array.from([...record(i), ...record(0)]),
    ]),
  ),
  "cifar-10-batches-bin/test_batch.bin": Uint8Array.from(record(9)),
});

test("MNIST's four files become two data sets in [0, 1]", async () => {
  const source = await served("digits", mnistFiles());
  const { train, test: held } = await loadIdx(source, CLASSES, { folder });
  assert.deepEqual([train.n, held.n], [3, 1]);
  assert.deepEqual(train.shape, [2, 4, 1]);
  assert.deepEqual([...train.y], [2, 0, 1]);
  assert.deepEqual(
    train.x,
    Float32Array.from(pixels(24), (pixel) => pixel / 255),
  );
  const { train: two } = await loadIdx(source, CLASSES, { folder, limit: 2 });
  assert.deepEqual([two.n, two.x.length, two.y.length], [2, 16, 2]);
});

test("CIFAR-10's planes become rows × columns × channels", async () => {
  const source = await served("colours", { "c.tar.gz": gzipSync(tar(cifarEntries())) });
  const { train, test: held } = await loadCifar10From(source, { folder });
  assert.deepEqual([train.n, held.n], [10, 1]);
  assert.deepEqual(train.shape, [32, 32, 3]);
  assert.deepEqual([...train.y], [1, 0, 2, 0, 3, 0, 4, 0, 5, 0]);
  assert.deepEqual([...held.y], [9]);
  for (const [row, col, channel] of [
    [0, 0, 0],
    [31, 7, 1],
    [3, 31, 2],
  ])
    assert.equal(
      held.x[(row * 32 + col) * 3 + channel],
      Math.fround((row + 2 * col + 64 * channel) / 255),
    );
  const { train: three } = await loadCifar10From(source, { folder, limit: 3 });
  assert.deepEqual([...three.y], [1, 0, 2]);
});

test("damaged archives are refused by name, with what is wrong", async () => {
  const good = mnistFiles();
  const cut = { ...good, "train-images.gz": good["train-images.gz"].subarray(0, -9) };
  await assert.rejects(loadIdx(await served("cut", cut), CLASSES, { folder }), {
    name: "DataError",
    message: /^cut: train-images\.gz: the gzip file is cut short at \d+ bytes$/,
  });
  await assert.rejects(gunzipFile(Uint8Array.of(1, 2, 3), "x.gz"), {
    name: "DataError",
    message: /^x\.gz: not a good gzip file \(incorrect header check\)$/,
  });
  const disagree = { ...good, "train-labels.gz": gzipSync(idx([2], [0, 1])) };
  await assert.rejects(loadIdx(await served("disagree", disagree), CLASSES, { folder }), {
    name: "DataError",
    message: "disagree train: 3×2×4 images and 2 labels disagree",
  });
  const label = { ...good, "train-labels.gz": gzipSync(idx([3], [0, 3, 1])) };
  await assert.rejects(loadIdx(await served("label", label), CLASSES, { folder }), {
    name: "DataError",
    message: "label train: label 1 must be below 3, got 3",
  });
  assert.throws(() => parseCifar10([Uint8Array.from(record(1)).subarray(1)], "c"), {
    name: "DataError",
    message: "c: a file must hold records of 3073 bytes, got 3072 bytes",
  });
  assert.throws(() => parseCifar10([Uint8Array.from([...record(1), ...record(10)])], "c"), {
    name: "DataError",
    message: "c: label of record 1 must be below 10, got 10",
  });
  const { "cifar-10-batches-bin/data_batch_4.bin": _, ...four } = cifarEntries();
  const incomplete = await served("incomplete", { "c.tar.gz": gzipSync(tar(four)) });
  await assert.rejects(loadCifar10From(incomplete, { folder }), {
    name: "DataError",
    message: "incomplete: c.tar.gz: holds no data_batch_4.bin",
  });
});

test("readTar reads what tar writes, and refuses what it would not", () => {
  const files = {
    "a.txt": Uint8Array.of(1, 2, 3),
    "b/c": new Uint8Array(600),
    empty: new Uint8Array(0),
  };
  const archive = tar(files);
  assert.deepEqual(readTar(archive, "t"), new Map(Object.entries(files)));
  assert.throws(() => readTar(archive.subarray(0, 1600), "t"), {
    message: "t: b/c of 600 bytes does not fit into the 64 bytes left",
    name: "DataError",
  });
  assert.throws(
    () => readTar(archive.subarray(0, 1024), "t"),
    /^DataError: t: the tar archive is cut short/,
  );
  const altered = archive.slice();
  altered[0] ^= 1;
  assert.throws(() => readTar(altered, "t"), /no tar header at byte 0 \(its checksum is wrong\)/);
});

test("10,000 mutated inputs each: IDX pairs, CIFAR-10 records, tar and gzip fail only with a DataError", async () => {
  const rng = Rng.fromSeed(1);
  const images = idx([3, 2, 4], pixels(24));
  const labels = idx([3], [2, 0, 1]);
  let refused = 0;
  for (const [i, bytes] of mutations(images, rng.fork("images"), 10_000).entries())
    refused += onlyDataErrors(() =>
      i % 2
        ? idxDataset("m", bytes, labels, { classes: CLASSES })
        : idxDataset("m", images, bytes, { classes: CLASSES }),
    );
  for (const bytes of mutations(labels, rng.fork("labels"), 10_000))
    refused += onlyDataErrors(() => idxDataset("m", images, bytes, { classes: CLASSES }));
  const records = Uint8Array.from(record(3));
  for (const bytes of mutations(records, rng.fork("records"), 10_000))
    refused += onlyDataErrors(() => parseCifar10([bytes], "m"));
  const archive = tar({ a: Uint8Array.of(1, 2, 3), b: new Uint8Array(600) });
  for (const bytes of mutations(archive, rng.fork("tar"), 10_000))
    refused += onlyDataErrors(() => readTar(bytes, "m"));
  assert.ok(refused > 20_000, `${refused} of 40,000 were refused`);
  const packed = gzipSync(images);
  for (const bytes of mutations(packed, rng.fork("gzip"), 10_000))
    await gunzipFile(bytes, "m").catch((error: Error) => assert.equal(error.name, "DataError"));
});
