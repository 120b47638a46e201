import { type Dataset, featuresOf } from "../data/dataset.js";
import type { Device } from "./device.js";
import type { ModelSpec } from "./spec.js";
import { WasmDevice } from "./wasmDevice.js";

/** Where a run computes: in WebAssembly on one thread, or in TensorFlow on all of them. */
export type Engine = "wasm" | "tensorflow";

/**
 * Multiply-adds of the weights with a batch above which TensorFlow's faster matrix products outweigh
 * its cost per call.
 */
const TENSORFLOW_PAYS = 6e6;

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
  return weights * batchSize > TENSORFLOW_PAYS ? "tensorflow" : "wasm";
}

/** A device of an engine. TensorFlow is loaded at its first use only: that takes a second or two. */
export async function openDevice(engine: Engine): Promise<Device> {
  if (engine === "wasm") return new WasmDevice();
  const [{ loadBinding }, { TensorflowDevice }] = await Promise.all([
    import("./tensorflowBinding.js"),
    import("./tensorflowDevice.js"),
  ]);
  return new TensorflowDevice(await loadBinding());
}
