import { refuse } from "../../check.js";
import { checkDataset, type Dataset, featuresOf, outputWidth } from "../../data/dataset.js";
import { leavesOne } from "../config/normalisation.js";
import { streamsOf } from "../config/streams.js";
import type { Reading, RowIndex, Tensor } from "../device/device.js";
import type { WasmDevice } from "../device/wasm/device.js";
import type { ParameterSpec } from "../model/layers/layer.js";
import { checkSameTarget, type ModelParts } from "../model/modelParts.js";
import { buildNetwork, type Network } from "../model/network.js";
import { targetsOf } from "../model/targets.js";
import { checkParameters, type ParameterBlock, parameterBlocks, valuesOf } from "./parameters.js";

/** Which statistics batch norm uses where a loss is looked at. */
export interface LossOptions {
  /**
   * What batch norm normalises by: its `running` statistics, which makes the loss that of evaluation, or
   * the statistics of the `batch`, here all of the data (in ghost batches where the model has them).
   * Default "running".
   */
  readonly statistics?: "running" | "batch";
}

/** The statistics by which a full batch in training normalises: the batch's own, if the model has any. */
export function trainingStatistics({ spec }: ModelParts): "running" | "batch" {
  return spec.kind === "mlp" && spec.batchNorm ? "batch" : "running";
}

/** The recorded loss of a model on some rows of its data. */
export interface RecordedLoss {
  /** Σ of the losses of the rows. */
  readonly sum: Reading;
  /** Rows whose class is right; NaN where the target is real. */
  readonly correct: Reading;
  /** Records the gradient of the mean loss, one array for each block of the parameters. */
  backward(): readonly Tensor[];
}

/** A dense model with its data on a device. Dropout is left out, penalties too. */
export class PlacedModel {
  readonly blocks: readonly ParameterBlock[];
  /** On the device, in the order of the blocks. */
  readonly variables: readonly Tensor[];
  readonly #device: WasmDevice;
  readonly #model: ModelParts;
  readonly #network: Network;
  readonly #tensors: ReadonlyMap<ParameterSpec, Tensor>;
  readonly #x: Tensor;
  readonly #targets: Tensor;
  readonly #training: boolean;

  /** The model and the data must have been checked by {@link checkAnalysis}. */
  constructor(
    device: WasmDevice,
    model: ModelParts,
    data: Dataset,
    { statistics = "running" }: LossOptions,
  ) {
    const outputs = outputWidth(model);
    const spec = model.spec.kind === "mlp" ? { ...model.spec, dropout: 0 } : model.spec;
    this.#device = device;
    this.#model = model;
    this.#network = buildNetwork(spec, { shape: model.shape, outputs, ...streamsOf(0) });
    this.#tensors = new Map(
      this.#network.parameters.map((parameter) => [
        parameter,
        device.variable(parameter.shape, valuesOf(model, parameter.name)),
      ]),
    );
    this.blocks = parameterBlocks(model);
    this.variables = this.#network.parameters
      .filter(({ role }) => role !== "statistic")
      .map((parameter) => this.#tensor(parameter));
    this.#x = device.constant([data.n, featuresOf(data)], data.x);
    this.#targets = device.constant([data.n, outputs], targetsOf(data));
    this.#training = statistics === "batch";
  }

  get size(): number {
    return this.blocks[this.blocks.length - 1].end;
  }

  #tensor(parameter: ParameterSpec): Tensor {
    const tensor = this.#tensors.get(parameter);
    return tensor ?? refuse("model", "the network must know its parameters", parameter.name);
  }

  /** Gives the variables, or other arrays of their shapes, the values of a vector. */
  write(vector: Float64Array, arrays: readonly Tensor[] = this.variables): void {
    checkParameters("model", this.blocks, vector);
    this.blocks.forEach(({ start, end }, i) => {
      this.#device.write(arrays[i], Float32Array.from(vector.subarray(start, end)));
    });
  }

  /** The vector that such arrays make up. */
  read(arrays: readonly Tensor[]): Float64Array {
    const vector = new Float64Array(this.size);
    this.blocks.forEach(({ start }, i) => void vector.set(this.#device.read(arrays[i]), start));
    return vector;
  }

  /** To be called while the device records. Without rows, on all of the data. */
  recordLoss(rows?: RowIndex): RecordedLoss {
    const gradients = new Map<Tensor, Tensor>();
    const run = this.#network.record(rows ? this.#device.gather(this.#x, rows) : this.#x, {
      device: this.#device,
      training: this.#training,
      step: { value: 0 },
      variable: (parameter) => this.#tensor(parameter),
      gradient: (parameter, gradient) => void gradients.set(this.#tensor(parameter), gradient),
    });
    const targets = rows ? this.#device.gather(this.#targets, rows) : this.#targets;
    const loss = this.#device.loss(this.#model.loss, run.output, targets);
    return {
      sum: loss.sum,
      correct: this.#model.target
        ? { read: () => Number.NaN }
        : this.#device.countCorrect(run.output, targets),
      backward: () => {
        run.backward(loss.gradient, { input: false });
        return this.variables.map((variable) => {
          const gradient = gradients.get(variable);
          return (
            gradient ?? refuse("model", "every parameter must have a gradient", variable.shape)
          );
        });
      },
    };
  }
}

/** Fails unless the analysis knows the model's kind, and the data are fit for the model. */
export function checkAnalysis(
  who: string,
  model: ModelParts,
  data: Dataset,
  { statistics = "running" }: LossOptions = {},
): void {
  if (model.spec.kind !== "linear" && model.spec.kind !== "mlp")
    refuse(who, 'the model must be of the kind "linear" or "mlp"', model.spec.kind);
  checkDataset(who, data, { target: true });
  checkSameTarget(who, model, data);
  if (featuresOf(data) !== featuresOf(model))
    refuse(who, `examples must have the model's ${featuresOf(model)} features`, featuresOf(data));
  if (data.classes.length !== model.classes.length)
    refuse(who, `data must have the model's ${model.classes.length} classes`, data.classes.length);
  if (statistics === "batch" && model.spec.kind === "mlp" && model.spec.batchNorm) {
    const ghost = model.spec.batchNorm.ghostBatchSize ?? data.n;
    if (leavesOne(data.n, ghost))
      refuse(
        who,
        'data must leave no batch norm group of one example with statistics "batch": leave one out, or use "running"',
        data.n,
      );
  }
}
