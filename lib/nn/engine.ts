import { type Dataset, featuresOf } from "../data/dataset.js";
import type { Device } from "./device.js";
import type { ModelSpec } from "./spec.js";
import { WasmDevice } from "./wasmDevice.js";

/**
 * Where a run computes: in WebAssembly on one thread; there too, but with the large matrix products done
 * by TensorFlow on all threads; or in TensorFlow altogether.
 */
export type Engine = "wasm" | "mixed" | "tensorflow";

/** Multiply-adds of the weights with a batch up to which WebAssembly alone is fastest. */
const WASM_PAYS = 4e6;
/** The same for products by TensorFlow between steps in WebAssembly; above it all threads pay for every call. */
const MIXED_PAYS = 7e7;

/** The engine that is faster for a model at a batch size. A function of sizes only, so a run always takes the same. */
export function chooseEngine(
  model: ModelSpec,
  data: Pick<Dataset, "shape" | "classes">,
  batchSize: number,
): Engine {
  if (model.kind === "cnn") return "tensorflow";
  const widths = [
    featuresOf(data),
    ...(model.kind === "mlp" ? model.hidden : []),
    data.classes.length,
  ];
  const weights = widths.slice(1).reduce((sum, width, i) => sum + width * widths[i], 0);
  const products = weights * batchSize;
  return products <= WASM_PAYS ? "wasm" : products <= MIXED_PAYS ? "mixed" : "tensorflow";
}

/** A device of an engine. TensorFlow is loaded at its first use only: that takes a second or two. */
export async function openDevice(engine: Engine): Promise<Device> {
  if (engine === "wasm") return new WasmDevice();
  const { loadBinding } = await import("./tensorflowBinding.js");
  const binding = await loadBinding();
  if (engine === "mixed") {
    const { TensorflowProducts } = await import("./tensorflowProducts.js");
    return new WasmDevice(new TensorflowProducts(binding));
  }
  const { TensorflowDevice } = await import("./tensorflowDevice.js");
  return new TensorflowDevice(binding);
}
