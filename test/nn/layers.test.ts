import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Rng } from "batchwise";
import type { Device, Tensor } from "batchwise/dist/nn/device/device.js";
import { type Engine, openDevice } from "batchwise/dist/nn/device/engine.js";
import { batchNorm } from "batchwise/dist/nn/model/layers/batchNorm.js";
import { dropout } from "batchwise/dist/nn/model/layers/dropout.js";
import type { Layer } from "batchwise/dist/nn/model/layers/layer.js";

const engines: readonly Engine[] = ["wasm", "tensorflow"];

/** What a layer gives for `values` (rows, columns) in training, at each of the given steps. */
function outputs(
  device: Device,
  layer: Layer,
  shape: readonly [number, number],
  values: Float32Array,
  steps: readonly number[] = [1],
): Float32Array[] {
  const input = device.variable(shape, values);
  const variables = new Map(layer.parameters.map((p) => [p, device.variable(p.shape, p.initial)]));
  const step = { value: 0 };
  let output: Tensor = input;
  const run = device.record(() => {
    const recording = {
      device,
      training: true,
      step,
      variable: (p: (typeof layer.parameters)[number]): Tensor => variables.get(p) ?? input,
      gradient: (): void => {},
    };
    output = layer.record(input, recording).output;
  });
  return steps.map((number) => {
    step.value = number;
    run();
    const result = device.read(output).slice();
    device.endStep();
    return result;
  });
}

for (const engine of engines)
  suite(`on ${engine}`, () => {
    test("dropout keeps the mean, drops the given share, and depends on the step only", async () => {
      const device = await openDevice(engine);
      const layer = dropout(0.3, Rng.fromSeed(1));
      const ones = new Float32Array(200 * 100).fill(1);
      const [a, b, again] = outputs(device, layer, [200, 100], ones, [1, 2, 1]);
      device.dispose();
      const dropped = a.filter((v) => v === 0).length / a.length;
      // Four standard deviations of a share of 20,000 draws.
      assert.ok(Math.abs(dropped - 0.3) < 4 * Math.sqrt((0.3 * 0.7) / a.length), `${dropped}`);
      assert.ok(a.every((v) => v === 0 || Math.abs(v - 1 / 0.7) < 1e-6));
      assert.deepEqual(a, again);
      const both = a.filter((v, i) => v === 0 && b[i] === 0).length / a.length;
      assert.ok(Math.abs(both - 0.09) < 4 * Math.sqrt((0.09 * 0.91) / a.length), `${both}`);
    });

    test("ghost batches are normalised each for itself", async () => {
      const device = await openDevice(engine);
      const rng = Rng.fromSeed(2);
      const values = Float32Array.from({ length: 10 * 3 }, () => 5 + 2 * rng.normal());
      const [ghost] = outputs(device, batchNorm("norm", 3, { ghostBatchSize: 4 }), [10, 3], values);
      for (const [from, to] of [
        [0, 4],
        [4, 8],
        [8, 10],
      ]) {
        const rows = values.slice(3 * from, 3 * to);
        const [alone] = outputs(device, batchNorm("norm", 3, {}), [to - from, 3], rows);
        alone.forEach((v, i) => void assert.ok(Math.abs(v - ghost[3 * from + i]) < 1e-5));
        const column = alone.filter((_, i) => i % 3 === 0);
        assert.ok(Math.abs(column.reduce((sum, v) => sum + v, 0)) < 1e-5);
      }
      device.dispose();
    });
  });
