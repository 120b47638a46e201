import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Rng } from "batchwise";
import type { Tensor } from "batchwise/dist/nn/device/device.js";
import { WasmDevice } from "batchwise/dist/nn/device/wasm/device.js";
import { WasmHeap } from "batchwise/dist/nn/device/wasm/heap.js";
import { blasPays, blasProduct, kernelProduct } from "batchwise/dist/nn/device/wasm/product.js";
import { WasmTape } from "batchwise/dist/nn/device/wasm/tape.js";
import fc from "fast-check";

suite("kernels.wasm", () => {
  test("lets moments that decay end at 0, not among the denormals, and keeps NaN", () => {
    const heap = WasmHeap.acquire();
    const [p, g, v] = [0, 1, 2].map(() => heap.allocate(16));
    heap.floats(v, 4).set([1e-30, -1e-30, 1, Number.NaN]);
    for (let step = 0; step < 400; step++) heap.kernels.momentum(p, g, v, 4, 0.1, 0.9);
    const [small, negative, large, nan] = heap.floats(v, 4);
    heap.release();
    assert.deepEqual([small, Math.abs(negative)], [0, 0]);
    assert.ok(large > 1e-19 && large < 1e-17, `0.9^400 is ${large}`);
    assert.ok(Number.isNaN(nan));
  });

  test("multiplies matrices of any size, transposed or not, with a bias or without", () => {
    const size = fc.integer({ min: 1, max: 70 });
    const terms = fc.oneof(size, fc.integer({ min: 300, max: 3000 }));
    fc.assert(
      fc.property(
        fc.record({ m: size, n: size, k: terms, seed: fc.nat(), a: fc.boolean(), b: fc.boolean() }),
        ({ m, n, k, seed, a: transposeA, b: transposeB }) => {
          const rng = Rng.fromSeed(seed);
          const draw = (length: number): Float32Array =>
            Float32Array.from({ length }, () => rng.normal());
          const [a, b, bias] = [draw(m * k), draw(k * n), draw(n)];
          const device = new WasmDevice();
          const left = device.variable(transposeA ? [k, m] : [m, k], a);
          const right = device.variable(transposeB ? [n, k] : [k, n], b);
          const added = device.variable([n], bias);
          let out: Tensor = left;
          const run = device.record(() => {
            out = device.matmul(left, right, { transposeA, transposeB, bias: added });
          });
          const expected = (i: number, j: number): number => {
            let sum = bias[j];
            for (let p = 0; p < k; p++)
              sum += a[transposeA ? p * m + i : i * k + p] * b[transposeB ? j * k + p : p * n + j];
            return sum;
          };
          for (let round = 0; round < 2; round++) {
            run();
            const product = device.read(out);
            for (let i = 0; i < m; i++)
              for (let j = 0; j < n; j++)
                assert.ok(Math.abs(product[i * n + j] - expected(i, j)) < 1e-6 * (k + 100));
          }
          device.dispose();
        },
      ),
      { numRuns: 60 },
    );
  });

  test("multiplies without OpenBLAS as with it", () => {
    const tape = new WasmTape();
    const [m, n, k] = [45, 37, 110];
    const [a, b] = [tape.variable([k, m]), tape.variable([k, n])];
    const rng = Rng.fromSeed(1);
    for (const matrix of [a, b])
      tape.write(
        matrix,
        Float32Array.from({ length: k * matrix.columns }, () => rng.normal()),
      );
    const products = [blasProduct, kernelProduct].map((record) => {
      const out = tape.variable([m, n]);
      record(tape.heap, { a, b, out, m, n, k, transposeA: true, transposeB: false }, 0)();
      return tape.read(out);
    });
    tape.dispose();
    const size = { m, n, k, transposeB: false };
    assert.ok(blasPays(tape.heap, size), "this machine has no OpenBLAS: run npm run setup");
    assert.ok(products[0].every((value, i) => Math.abs(value - products[1][i]) < 1e-4));
  });

  test("a heap given back and taken again holds no old values", () => {
    const first = new WasmDevice();
    first.variable([5, 5], new Float32Array(25).fill(7));
    first.dispose();
    const second = new WasmDevice();
    assert.deepEqual(second.read(second.variable([3, 3])), new Float32Array(9));
    second.dispose();
  });
});
