import { type Dataset, outputWidth } from "../../data/dataset.js";
import { lossOf, type TrainConfig } from "../config/config.js";
import { clipFactor, shrinkage, weightDecayOf } from "../config/optimizer.js";
import type { LossSpec } from "../config/spec.js";
import { streamsOf } from "../config/streams.js";
import type { Device, Program, Reading, Scalar, Tensor } from "../device/device.js";
import { inputShape } from "../model/inputShape.js";
import type { NamedWeights, ParameterSpec, Recording } from "../model/layers/layer.js";
import { type Metrics, realMetrics } from "../model/metrics.js";
import type { Network } from "../model/network.js";
import { rowsAtOnce } from "../model/rowsAtOnce.js";
import { targetsOf } from "../model/targets.js";
import { type AugmentedBatches, augmentedBatches } from "./augmentedBatches.js";
import { buildOptimizer, type Optimizer } from "./optimizers.js";
import { changing, type Resident, type Source, unchanged } from "./stepSource.js";
import type { StepRequest, StepResult, Trainee } from "./trainee.js";

/** The recorded calls of one step on a batch of a certain size. */
interface Step {
  readonly source: Source;
  readonly gradients: Program;
  readonly loss: Reading;
  readonly measure: Program;
  readonly squaredNorm: Reading;
  readonly clip: Program;
  readonly update: Program;
}

/** A model in training on a device: parameters, optimizer state and data, and the steps that change them. */
export class Learner implements Trainee {
  readonly #device: Device;
  readonly #network: Network;
  readonly #config: TrainConfig;
  readonly #lossKind: LossSpec["kind"];
  /** Unit of a real target. */
  readonly #scale: number | undefined;
  readonly #variables: Map<ParameterSpec, Tensor>;
  readonly #optimizer: Optimizer;
  readonly #rules = new Map<ParameterSpec, ReturnType<Optimizer["rule"]>>();
  readonly #data: { readonly train: Resident; readonly valid: Resident };
  readonly #steps = new Map<number, Step>();
  readonly #evaluations = new Map<string, (start: number) => Metrics>();
  readonly #stepCount: Scalar = { value: 0 };
  readonly #clipFactor: Scalar = { value: 1 };
  readonly #shrinkage: Scalar = { value: 1 };
  readonly #weightDecay: number;
  readonly #augmented: AugmentedBatches | undefined;
  /** Of an evaluation. */
  readonly #rowsAtOnce: number;

  constructor(
    device: Device,
    network: Network,
    config: TrainConfig,
    {
      train,
      valid,
      batchSize,
    }: { readonly train: Dataset; readonly valid: Dataset; readonly batchSize: number },
  ) {
    this.#device = device;
    this.#network = network;
    this.#config = config;
    this.#lossKind = lossOf(config, train).kind;
    this.#scale = train.target?.scale;
    this.#variables = new Map(
      network.parameters.map((p) => [p, device.variable(p.shape, p.initial)]),
    );
    this.#optimizer = buildOptimizer(config.optimizer, device, batchSize);
    for (const parameter of network.parameters)
      if (parameter.role !== "statistic")
        this.#rules.set(parameter, this.#optimizer.rule(this.#variable(parameter)));
    this.#weightDecay = weightDecayOf(config);
    this.#rowsAtOnce = rowsAtOnce(config.model, train.shape);
    this.#data = { train: this.#resident(train), valid: this.#resident(valid) };
    const { augmentation: spec } = config;
    const rng = streamsOf(config.seed).augment;
    this.#augmented = spec && augmentedBatches(train, this.#softTargets(train), { spec, rng });
  }

  #variable(parameter: ParameterSpec): Tensor {
    const variable = this.#variables.get(parameter);
    if (!variable) throw new Error(`learner: the model has no parameter ${parameter.name}`);
    return variable;
  }

  #smoothing(): number {
    const { loss } = this.#config;
    return loss?.kind === "crossEntropy" ? (loss.labelSmoothing ?? 0) : 0;
  }

  #softTargets(data: Dataset): Float32Array {
    return targetsOf(data, this.#smoothing());
  }

  #resident(data: Dataset): Resident {
    const shape = inputShape(this.#config.model, data.shape);
    const width = outputWidth(data);
    const targets = this.#device.constant([data.n, width], targetsOf(data));
    const soft =
      this.#smoothing() > 0
        ? this.#device.constant([data.n, width], this.#softTargets(data))
        : targets;
    return { n: data.n, x: this.#device.constant([data.n, ...shape], data.x), targets, soft };
  }

  get bytes(): number | undefined {
    return this.#device.bytes;
  }

  step(rows: Int32Array | undefined, { step, learningRate, norm }: StepRequest): StepResult {
    const size = rows?.length ?? this.#data.train.n;
    const calls = this.#recordedStep(size, rows === undefined);
    const { clipNorm } = this.#config;
    calls.source.set(rows, step);
    this.#stepCount.value = step;
    calls.gradients();
    const loss = calls.loss.read() / size;
    let gradientNorm: number | undefined;
    if (norm || clipNorm !== undefined) {
      calls.measure();
      gradientNorm = Math.sqrt(calls.squaredNorm.read());
    }
    const finite = Number.isFinite(loss + (gradientNorm ?? 0));
    if (finite) {
      if (clipNorm !== undefined && gradientNorm !== undefined) {
        this.#clipFactor.value = clipFactor(gradientNorm, clipNorm);
        if (this.#clipFactor.value < 1) calls.clip();
      }
      this.#shrinkage.value = shrinkage(this.#weightDecay, learningRate);
      this.#optimizer.prepare(step, learningRate);
      calls.update();
    }
    this.#device.endStep();
    return { loss, gradientNorm, finite };
  }

  #recordedStep(size: number, whole: boolean): Step {
    const key = whole ? 0 : size;
    const known = this.#steps.get(key);
    if (known) return known;
    const recorded = this.#recordStep(
      this.#augmented
        ? changing(this.#device, this.#data.train, size, this.#augmented)
        : unchanged(this.#device, this.#data.train, whole ? undefined : size),
    );
    this.#steps.set(key, recorded);
    return recorded;
  }

  #recordStep(source: Source): Step {
    const device = this.#device;
    const { l1 = 0, l2 = 0 } = this.#config;
    const gradients = new Map<ParameterSpec, Tensor>();
    let loss: Reading = { read: () => Number.NaN };
    const backward = device.record(() => {
      const recording = this.#recording(true, gradients);
      const model = this.#network.record(source.x(), recording);
      const call = device.loss(this.#lossKind, model.output, source.targets());
      model.backward(call.gradient, { input: false });
      loss = call.sum;
      for (const [parameter, gradient] of gradients)
        if (parameter.role === "weights" && (l1 > 0 || l2 > 0))
          device.penalise(gradient, this.#variable(parameter), l2, l1);
    });
    let squaredNorm: Reading = loss;
    const measure = device.record(() => {
      squaredNorm = device.sumSquares([...gradients.values()]);
    });
    const clip = device.record(() => {
      for (const gradient of gradients.values()) device.scale(gradient, this.#clipFactor);
    });
    const update = device.record(() => {
      for (const [parameter, gradient] of gradients) {
        const rule = this.#rules.get(parameter);
        const variable = this.#variable(parameter);
        if (this.#weightDecay > 0) device.scale(variable, this.#shrinkage);
        if (rule) device.update(variable, gradient, rule);
      }
    });
    return { source, gradients: backward, loss, measure, squaredNorm, clip, update };
  }

  #recording(training: boolean, gradients: Map<ParameterSpec, Tensor>): Recording {
    return {
      device: this.#device,
      training,
      step: this.#stepCount,
      variable: (parameter) => this.#variable(parameter),
      gradient: (parameter, gradient) => void gradients.set(parameter, gradient),
    };
  }

  evaluate(part: "train" | "valid"): Metrics {
    const { n } = this.#data[part];
    let loss = 0;
    let correct = 0;
    for (let start = 0; start < n; start += this.#rowsAtOnce) {
      const size = Math.min(this.#rowsAtOnce, n - start);
      const sums = this.#evaluation(part, size)(start);
      loss += sums.loss;
      correct += sums.accuracy;
    }
    if (this.#scale !== undefined) return realMetrics(loss / n, this.#scale);
    return { loss: loss / n, accuracy: correct / n };
  }

  #evaluation(part: "train" | "valid", size: number): (start: number) => Metrics {
    const key = `${part} ${size}`;
    const known = this.#evaluations.get(key);
    if (known) return known;
    const device = this.#device;
    const { n, x, targets } = this.#data[part];
    const index = size < n ? device.rowIndex(size) : undefined;
    let loss: Reading = { read: () => Number.NaN };
    let correct = loss;
    const run = device.record(() => {
      const recording = this.#recording(false, new Map());
      const model = this.#network.record(index ? device.gather(x, index) : x, recording);
      const wanted = index ? device.gather(targets, index) : targets;
      loss = device.loss(this.#lossKind, model.output, wanted).sum;
      correct = device.countCorrect(model.output, wanted);
    });
    const rows = new Int32Array(size);
    const evaluate = (start: number): Metrics => {
      if (index) {
        for (let i = 0; i < size; i++) rows[i] = start + i;
        device.setRows(index, rows);
      }
      run();
      const sums = { loss: loss.read(), accuracy: correct.read() };
      device.endStep();
      return sums;
    };
    this.#evaluations.set(key, evaluate);
    return evaluate;
  }

  weights(): Float32Array[] {
    return this.#network.parameters.map((p) => this.#device.read(this.#variable(p)));
  }

  named(weights: readonly Float32Array[]): NamedWeights[] {
    return this.#network.parameters.map(({ name, shape }, i) => ({
      name,
      shape,
      values: weights[i],
    }));
  }

  restore(weights: readonly Float32Array[]): void {
    this.#network.parameters.forEach((p, i) => {
      this.#device.write(this.#variable(p), weights[i]);
    });
  }

  dispose(): void {
    this.#device.dispose();
  }
}
