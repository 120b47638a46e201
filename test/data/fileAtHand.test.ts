import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { sha256 } from "batchwise/dist/data/fileAtHand.js";
import { loadIdx } from "batchwise/dist/data/mnist.js";
import { sourceOf } from "./fileServer.js";

const NOWHERE = "http://127.0.0.1:1/";
const folder = mkdtempSync(join(tmpdir(), "batchwise-at-hand-"));
after(() => rmSync(folder, { recursive: true }));

const idx = (shape: readonly number[], values: readonly number[]): Uint8Array =>
  Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((d) => [0, 0, 0, d]), ...values]);
const plain: Readonly<Record<string, Uint8Array>> = {
  "train-images.gz": idx([2, 1, 2], [0, 51, 102, 255]),
  "train-labels.gz": idx([2], [1, 0]),
  "test-images.gz": idx([1, 1, 2], [255, 0]),
  "test-labels.gz": idx([1], [1]),
};
const packed = Object.fromEntries(
  Object.entries(plain).map(([name, bytes]) => [name, gzipSync(bytes, { level: 1 })]),
);

/** A set in MNIST's form that no mirror has, with these files in its folder. */
async function load(name: string, files: Readonly<Record<string, Uint8Array>>) {
  mkdirSync(join(folder, name));
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, name, file), bytes);
  const source = sourceOf(name, packed, [NOWHERE]);
  const described = {
    ...source,
    files: source.files.map((file) => ({ ...file, unpacked: sha256(plain[file.name]) })),
  };
  return await loadIdx(described, ["no", "yes"], { folder });
}
const renamed = (change: (name: string) => string, pack: (bytes: Uint8Array) => Uint8Array) =>
  Object.fromEntries(Object.entries(plain).map(([name, bytes]) => [change(name), pack(bytes)]));

test("MNIST's files are taken as the mirrors pack them, as another program does, and unpacked", async () => {
  const wanted = await load("mirrored", packed);
  assert.deepEqual(wanted.train.x, Float32Array.of(0, 0.2, 0.4, 1));
  // Another program writes other bytes around the same content; here the level and a name in the header differ.
  const repacked = renamed(
    (name) => name,
    (bytes) => gzipSync(bytes, { level: 9 }),
  );
  repacked["train-labels.gz"][4] ^= 1; // the time in the header
  assert.notDeepEqual(repacked["train-labels.gz"], packed["train-labels.gz"]);
  assert.deepEqual(gunzipSync(repacked["train-labels.gz"]), Buffer.from(plain["train-labels.gz"]));
  assert.deepEqual(await load("repacked", repacked), wanted);
  const unpacked = renamed(
    (name) => name.replace(".gz", ""),
    (bytes) => bytes,
  );
  assert.deepEqual(await load("unpacked", unpacked), wanted);
});

test("other content is refused, packed and unpacked", async () => {
  const other = idx([2], [0, 0]);
  await assert.rejects(load("wrong", { ...packed, "train-labels.gz": gzipSync(other) }), {
    name: "DataError",
    message: /^wrong: .*train-labels\.gz is not the expected file: SHA-256 must be /,
  });
  const { "train-labels.gz": _, ...three } = packed;
  await assert.rejects(load("plain", { ...three, "train-labels": other }), {
    name: "DataError",
    message: /^plain: .*train-labels is not the expected file: SHA-256 must be /,
  });
});
