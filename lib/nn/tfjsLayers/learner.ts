import type * as tfjs from "@tensorflow/tfjs-node";
import { type Dataset, outputWidth } from "../../data/dataset.js";
import { lossOf } from "../config/config.js";
import { clipFactor, shrinkage, weightDecayOf } from "../config/optimizer.js";
import type { LossSpec } from "../config/spec.js";
import { streamsOf } from "../config/streams.js";
import type { Tensorflow } from "../device/tensorflow/load.js";
import type { NamedWeights } from "../model/layers/layer.js";
import { type Metrics, metricsOf } from "../model/metrics.js";
import { targetsOf } from "../model/targets.js";
import { type AugmentedBatches, augmentedBatches } from "../training/augmentedBatches.js";
import type { StepRequest, StepResult, Trainee } from "../training/trainee.js";
import type { LayersConfig, Outputs } from "./layersConfig.js";
import { LayersOptimizer } from "./optimizer.js";

/** Rows evaluated at once. */
const EVALUATION_ROWS = 1024;

/** Smallest probability of which a logarithm is taken. */
const TINY = 1e-30;

interface Resident {
  readonly data: Dataset;
  readonly x: tfjs.Tensor;
  readonly targets: tfjs.Tensor2D;
  /** The values of `targets`. */
  readonly wanted: Float32Array;
}

/** A model of tfjs layers in training: gradients by tfjs, everything else as in the engine. */
export class LayersLearner implements Trainee {
  readonly #tf: Tensorflow;
  readonly #model: tfjs.LayersModel;
  readonly #config: LayersConfig;
  readonly #lossKind: LossSpec["kind"];
  readonly #outputs: Outputs;
  readonly #optimizer: LayersOptimizer;
  readonly #variables: readonly tfjs.Variable[];
  readonly #penalised: ReadonlySet<tfjs.Variable>;
  readonly #data: { readonly train: Resident; readonly valid: Resident };
  readonly #augmented: AugmentedBatches | undefined;
  /** What tfjs frees on the way is not counted. */
  readonly bytes = undefined;

  constructor(
    tf: Tensorflow,
    model: tfjs.LayersModel,
    config: LayersConfig,
    options: {
      readonly train: Dataset;
      readonly valid: Dataset;
      readonly batchSize: number;
      readonly outputs: Outputs;
    },
  ) {
    this.#tf = tf;
    this.#model = model;
    this.#config = config;
    this.#lossKind = lossOf(config, options.train).kind;
    this.#outputs = options.outputs;
    this.#optimizer = new LayersOptimizer(tf, config.optimizer, options.batchSize);
    const trained = model.trainableWeights.map((weight) => weight.read());
    this.#variables = trained.filter((t): t is tfjs.Variable => t instanceof tf.Variable);
    this.#penalised = new Set(this.#variables.filter(({ shape }) => shape.length > 1));
    this.#data = { train: this.#resident(options.train), valid: this.#resident(options.valid) };
    const { augmentation: spec } = config;
    const rng = streamsOf(config.seed).augment;
    const { data, wanted } = this.#data.train;
    this.#augmented = spec && augmentedBatches(data, wanted, { spec, rng });
  }

  #resident(data: Dataset): Resident {
    const { loss } = this.#config;
    const smoothing = loss?.kind === "crossEntropy" ? (loss.labelSmoothing ?? 0) : 0;
    const inputShape = this.#model.inputs[0].shape.slice(1).map((d, i) => d ?? data.shape[i]);
    const wanted = targetsOf(data, smoothing);
    return {
      data,
      x: this.#tf.tensor(data.x, [data.n, ...inputShape]),
      targets: this.#tf.tensor2d(wanted, [data.n, outputWidth(data)]),
      wanted,
    };
  }

  /** The examples of a step, and what they are to give. */
  #batch(rows: Int32Array | undefined, step: number): [tfjs.Tensor, tfjs.Tensor] {
    const tf = this.#tf;
    const { x, targets } = this.#data.train;
    if (this.#augmented) {
      const batch = this.#augmented(rows, step);
      const size = batch.x.length / (x.size / x.shape[0]);
      return [
        tf.tensor(batch.x, [size, ...x.shape.slice(1)]),
        tf.tensor(batch.targets, [size, targets.shape[1]]),
      ];
    }
    if (!rows) return [x, targets];
    const index = tf.tensor1d(rows, "int32");
    return [x.gather(index), targets.gather(index)];
  }

  step(rows: Int32Array | undefined, { step, learningRate, norm }: StepRequest): StepResult {
    const tf = this.#tf;
    return tf.tidy(() => {
      const [input, wanted] = this.#batch(rows, step);
      let value: tfjs.Scalar = tf.scalar(Number.NaN);
      const { grads } = tf.variableGrads(() => {
        value = this.#loss(this.#apply(input, true), wanted);
        return value;
      }, [...this.#variables]);
      const loss = value.dataSync()[0];
      const gradients = this.#variables.map((v) => this.#penalise(grads[v.name], v));
      const { clipNorm } = this.#config;
      const gradientNorm =
        norm || clipNorm !== undefined ? Math.sqrt(this.#sumSquares(gradients)) : undefined;
      const finite = Number.isFinite(loss + (gradientNorm ?? 0));
      if (finite) {
        const kept = shrinkage(weightDecayOf(this.#config), learningRate);
        const clip = clipFactor(gradientNorm ?? 0, clipNorm ?? Number.POSITIVE_INFINITY);
        this.#variables.forEach((variable, i) => {
          if (kept !== 1) variable.assign(variable.mul(kept));
          const gradient = clip < 1 ? gradients[i].mul(clip) : gradients[i];
          this.#optimizer.update(variable, gradient, step, learningRate);
        });
      }
      return { loss, gradientNorm, finite };
    });
  }

  #apply(x: tfjs.Tensor, training: boolean): tfjs.Tensor {
    const y: unknown = this.#model.apply(x, { training });
    if (y instanceof this.#tf.Tensor) return y;
    throw new Error("trainLayers: the model must give one tensor");
  }

  /** The logarithms of probabilities are logits of the same probabilities. */
  #asLogits(y: tfjs.Tensor): tfjs.Tensor {
    return this.#outputs === "logits" ? y : y.maximum(TINY).log();
  }

  #loss(y: tfjs.Tensor, targets: tfjs.Tensor): tfjs.Scalar {
    if (this.#lossKind === "meanSquaredError") return y.sub(targets).square().mean();
    return targets.mul(this.#asLogits(y).logSoftmax()).sum(-1).neg().mean();
  }

  #penalise(gradient: tfjs.Tensor, variable: tfjs.Variable): tfjs.Tensor {
    const { l1 = 0, l2 = 0 } = this.#config;
    if (!this.#penalised.has(variable)) return gradient;
    const ridge = l2 > 0 ? gradient.add(variable.mul(l2)) : gradient;
    return l1 > 0 ? ridge.add(variable.sign().mul(l1)) : ridge;
  }

  #sumSquares(gradients: readonly tfjs.Tensor[]): number {
    return gradients.reduce((sum, g) => sum + g.square().sum().dataSync()[0], 0);
  }

  evaluate(part: "train" | "valid"): Metrics {
    const { data } = this.#data[part];
    const logits = this.logits(part);
    return metricsOf(this.#lossKind, logits, data);
  }

  /** Outputs (n, classes) on a part, as logits unless the loss is the squared error. */
  logits(part: "train" | "valid"): Float32Array {
    const tf = this.#tf;
    const { data, x } = this.#data[part];
    const all = new Float32Array(data.n * outputWidth(data));
    for (let start = 0; start < data.n; start += EVALUATION_ROWS) {
      const rows = Math.min(EVALUATION_ROWS, data.n - start);
      const outputs = tf.tidy(() => {
        const y = this.#apply(x.slice(start, rows), false);
        return this.#lossKind === "meanSquaredError" ? y : this.#asLogits(y);
      });
      all.set(outputs.dataSync(), start * outputWidth(data));
      outputs.dispose();
    }
    return all;
  }

  weights(): Float32Array[] {
    return this.#model.weights.map((w) => Float32Array.from(w.read().dataSync()));
  }

  named(weights: readonly Float32Array[]): NamedWeights[] {
    return this.#model.weights.map(({ name, shape }, i) => ({
      name,
      shape: shape.map((d) => d ?? 0),
      values: weights[i],
    }));
  }

  restore(weights: readonly Float32Array[]): void {
    this.#model.weights.forEach((w, i) => {
      const values = this.#tf.tensor(weights[i], w.read().shape);
      w.write(values);
      values.dispose();
    });
  }

  /** Frees what the training held; the model is the caller's. */
  dispose(): void {
    this.#optimizer.dispose();
    for (const { x, targets } of Object.values(this.#data)) this.#tf.dispose([x, targets]);
  }
}
