import type * as tfjs from "@tensorflow/tfjs-node";
import { outputWidth } from "../../data/dataset.js";
import type { Activation, ModelSpec } from "../config/spec.js";
import { loadTensorflow } from "../device/tensorflow/load.js";
import { inputShape } from "./inputShape.js";
import type { ModelParts } from "./modelParts.js";

type Layers = typeof tfjs.layers;
type Layer = tfjs.layers.Layer;

/**
 * The same model of tfjs layers, from examples of `model.shape` to logits. It saves in tfjs's own
 * format: `layersModel.save("file://folder")`.
 */
export async function toLayersModel(model: ModelParts): Promise<tfjs.LayersModel> {
  const tf = await loadTensorflow("TrainedModel.toLayersModel");
  const { spec, shape } = model;
  const layers = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [...shape] })] });
  if (spec.kind === "cnn1d")
    layers.add(tf.layers.reshape({ targetShape: [...inputShape(spec, shape)] }));
  for (const layer of layersOf(tf.layers, spec, { shape, outputs: outputWidth(model) }))
    layers.add(layer);
  const tensors = model.weights.map(({ name, shape: dims, values }) =>
    // Batch norm's statistics are rows here and vectors there.
    tf.tensor(values, name.startsWith("norm") ? [values.length] : [...dims]),
  );
  layers.setWeights(inLayerOrder(tensors, layers));
  tf.dispose(tensors);
  return layers;
}

/** tfjs lists a model's statistics after its trained weights; ours stand with their layer, as `layer.weights` do. */
function inLayerOrder(tensors: tfjs.Tensor[], model: tfjs.LayersModel): tfjs.Tensor[] {
  const own = model.layers.flatMap((layer) => layer.weights);
  return model.weights.map((weight) => tensors[own.indexOf(weight)]);
}

function layersOf(
  layers: Layers,
  spec: ModelSpec,
  { shape, outputs }: { readonly shape: readonly number[]; readonly outputs: number },
): Layer[] {
  const output = layers.dense({ units: outputs });
  // tfjs refuses to flatten what is flat.
  const flat = shape.length > 1 ? [layers.flatten()] : [];
  if (spec.kind === "linear") return [...flat, output];
  const { activation = "relu", dropout = 0 } = spec;
  const nonlinearity = (): Layer => layers.activation({ activation: named(activation) });
  const after = (): Layer[] => [
    nonlinearity(),
    ...(dropout > 0 ? [layers.dropout({ rate: dropout })] : []),
  ];
  if (spec.kind === "mlp") {
    const { batchNorm } = spec;
    const norm = (): Layer =>
      layers.batchNormalization({
        epsilon: batchNorm?.epsilon ?? 1e-5,
        momentum: batchNorm?.momentum ?? 0.9,
      });
    return [
      ...flat,
      ...spec.hidden.flatMap((units) => [
        layers.dense({ units }),
        ...(batchNorm ? [norm()] : []),
        ...after(),
      ]),
      output,
    ];
  }
  const convolutions =
    spec.kind === "cnn"
      ? spec.filters.flatMap((filters) => [
          layers.conv2d({ filters, kernelSize: 3, padding: "same" }),
          nonlinearity(),
          layers.maxPooling2d({ poolSize: 2 }),
        ])
      : spec.convolutions.flatMap(({ filters, width, stride = 1, padding = 0 }) => [
          layers.zeroPadding2d({
            padding: [
              [0, 0],
              [padding, padding],
            ],
          }),
          layers.conv2d({ filters, kernelSize: [1, width], strides: [1, stride] }),
          nonlinearity(),
        ]);
  return [
    ...convolutions,
    layers.flatten(),
    ...(spec.hidden ?? []).flatMap((units) => [layers.dense({ units }), ...after()]),
    output,
  ];
}

/** tfjs knows "gelu" too, but its types do not say so. */
function named(activation: Activation): "relu" | "tanh" {
  return activation as "relu" | "tanh";
}
