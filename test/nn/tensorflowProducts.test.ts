import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Rng, type TrainConfig, train } from "batchwise";
import type { Tensor } from "batchwise/dist/nn/device.js";
import { loadBinding } from "batchwise/dist/nn/tensorflowBinding.js";
import { TensorflowProducts } from "batchwise/dist/nn/tensorflowProducts.js";
import { WasmDevice } from "batchwise/dist/nn/wasmDevice.js";
import { blobs, essence } from "./problems.js";

const values = (length: number, seed: number): Float32Array => {
  const rng = Rng.fromSeed(seed);
  return Float32Array.from({ length }, () => rng.normal());
};

function near(actual: Float32Array, expected: Float32Array): void {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of actual.entries())
    assert.ok(Math.abs(value - expected[i]) < 1e-4, `${i}`);
}

suite("TensorflowProducts", async () => {
  const binding = await loadBinding();

  for (const transposeA of [false, true])
    for (const transposeB of [false, true])
      test(`equals the kernels' product, transposed ${transposeA}, ${transposeB}`, () => {
        const run = (device: WasmDevice): (() => Float32Array)[] => {
          const a = device.variable(transposeA ? [20, 12] : [12, 20], values(240, 1));
          const b = device.variable(transposeB ? [8, 20] : [20, 8], values(160, 2));
          const bias = device.variable([8], values(8, 3));
          const made: Tensor[] = [];
          const program = device.record(() => {
            made.push(device.matmul(a, b, { transposeA, transposeB, bias }));
          });
          const product = (): Float32Array => {
            program();
            return device.read(made[0]);
          };
          const changed = (): Float32Array => {
            device.write(a, values(240, 4));
            return product();
          };
          const grown = (): Float32Array => {
            device.variable([3000, 3000]);
            device.write(b, values(160, 5));
            return product();
          };
          return [product, changed, grown];
        };
        const before = binding.getNumOfTensors();
        const plain = new WasmDevice();
        const mixed = new WasmDevice(new TensorflowProducts(binding, 0));
        const expected = run(plain);
        // The factors are read where they lie: changes show, also after the memory has grown.
        for (const [i, product] of run(mixed).entries()) near(product(), expected[i]());
        plain.dispose();
        mixed.dispose();
        assert.equal(binding.getNumOfTensors(), before);
      });

  test("a run with them follows the run without, and repeats bit for bit", async () => {
    const splits = { train: blobs(300, 400, 4, 1), valid: blobs(60, 400, 4, 2) };
    const config: TrainConfig = {
      model: { kind: "mlp", hidden: [64] },
      optimizer: { kind: "momentum", learningRate: 0.001 },
      batchSize: 100,
      budget: { epochs: 3 },
      seed: 1,
    };
    const before = binding.getNumOfTensors();
    const mixed = await train(splits, config, { engine: "mixed" });
    assert.equal(binding.getNumOfTensors(), before);
    assert.deepEqual(essence(await train(splits, config, { engine: "mixed" })), essence(mixed));
    const wasm = await train(splits, config, { engine: "wasm" });
    for (const [i, { trainLoss, validLoss }] of wasm.history.entries()) {
      assert.ok(Math.abs(mixed.history[i].trainLoss / trainLoss - 1) < 1e-4);
      assert.ok(Math.abs(mixed.history[i].validLoss / validLoss - 1) < 1e-4);
    }
    assert.notDeepEqual(essence(mixed), essence(wasm)); // the products are others, to the last bit
  });
});
