import { refuse } from "../../check.js";
import { checkDataset, type Dataset, featuresOf } from "../../data/dataset.js";
import type { LossSpec, ModelSpec } from "../config/spec.js";
import { streamsOf } from "../config/streams.js";
import { chooseEngine, openDevice } from "../device/engine.js";
import { outputsOf } from "./inference.js";
import { inputShape } from "./inputShape.js";
import type { NamedWeights } from "./layers/layer.js";
import type { LayersModel } from "./layersModelType.js";
import { type Metrics, metricsOf } from "./metrics.js";
import { saveModel } from "./modelFormat.js";
import type { ModelParts } from "./modelParts.js";
import { buildNetwork, hiddenLayersOf, hiddenPart, type Network } from "./network.js";
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
  /** Its arrays, from the first layer to the last. */
  readonly weights: readonly NamedWeights[];

  constructor({ spec, loss, shape, classes, weights }: ModelParts) {
    this.spec = spec;
    this.loss = loss;
    this.shape = shape;
    this.classes = classes;
    this.weights = weights;
  }

  /** Logits (n, classes) of examples `x` (n, features). */
  async logits(x: Float32Array): Promise<Float32Array> {
    return this.#outputs("logits", x, this.#network(), this.classes.length);
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
    const classes = this.classes.length;
    return buildNetwork(this.spec, { shape: this.shape, classes, ...streamsOf(0) });
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
    const { classes } = this;
    const n = x.length / features;
    const device = await openDevice(chooseEngine(this.spec, { shape, classes, n }, 1));
    try {
      const weights = this.weights.map(({ values }) => values);
      return outputsOf(device, network, weights, { x, shape, columns });
    } finally {
      device.dispose();
    }
  }

  /** Class ids (n,) of examples `x` (n, features): the largest logit. */
  async predict(x: Float32Array): Promise<Int32Array> {
    const logits = await this.logits(x);
    const classes = this.classes.length;
    return Int32Array.from({ length: logits.length / classes }, (_, i) => {
      const row = logits.subarray(i * classes, (i + 1) * classes);
      return row.indexOf(Math.max(...row));
    });
  }

  /** Mean loss, of the kind that it was trained with, and accuracy on `data`. */
  async evaluate(data: Dataset): Promise<Metrics> {
    checkDataset("TrainedModel.evaluate", data);
    return metricsOf(this.loss, await this.logits(data.x), data.y, this.classes.length);
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
