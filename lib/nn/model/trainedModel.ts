import { refuse } from "../../check.js";
import { checkDataset, type Dataset, featuresOf, outputWidth } from "../../data/dataset.js";
import type { LossSpec, ModelSpec } from "../config/spec.js";
import { streamsOf } from "../config/streams.js";
import { chooseEngine, openDevice } from "../device/engine.js";
import { outputsOf } from "./inference.js";
import { inputShape } from "./inputShape.js";
import type { NamedWeights } from "./layers/layer.js";
import type { LayersModel } from "./layersModelType.js";
import { type Metrics, metricsOf } from "./metrics.js";
import { saveModel } from "./modelFormat.js";
import { checkSameTarget, type ModelParts, type TargetUnit } from "./modelParts.js";
import { buildNetwork, hiddenLayersOf, hiddenPart, type Network } from "./network.js";
import { rowsAtOnce } from "./rowsAtOnce.js";
import { toLayersModel } from "./toLayersModel.js";

/**
 * A trained model as plain arrays: it holds no memory outside JavaScript and needs no disposal.
 * @example
 * ```ts
 * import { loadDigits, split, train } from "batchwise";
 *
 * const splits = split(loadDigits(), { seed: 0 });
 * const { model } = await train(splits, {
 *   model: { kind: "mlp", hidden: [32] }, optimizer: { kind: "adam", learningRate: 0.01 },
 *   batchSize: 32, budget: { epochs: 5 }, seed: 0,
 * });
 * const { accuracy } = await model.evaluate(splits.valid);
 * console.log(model.weights.map(({ name, shape }) => `${name} ${shape.join("×")}`));
 * // [ 'hidden0/weights 64×32', 'hidden0/bias 32', 'output/weights 32×10', 'output/bias 10' ]
 * console.log(accuracy > 0.9); // true
 * ```
 */
export class TrainedModel implements ModelParts {
  /** The architecture. */
  readonly spec: ModelSpec;
  /** What it was trained to minimise, and what `evaluate` computes. */
  readonly loss: LossSpec["kind"];
  /** Shape of one example. */
  readonly shape: readonly number[];
  /** Class names; their position is the class id. */
  readonly classes: readonly string[];
  /** What the only output is, where the target is real: value = output · scale + mean. */
  readonly target?: TargetUnit;
  /** Its arrays, from the first layer to the last. */
  readonly weights: readonly NamedWeights[];

  constructor({ spec, loss, shape, classes, target, weights }: ModelParts) {
    this.spec = spec;
    this.loss = loss;
    this.shape = shape;
    this.classes = classes;
    if (target) this.target = target;
    this.weights = weights;
  }

  /** Logits (n, classes) of examples `x` (n, features); (n, 1) standardised values where the target is real. */
  async logits(x: Float32Array): Promise<Float32Array> {
    return this.#outputs("logits", x, this.#network(), outputWidth(this));
  }

  /**
   * What a dense hidden layer makes of examples `x` (n, features), after its activation: (n, units).
   * @param layer number of the layer, from 0 for the first
   */
  async activations(x: Float32Array, layer: number): Promise<Float32Array> {
    const layers = hiddenLayersOf(this.spec);
    if (!Number.isSafeInteger(layer) || layer < 0 || layer >= layers)
      refuse("TrainedModel.activations", `layer must be one of the ${layers} from 0 on`, layer);
    const { network, units } = hiddenPart(this.#network(), this.spec, layer);
    return this.#outputs("activations", x, network, units);
  }

  #network(): Network {
    return buildNetwork(this.spec, {
      shape: this.shape,
      outputs: outputWidth(this),
      ...streamsOf(0),
    });
  }

  async #outputs(
    method: string,
    x: Float32Array,
    network: Network,
    columns: number,
  ): Promise<Float32Array> {
    const features = featuresOf(this);
    if (x.length === 0 || x.length % features !== 0)
      refuse(`TrainedModel.${method}`, `x must hold rows of ${features} values`, x.length);
    const shape = inputShape(this.spec, this.shape);
    const n = x.length / features;
    const device = await openDevice(chooseEngine(this.spec, { ...this, shape, n }, 1));
    try {
      const weights = this.weights.map(({ values }) => values);
      const atOnce = rowsAtOnce(this.spec, shape);
      return outputsOf(device, network, weights, { x, shape, columns, atOnce });
    } finally {
      device.dispose();
    }
  }

  /** Class ids (n,) of examples `x` (n, features): the largest logit. */
  async predict(x: Float32Array): Promise<Int32Array> {
    if (this.target)
      refuse("TrainedModel.predict", "the model must have classes; use values", this.target.name);
    const logits = await this.logits(x);
    const classes = this.classes.length;
    return Int32Array.from({ length: logits.length / classes }, (_, i) => {
      const row = logits.subarray(i * classes, (i + 1) * classes);
      return row.indexOf(Math.max(...row));
    });
  }

  /** Values (n,) of a real target, in its own unit, of examples `x` (n, features). */
  async values(x: Float32Array): Promise<Float64Array> {
    const { target } = this;
    if (!target)
      return refuse("TrainedModel.values", "the target must be real; use predict", this.classes);
    const outputs = await this.logits(x);
    return Float64Array.from(outputs, (output) => output * target.scale + target.mean);
  }

  /** Mean loss, of the kind that it was trained with, and accuracy, or error of a real target, on `data`. */
  async evaluate(data: Dataset): Promise<Metrics> {
    checkDataset("TrainedModel.evaluate", data, { target: true });
    checkSameTarget("TrainedModel.evaluate", this, data);
    return metricsOf(this.loss, await this.logits(data.x), data);
  }

  /** Writes the model to a folder, for `loadModel`. */
  async save(folder: string): Promise<void> {
    await saveModel(this, folder);
  }

  /**
   * The same model of tfjs layers, from examples of `shape` to logits; it saves in tfjs's format by its own `save`.
   * Needs `@tensorflow/tfjs-node`.
   */
  async toLayersModel(): Promise<LayersModel> {
    return toLayersModel(this);
  }
}
