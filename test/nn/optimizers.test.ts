import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type OptimizerSpec, Rng } from "batchwise";
import { openDevice } from "batchwise/dist/nn/device/engine.js";
import { buildOptimizer } from "batchwise/dist/nn/training/optimizers.js";

// The update rules in float64, one parameter at a time, as their papers and PyTorch write them; with
// constants so large that each of them shows.

type Rule = (gradients: readonly number[], rate: number) => number;

/** What is subtracted after each gradient, summed up. */
const rules: Readonly<Record<string, readonly [OptimizerSpec, Rule]>> = {
  sgd: [
    { kind: "sgd", learningRate: 0.1 },
    (gradients, rate) => gradients.reduce((sum, g) => sum + rate * g, 0),
  ],
  momentum: [
    { kind: "momentum", learningRate: 0.1, momentum: 0.7 },
    (gradients, rate) => {
      let [sum, v] = [0, 0];
      for (const g of gradients) {
        v = 0.7 * v + g;
        sum += rate * v;
      }
      return sum;
    },
  ],
  nesterov: [
    { kind: "nesterov", learningRate: 0.1, momentum: 0.7 },
    (gradients, rate) => {
      let [sum, v] = [0, 0];
      for (const g of gradients) {
        v = 0.7 * v + g;
        sum += rate * (g + 0.7 * v);
      }
      return sum;
    },
  ],
  rmsprop: [
    { kind: "rmsprop", learningRate: 0.1, decay: 0.8, epsilon: 0.3, momentum: 0.6 },
    (gradients, rate) => {
      let [sum, s, v] = [0, 0, 0];
      for (const g of gradients) {
        s = 0.8 * s + 0.2 * g * g;
        v = 0.6 * v + g / (Math.sqrt(s) + 0.3);
        sum += rate * v;
      }
      return sum;
    },
  ],
  adam: [
    { kind: "adam", learningRate: 0.1, beta1: 0.8, beta2: 0.9, epsilon: 0.3 },
    (gradients, rate) => adam(gradients, rate, 0.9),
  ],
  "adam with β2's half-life in examples": [
    {
      kind: "adam",
      learningRate: 0.1,
      beta1: 0.8,
      beta2: 0.9,
      epsilon: 0.3,
      beta2Reference: { batchSize: 8 },
    },
    (gradients, rate) => adam(gradients, rate, 0.9 ** (32 / 8)),
  ],
};

function adam(gradients: readonly number[], rate: number, beta2: number): number {
  let [sum, m, v] = [0, 0, 0];
  gradients.forEach((g, i) => {
    m = 0.8 * m + 0.2 * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const mean = m / (1 - 0.8 ** (i + 1));
    const square = v / (1 - beta2 ** (i + 1));
    sum += (rate * mean) / (Math.sqrt(square) + 0.3);
  });
  return sum;
}

for (const engine of ["wasm", "tensorflow"] as const)
  suite(`on ${engine}`, () => {
    for (const [name, [spec, rule]] of Object.entries(rules))
      test(name, async () => {
        const device = await openDevice(engine);
        const optimizer = buildOptimizer(spec, device, 32);
        const rng = Rng.fromSeed(4);
        const start = Float32Array.from({ length: 7 }, () => rng.normal());
        const parameter = device.variable([7], start);
        const gradient = device.variable([7]);
        const state = optimizer.rule(parameter);
        const step = device.record(() => device.update(parameter, gradient, state));
        const gradients = Array.from({ length: 6 }, () =>
          Float32Array.from({ length: 7 }, () => rng.normal()),
        );
        gradients.forEach((values, i) => {
          device.write(gradient, values);
          optimizer.prepare(i + 1, spec.learningRate);
          step();
          device.endStep();
        });
        device.read(parameter).forEach((value, j) => {
          const expected =
            start[j] -
            rule(
              gradients.map((g) => g[j]),
              spec.learningRate,
            );
          assert.ok(Math.abs(value - expected) < 2e-6, `${value} for ${expected}`);
        });
        device.dispose();
      });
  });
