import assert from "node:assert/strict";
import { test } from "node:test";
import { WasmHeap } from "batchwise/dist/nn/device/wasm/heap.js";

test("more memory than WebAssembly has is refused with its size, and the heap stays of use", () => {
  const heap = WasmHeap.acquire();
  assert.throws(() => heap.reserve(4.5 * 2 ** 30), {
    name: "RangeError",
    message: /^batchwise: .* must fit in WebAssembly's 4 GiB .*, got 4\.5 GiB; smaller batches/,
  });
  const address = heap.allocate(16);
  heap.floats(address, 4).set([1, 2, 3, 4]);
  assert.equal(heap.kernels.sumSquares(address, 4), 30);
  heap.release();
});
