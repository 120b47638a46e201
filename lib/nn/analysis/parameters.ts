import { refuse } from "../../check.js";
import { type Dataset, outputWidth } from "../../data/dataset.js";
import { lossOf, type TrainConfig } from "../config/config.js";
import { streamsOf } from "../config/streams.js";
import type { ParameterSpec } from "../model/layers/layer.js";
import { type ModelParts, unitOf } from "../model/modelParts.js";
import { buildNetwork } from "../model/network.js";
import { TrainedModel } from "../model/trainedModel.js";

/** Where an array of a model stands in the vector of its parameters. */
export interface ParameterBlock {
  /** As in `model.weights`: "hidden0/weights". */
  readonly name: string;
  /** Weights are (inputs, outputs), row-major. */
  readonly shape: readonly number[];
  /** Weights feel l1 and l2, biases do not. */
  readonly role: "weights" | "bias";
  /** Its first entry in the vector. */
  readonly start: number;
  /** One past the last entry. */
  readonly end: number;
}

/**
 * The layout of a model's parameter vector: its trained arrays one after the other, in the order of
 * `model.weights`. The running statistics of batch norm are not trained, so they have no place in it.
 */
export function parameterBlocks(model: ModelParts): ParameterBlock[] {
  const blocks: ParameterBlock[] = [];
  let end = 0;
  for (const { name, shape, role, initial } of specsOf(model)) {
    if (role === "statistic") continue;
    const start = end;
    end += initial.length;
    blocks.push({ name, shape, role, start, end });
  }
  return blocks;
}

function specsOf(model: ModelParts): readonly ParameterSpec[] {
  const { spec, shape } = model;
  return buildNetwork(spec, { shape, outputs: outputWidth(model), ...streamsOf(0) }).parameters;
}

/** The vector of a model's parameters, in the layout of {@link parameterBlocks}. */
export function parametersOf(model: ModelParts): Float64Array {
  const blocks = parameterBlocks(model);
  const vector = new Float64Array(blocks[blocks.length - 1].end);
  for (const { name, start } of blocks) vector.set(valuesOf(model, name), start);
  return vector;
}

/** The same model with other parameters (rounded to float32); running statistics stay as they are. */
export function withParameters(model: ModelParts, parameters: Float64Array): TrainedModel {
  const blocks = parameterBlocks(model);
  checkParameters("withParameters", blocks, parameters);
  const weights = model.weights.map((array) => {
    const block = blocks.find(({ name }) => name === array.name);
    return block
      ? { ...array, values: Float32Array.from(parameters.subarray(block.start, block.end)) }
      : array;
  });
  return new TrainedModel({ ...model, weights });
}

/** The values of an array of a model, by its name. */
export function valuesOf(model: ModelParts, name: string): Float32Array {
  const found = model.weights.find((array) => array.name === name);
  return found
    ? found.values
    : refuse("model", `weights must hold an array "${name}"`, model.weights);
}

export function checkParameters(
  who: string,
  blocks: readonly ParameterBlock[],
  parameters: Float64Array,
): void {
  const size = blocks[blocks.length - 1].end;
  if (parameters.length !== size)
    refuse(who, `parameters must hold ${size} values`, parameters.length);
}

/** The model that a run of this config on this data starts from. */
export function initialModel(
  data: Pick<Dataset, "shape" | "classes" | "target">,
  { model: spec, loss, seed }: Pick<TrainConfig, "model" | "loss" | "seed">,
): TrainedModel {
  const { shape, classes, target } = data;
  const { parameters } = buildNetwork(spec, {
    shape,
    outputs: outputWidth(data),
    ...streamsOf(seed),
  });
  return new TrainedModel({
    spec,
    loss: lossOf({ ...(loss && { loss }) }, data).kind,
    shape,
    classes,
    ...(target && { target: unitOf(target) }),
    weights: parameters.map(({ name, shape: size, initial }) => ({
      name,
      shape: size,
      values: initial,
    })),
  });
}
