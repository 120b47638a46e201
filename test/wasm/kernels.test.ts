import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Worker } from "node:worker_threads";
import { Rng, type TrainConfig, train, trainMany } from "batchwise";
import { WasmHeap } from "batchwise/dist/nn/device/wasm/heap.js";
import { blobs, essence } from "../nn/problems.js";

const LONG = 1e9;

/** Values of which the sum of squares depends on how it is parted. */
function fill(heap: WasmHeap, length: number, seed: number): number {
  const rng = Rng.fromSeed(seed);
  const address = heap.allocate(4 * length);
  heap.floats(address, length).set(Float32Array.from({ length }, () => rng.normal()));
  return address;
}

suite("a shared call", () => {
  test("gives the same whichever thread makes its parts, on one memory after the other", () => {
    const length = 1000;
    const heaps = [WasmHeap.acquire(), WasmHeap.acquire()];
    const calls = heaps.map((heap, seed) => {
      const address = fill(heap, length, seed);
      const parts: number[] = [];
      const call = heap.call("sumSquares", { length, nanoseconds: LONG }, (kernel, from, count) => {
        if (kernel === heap.kernels.sumSquares) parts.push(count);
        return kernel(address + 4 * from, count);
      });
      const { sumSquares } = heap.kernels;
      const expected = sumSquares(address, 512) + sumSquares(address + 4 * 512, length - 512);
      return { call, parts, expected };
    });
    // Both ways are seen: all parts made here (at first, for the other thread starts), and one of them there.
    const made = new Set<number>();
    const deadline = performance.now() + 30_000;
    while (made.size < 2 && performance.now() < deadline)
      for (const { call, parts, expected } of calls) {
        parts.length = 0;
        assert.equal(call(), expected);
        made.add(parts.length);
      }
    for (const heap of heaps) heap.release();
    assert.deepEqual([...made].sort(), [1, 2]);
  });

  test("is not parted where it is short", () => {
    const heap = WasmHeap.acquire();
    const address = fill(heap, 1000, 1);
    const extent = { length: 1000, nanoseconds: 1 };
    const counts: number[] = [];
    heap.call("sumSquares", extent, (kernel, from, count) => {
      counts.push(count);
      return kernel(address + 4 * from, count);
    })();
    heap.release();
    assert.deepEqual(counts, [1000]);
  });

  test("throws what its kernel throws", () => {
    const heap = WasmHeap.acquire();
    const beyond = 2 ** 32 - 64;
    const call = heap.call("sumSquares", { length: 4096, nanoseconds: LONG }, (kernel, _, count) =>
      kernel(beyond, count),
    );
    for (let i = 0; i < 100; i++) assert.throws(call, WebAssembly.RuntimeError);
    heap.release();
  });

  test("does not keep the process alive, nor a thread that is one of many wait", async () => {
    const script = `
      import { parentPort } from "node:worker_threads";
      import { WasmHeap } from "batchwise/dist/nn/device/wasm/heap.js";
      const heap = WasmHeap.acquire();
      const address = heap.allocate(4000);
      heap.floats(address, 1000).fill(1);
      const extent = { length: 1000, nanoseconds: 1e9 };
      const call = heap.call("sumSquares", extent, (kernel, from, count) => kernel(address + 4 * from, count));
      parentPort.postMessage(call());`;
    const worker = new Worker(
      new URL(`data:text/javascript,${encodeURIComponent(resolved(script))}`),
    );
    const sum = await new Promise((resolve, reject) => {
      worker.once("message", resolve).once("error", reject);
    });
    assert.equal(sum, 1000);
  });

  test("leaves a run the same on the main thread and in a pool", async () => {
    const splits = { train: blobs(1600, 40, 4, 1), valid: blobs(200, 40, 4, 2) };
    const config: TrainConfig = {
      model: { kind: "mlp", hidden: [48], activation: "tanh", batchNorm: {} },
      optimizer: { kind: "adam", learningRate: 0.01 },
      clipNorm: 0.5,
      l1: 1e-4,
      batchSize: "full",
      budget: { epochs: 30 },
      seed: 1,
    };
    const [pooled] = await trainMany(splits, [config]);
    for (let i = 0; i < 3; i++)
      assert.deepEqual(essence(await train(splits, config)), essence(pooled));
  });
});

/** Bare specifiers mean nothing in a data URL. */
function resolved(script: string): string {
  return script.replace(/"(batchwise[^"]*)"/, (_, name) => `"${import.meta.resolve(name)}"`);
}
