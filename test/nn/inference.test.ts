import assert from "node:assert/strict";
import { test } from "node:test";
import { Rng } from "batchwise";
import { WasmDevice } from "batchwise/dist/nn/device/wasm/device.js";
import { outputsOf } from "batchwise/dist/nn/model/inference.js";
import { buildNetwork } from "batchwise/dist/nn/model/network.js";
import { rowsAtOnce } from "batchwise/dist/nn/model/rowsAtOnce.js";

const shape = [8, 8, 1];
const rng = Rng.fromSeed(3);
const network = buildNetwork(
  { kind: "cnn", filters: [4] },
  { shape, outputs: 3, init: rng.fork("init"), dropout: rng.fork("dropout") },
);
const weights = network.parameters.map(({ initial }) => initial);

/** Outputs of so many examples, so many at once, and the memory that they took. */
function outputs(
  n: number,
  atOnce: number,
): { readonly values: Float32Array; readonly bytes: number } {
  const draw = Rng.fromSeed(4);
  const x = Float32Array.from({ length: n * 64 }, () => draw.normal());
  const device = new WasmDevice();
  const values = outputsOf(device, network, weights, { x, shape, columns: 3, atOnce });
  const { bytes } = device;
  device.dispose();
  return { values, bytes };
}

test("outputs are the same however many examples are computed at once", () => {
  const all = outputs(50, 50).values;
  for (const atOnce of [1, 7, 25, 49, 1000])
    outputs(50, atOnce).values.forEach((value, i) => {
      assert.ok(Math.abs(value - all[i]) < 1e-5, `${atOnce} at once: ${value}, not ${all[i]}`);
    });
});

test("memory does not grow with the number of examples", () => {
  assert.equal(outputs(640, 64).bytes, outputs(64, 64).bytes);
});

test("fewer examples at once where each makes large images", () => {
  assert.equal(rowsAtOnce({ kind: "mlp", hidden: [4096] }, [3072]), 1024);
  assert.equal(rowsAtOnce({ kind: "cnn", filters: [8, 16] }, [28, 28, 1]), 1024);
  // 2.25 × (224² × 64 + 112² × 64) values each.
  assert.equal(rowsAtOnce({ kind: "cnn", filters: [64, 64] }, [224, 224, 3]), 7);
  assert.equal(
    rowsAtOnce({ kind: "cnn1d", convolutions: [{ filters: 2 ** 12, width: 3, padding: 1 }] }, [
      2 ** 14,
    ]),
    1,
  );
});
