import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { loadDigits } from "batchwise";
import { checkDataset, loadExamples } from "batchwise/data";
import sharp, { type Sharp } from "sharp";
import { idx } from "./writers.js";

const root = mkdtempSync(join(tmpdir(), "pictures-"));
after(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;

/** A folder with files by their paths. */
async function folderOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = join(root, String(folders++));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const refuses = (path: string, message: RegExp, options = {}): Promise<void> =>
  assert.rejects(loadExamples(path, options), (error: Error) => {
    assert.match(error.name, /^(DataError|ArgumentError)$/, error.stack);
    assert.match(error.message, message);
    return true;
  });

/** A picture of given values. */
function picture(values: readonly number[], width: number, channels: 1 | 2 | 3 | 4): Sharp {
  const height = values.length / width / channels;
  const space = channels <= 2 ? "b-w" : "srgb";
  return sharp(Uint8Array.from(values), { raw: { width, height, channels } }).toColourspace(space);
}

const GREY = [0, 51, 102, 153, 204, 255];
const COLOURS = GREY.flatMap((value) => [value, 0, 255 - value]);

test("grey pictures have one channel, others three; classes are the folders, in their order", async () => {
  const grey = await picture(GREY, 3, 1).png().toBuffer();
  const colour = await picture(COLOURS, 3, 3).png().toBuffer();
  const path = await folderOf({ "b/1.png": grey, "b/2.PNG": grey, "a/1.png": grey });
  const { data, problem, reason, features, notes, split } = await loadExamples(path);
  checkDataset("test", data);
  assert.deepEqual(
    [data.shape, data.classes, [...data.y]],
    [
      [2, 3, 1],
      ["a", "b"],
      [0, 1, 1],
    ],
  );
  const pixels = GREY.map((value) => Math.fround(value / 255));
  assert.deepEqual([...data.x], [...pixels, ...pixels, ...pixels]);
  assert.equal(problem, "classification");
  assert.match(reason, /because the pictures lie in 2 folders/);
  assert.deepEqual([features, notes, split], [undefined, [], undefined]);
  const mixed = await loadExamples(await folderOf({ "a/1.png": grey, "b/1.png": colour }));
  assert.deepEqual(mixed.data.shape, [2, 3, 3]);
  const of = (values: readonly number[]): number[] => values.map((v) => Math.fround(v / 255));
  assert.deepEqual([...mixed.data.x], of([...GREY.flatMap((v) => [v, v, v]), ...COLOURS]));
});

test("JPEG, WebP and GIF are decoded, clear parts are white, pictures stand as their camera says", async () => {
  const whole = picture(
    Array.from({ length: 16 * 16 * 3 }, () => 200),
    16,
    3,
  );
  const path = await folderOf({
    "a/1.jpg": await whole.clone().jpeg().toBuffer(),
    "a/2.webp": await whole.clone().webp({ lossless: true }).toBuffer(),
    "b/1.gif": await whole.clone().gif().toBuffer(),
    "b/2.tif": await whole.clone().tiff().toBuffer(),
  });
  const { data } = await loadExamples(path);
  assert.deepEqual(data.shape, [16, 16, 3]);
  for (const value of data.x) assert.ok(Math.abs(value - 200 / 255) < 0.01);
  const clear = await picture([9, 9, 9, 0, 9, 9, 9, 255], 2, 4).png().toBuffer();
  const turned = await picture([0, 0, 0, 255, 255, 255], 1, 3)
    .png()
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const stands = await loadExamples(await folderOf({ "a/1.png": clear, "b/1.png": turned }));
  assert.deepEqual(stands.data.shape, [1, 2, 3]);
  const nine = Math.fround(9 / 255);
  assert.deepEqual([...stands.data.x], [1, 1, 1, nine, nine, nine, 1, 1, 1, 0, 0, 0]);
  assert.match(
    stands.notes.join("\n"),
    /1 of 2 pictures have clear parts, which are read as white/,
  );
});

test("pictures of several sizes are refused with two of them, and resized if asked", async () => {
  const small = await picture(GREY, 3, 1).png().toBuffer();
  const large = await picture([...GREY, ...GREY], 3, 1)
    .png()
    .toBuffer();
  const path = await folderOf({ "a/1.png": small, "b/1.png": large, "b/notes.txt": "x" });
  await refuses(
    path,
    /must be of one size, got 2 × 3 \(a.1\.png\) and 4 × 3 \(b.1\.png\); give imageSize/,
  );
  const { data, notes } = await loadExamples(path, { imageSize: [4, 3] });
  assert.deepEqual(data.shape, [4, 3, 1]);
  assert.deepEqual(notes, [
    '1 entry of its folders is left out, being no picture that can be read: "b/notes.txt"',
    "1 of 2 pictures are resized to 4 × 3",
  ]);
  assert.deepEqual((await loadExamples(path, { imageSize: 2 })).data.shape, [2, 2, 1]);
  await refuses(path, /imageSize must be a positive integer, got 0/, { imageSize: 0 });
});

test("folders train, valid and test above those of classes divide the pictures", async () => {
  const png = await picture(GREY, 3, 1).png().toBuffer();
  const path = await folderOf({
    ...{ "test/a/1.png": png, "test/b/1.png": png, "val/b/1.png": png },
    ...{ "Train/a/1.png": png, "Train/b/1.png": png },
  });
  const { data, split, notes } = await loadExamples(path);
  assert.deepEqual(split, ["train", "train", "test", "test", "valid"]);
  assert.deepEqual([...data.y], [0, 1, 0, 1, 1]);
  assert.match(notes[0], /the folders "Train", "test", "val" divide the pictures/);
});

test("folders and pictures that cannot be read are refused by name", async () => {
  const png = await picture(GREY, 3, 1).png().toBuffer();
  await refuses(await folderOf({ "x.txt": "" }), /must hold one folder for each class/);
  await refuses(
    await folderOf({ "a/1.png": png }),
    /pictures for each of two classes at least, got "a" only/,
  );
  await refuses(
    await folderOf({ "a/1.png": png, "b/x.txt": "" }),
    /b: must hold pictures .*of the class "b"/,
  );
  const noise = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * i) % 251));
  const large = await sharp(noise, { raw: { width: 50, height: 20, channels: 3 } })
    .jpeg()
    .toBuffer();
  const cut = await folderOf({ "a/1.jpg": large, "b/1.jpg": large.subarray(0, 600) });
  await refuses(cut, /b.1\.jpg: the picture cannot be decoded: /);
  const text = await folderOf({ "a/1.png": png, "b/1.png": "hello" });
  await refuses(text, /b.1\.png: the picture cannot be decoded: /);
  await refuses(text, /label is for tables; pictures have their labels/, { label: "y" });
  await refuses(text, /pictures have classes, not real values/, { problem: "regression" });
});

test("IDX: labels beside the images, t10k as the test part, packed or not", async () => {
  const digits = loadDigits();
  for (const path of ["data/digits", "data/digits/images.idx3-ubyte"]) {
    const { data, split, reason } = await loadExamples(path);
    // Its pixels go up to 16, which loadDigits knows.
    const x = data.x.map((value) => Math.round(255 * value) / 16);
    assert.deepEqual([{ ...data, x }, split], [digits, undefined]);
    assert.match(reason, /because the labels are 10 different whole numbers/);
  }
  const images = (n: number, from: number): Uint8Array =>
    idx(
      [n, 2, 2],
      Array.from({ length: 4 * n }, (_, i) => from + i),
    );
  const path = await folderOf({
    "train-images-idx3-ubyte.gz": gzipSync(images(3, 0)),
    "train-labels-idx1-ubyte": idx([3], [7, 3, 7]),
    "t10k-images-idx3-ubyte": images(2, 100),
    "t10k-labels-idx1-ubyte.gz": gzipSync(idx([2], [3, 9])),
  });
  for (const file of ["", "train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"]) {
    if (file === "train-images-idx3-ubyte")
      copyFileSync(join(path, `${file}.gz`), join(path, file));
    const { data, split, notes } = await loadExamples(join(path, file));
    assert.deepEqual([data.n, data.shape, data.classes], [5, [2, 2, 1], ["3", "7", "9"]]);
    assert.deepEqual([...data.y], [1, 0, 1, 0, 2]);
    assert.deepEqual(split, ["train", "train", "train", "test", "test"]);
    assert.equal(data.x[12], Math.fround(100 / 255));
    assert.match(notes[0], /^"t10k-images-idx3-ubyte" beside it is the test part/);
  }
  const alone = await loadExamples(join(path, "t10k-images-idx3-ubyte"));
  assert.deepEqual([alone.data.n, alone.split], [2, undefined]);
});

test("IDX files that do not belong together are refused with what is looked for", async () => {
  const images = idx([2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7]);
  const alone = join(await folderOf({ "images.idx3-ubyte": images }), "images.idx3-ubyte");
  await refuses(
    alone,
    /its labels must be beside it, in "labels\.idx1-ubyte", with or without \.gz/,
  );
  const path = await folderOf({
    "images.idx3-ubyte": images,
    "labels.idx1-ubyte": idx([3], [0, 1, 0]),
  });
  await refuses(join(path, "images.idx3-ubyte"), /2×2×2 images and 3 labels disagree/);
  await refuses(join(path, "labels.idx1-ubyte"), /name the file of the images/);
  await refuses(join(path, "none-images-idx3-ubyte"), /there is no such file/);
  await refuses(join(path, "images.idx3-ubyte"), /imageSize is for folders of pictures/, {
    imageSize: 3,
  });
});
