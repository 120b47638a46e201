import assert from "node:assert/strict";
import { test } from "node:test";
import { imageGrid, type Json } from "batchwise/plot";

/** Two images of 2 × 2 pixels. */
const grey = { x: Float32Array.of(0, 1, 0.5, 0, 1, 1, 1, 0), n: 2, shape: [2, 2, 1] };
const rows = [
  { name: "first", images: grey },
  { name: "second", images: { ...grey, x: grey.x.map((v) => 1 - v) } },
];

function pixels(figure: ReturnType<typeof imageGrid>): Json[][] {
  const z = figure.data[0]["z"];
  assert.ok(Array.isArray(z));
  return z;
}

test("every pixel stands where it belongs, with clear gaps between images", () => {
  const z = pixels(imageGrid(rows, { title: "t" }));
  assert.equal(z.length, 5);
  assert.ok(z.every((line) => line.length === 5));
  assert.deepEqual(z[0][1], [255, 255, 255, 1]);
  assert.deepEqual(z[1][0], [128, 128, 128, 1]);
  assert.deepEqual(z[1][4], [0, 0, 0, 1]);
  assert.deepEqual(z[4][4], [255, 255, 255, 1]);
  for (let k = 0; k < 5; k++)
    assert.deepEqual(
      [z[2][k], z[k][2]],
      [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    );
});

test("three channels are red, green and blue", () => {
  const images = { x: Float32Array.of(1, 0, 0.2), n: 1, shape: [1, 1, 3] };
  assert.deepEqual(pixels(imageGrid([{ name: "a", images }], { title: "t" })), [[[255, 0, 51, 1]]]);
});

test("names stand at the middle of their row and column, and are never markup", () => {
  const named = [{ name: "<b>", images: grey }, rows[1]];
  const { layout } = imageGrid(named, { title: "<i>", columns: ["<u>", "two"] });
  const { xaxis, yaxis } = layout as { xaxis: { tickvals: Json }; yaxis: { tickvals: Json } };
  assert.deepEqual(xaxis.tickvals, [0.5, 3.5]);
  assert.deepEqual(yaxis.tickvals, [0.5, 3.5]);
  assert.doesNotMatch(JSON.stringify(layout), /<(b|i|u)>/);
});

test("what cannot be drawn is refused", () => {
  assert.throws(() => imageGrid([], { title: "t" }), /rows must hold at least one row/);
  const flat = { ...grey, shape: [4, 1] };
  assert.throws(
    () => imageGrid([{ name: "a", images: flat }], { title: "t" }),
    /images must be \[rows, cols, 1\] or \[rows, cols, 3\], got "4×1"/,
  );
  const less = { name: "less", images: { ...grey, n: 1 } };
  assert.throws(() => imageGrid([rows[0], less], { title: "t" }), /images of "less" must be/);
});
