import { unreachable } from "../../check.js";
import type { Rng } from "../../random.js";
import { sequenceLengths } from "../config/sequence.js";
import type { Cnn1dSpec, CnnSpec, ModelSpec } from "../config/spec.js";
import type { Tensor } from "../device/device.js";
import { inputShape } from "./inputShape.js";
import { activation } from "./layers/activation.js";
import { batchNorm } from "./layers/batchNorm.js";
import { convolution, flatten, maxPool } from "./layers/convolution.js";
import { dense } from "./layers/dense.js";
import { dropout } from "./layers/dropout.js";
import type { Layer, ParameterSpec, Recorded, Recording } from "./layers/layer.js";

/** A model as a chain of layers, from examples to logits. */
export interface Network {
  readonly layers: readonly Layer[];
  readonly parameters: readonly ParameterSpec[];
  record(input: Tensor, recording: Recording): Recorded;
}

export interface NetworkOptions {
  /** Shape of one example. */
  readonly shape: readonly number[];
  readonly outputs: number;
  /** Streams of random numbers for the starting weights and for dropout. */
  readonly init: Rng;
  readonly dropout: Rng;
}

/** The network that a spec describes, with its starting weights. */
export function buildNetwork(spec: ModelSpec, options: NetworkOptions): Network {
  const layers = layersOf(spec, options);
  return {
    layers,
    parameters: layers.flatMap((layer) => layer.parameters),
    record: (input, recording) => recordChain(layers, input, recording),
  };
}

/** Number of dense hidden layers of a model. */
export function hiddenLayersOf(spec: ModelSpec): number {
  return spec.kind === "linear" ? 0 : (spec.hidden?.length ?? 0);
}

/** The first part of a network, up to the outputs of its dense hidden layer number `layer`, from 0, and their count. */
export function hiddenPart(
  { layers }: Network,
  spec: ModelSpec,
  layer: number,
): { readonly network: Network; readonly units: number } {
  const next = layer + 1 < hiddenLayersOf(spec) ? `hidden${layer + 1}/weights` : "output/weights";
  const end = layers.findIndex(({ parameters }) => parameters.some(({ name }) => name === next));
  const first = layers.slice(0, end);
  const network: Network = {
    layers: first,
    parameters: first.flatMap(({ parameters }) => parameters),
    record: (input, recording) => recordChain(first, input, recording),
  };
  return { network, units: layers[end].parameters[0].shape[0] };
}

/** What follows a hidden layer. */
type Between = (units: number, index: number) => readonly Layer[];

function layersOf(
  spec: ModelSpec,
  { shape, outputs, init, dropout: draws }: NetworkOptions,
): Layer[] {
  const options = { initialization: spec.initialization ?? "he", rng: init } as const;
  const features = shape.reduce((product, d) => product * d, 1);
  const denseStack = (inputs: number, hidden: readonly number[], between: Between): Layer[] => [
    ...hidden.flatMap((units, i) => [
      dense(`hidden${i}`, hidden[i - 1] ?? inputs, units, options),
      ...between(units, i),
    ]),
    dense("output", hidden.at(-1) ?? inputs, outputs, options),
  ];
  const denseAfter = (
    inputs: number,
    { hidden = [], activation: kind = "relu", dropout: rate = 0 }: CnnSpec | Cnn1dSpec,
  ): Layer[] =>
    denseStack(inputs, hidden, (_, i) => [
      activation(kind),
      ...(rate > 0 ? [dropout(rate, draws.fork(i))] : []),
    ]);
  switch (spec.kind) {
    case "linear":
      return [dense("output", features, outputs, options)];
    case "mlp": {
      const { activation: kind = "relu", dropout: rate = 0, batchNorm: norm } = spec;
      return denseStack(features, spec.hidden, (units, i) => [
        ...(norm ? [batchNorm(`norm${i}`, units, norm)] : []),
        activation(kind),
        ...(rate > 0 ? [dropout(rate, draws.fork(i))] : []),
      ]);
    }
    case "cnn": {
      const { filters, activation: kind = "relu" } = spec;
      const [rows, columns, channels] = shape;
      const shrunk = (size: number): number => Math.floor(size / 2 ** filters.length);
      const flat = shrunk(rows) * shrunk(columns) * (filters.at(-1) ?? channels);
      // The rectified largest is the largest of the rectified, with the same gradients, and a quarter of the work.
      const pooled = (): Layer[] =>
        kind === "relu" ? [maxPool(), activation(kind)] : [activation(kind), maxPool()];
      return [
        ...filters.flatMap((count, i) => [
          convolution(`convolution${i}`, filters[i - 1] ?? channels, count, {
            height: 3,
            width: 3,
            strides: [1, 1],
            padding: [1, 1],
            ...options,
          }),
          ...pooled(),
        ]),
        flatten(),
        ...denseAfter(flat, spec),
      ];
    }
    case "cnn1d": {
      const { convolutions, activation: kind = "relu" } = spec;
      const [, length, channels] = inputShape(spec, shape);
      const last = sequenceLengths(convolutions, length).at(-1) ?? length;
      return [
        ...convolutions.flatMap(({ filters, width, stride = 1, padding = 0 }, i) => [
          convolution(`convolution${i}`, convolutions[i - 1]?.filters ?? channels, filters, {
            height: 1,
            width,
            strides: [1, stride],
            padding: [0, padding],
            ...options,
          }),
          activation(kind),
        ]),
        flatten(),
        ...denseAfter(last * (convolutions.at(-1)?.filters ?? channels), spec),
      ];
    }
    default:
      return unreachable(spec);
  }
}

function recordChain(layers: readonly Layer[], input: Tensor, recording: Recording): Recorded {
  const recorded: Recorded[] = [];
  let output = input;
  for (const layer of layers) {
    const next = layer.record(output, recording);
    recorded.push(next);
    output = next.output;
  }
  return {
    output,
    backward(gradient) {
      let flowing: Tensor | undefined = gradient;
      for (let i = recorded.length - 1; i >= 0 && flowing; i--)
        flowing = recorded[i].backward(flowing, { input: i > 0 });
      return flowing;
    },
  };
}
