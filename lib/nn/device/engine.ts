import { type Dataset, featuresOf, outputWidth, type Target } from "../../data/dataset.js";
import { hasBlas } from "../../wasm/blas.js";
import { convolutionsOf } from "../config/modelShape.js";
import type { ModelSpec } from "../config/spec.js";
import type { Device } from "./device.js";
import { hasTensorflow } from "./tensorflow/load.js";
import { WASM_PAYS } from "./wasm/costs.js";
import { WasmDevice } from "./wasm/device.js";

/** Where a run computes: in WebAssembly, with large products by OpenBLAS, or in TensorFlow. */
export type Engine = "wasm" | "tensorflow";

type Sizes = Pick<Dataset, "shape" | "classes" | "n"> & {
  readonly target?: Omit<Target, "values">;
};

/** WebAssembly addresses twice as much, but training needs room beside the data. */
const MOST_BYTES = 2 ** 31;

/**
 * The engine that is faster for a model at a batch size: on one machine a function of sizes only, so a run
 * always takes the same. TensorFlow is for data above 2 GiB, and for large models where there is no OpenBLAS;
 * WebAssembly does everything where TensorFlow is not to be had.
 */
export function chooseEngine(
  model: ModelSpec,
  data: Pick<Sizes, "shape" | "classes" | "target" | "n">,
  batchSize: number,
): Engine {
  return wasmPays(model, data, batchSize) || !hasTensorflow() ? "wasm" : "tensorflow";
}

function wasmPays(
  model: ModelSpec,
  data: Pick<Sizes, "shape" | "classes" | "target" | "n">,
  batchSize: number,
): boolean {
  if (4 * data.n * featuresOf(data) > MOST_BYTES) return false;
  return hasBlas() || multiplyAdds(model, data) * batchSize <= WASM_PAYS;
}

/** Multiply-adds for one example, by the weights alone. */
export function multiplyAdds(
  model: ModelSpec,
  data: Pick<Sizes, "shape" | "classes" | "target">,
): number {
  const convolutions = convolutionsOf(model, data.shape);
  const hidden = model.kind === "linear" ? [] : (model.hidden ?? []);
  const inputs = convolutions.at(-1)?.left ?? featuresOf(data);
  return [
    ...convolutions.map(({ places, values, filters }) => places * values * filters),
    ...[...hidden, outputWidth(data)].map((units, i) => units * (hidden[i - 1] ?? inputs)),
  ].reduce((sum, one) => sum + one, 0);
}

/** A device of an engine. TensorFlow is loaded at its first use only: that takes a second or two. */
export async function openDevice(engine: Engine): Promise<Device> {
  if (engine === "wasm") return new WasmDevice();
  const { loadBinding } = await import("./tensorflow/binding.js");
  const { TensorflowDevice } = await import("./tensorflow/device.js");
  return new TensorflowDevice(await loadBinding());
}
