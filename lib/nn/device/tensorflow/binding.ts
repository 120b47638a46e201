import { loadTensorflow } from "./load.js";

/** An attribute of a TensorFlow op. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string | readonly number[];
}

/** The part of tfjs-node's native binding that the engine calls: tensors are numbers, ops are names. */
export interface Binding {
  createTensor(shape: readonly number[], type: number, values: Float32Array | Int32Array): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array;
  executeOp(
    op: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): readonly { readonly id: number }[];
  getNumOfTensors(): number;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_BOOL: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
}

let loaded: Promise<Binding> | undefined;

/** tfjs-node's binding; the first call loads TensorFlow, which takes a second or two. */
export function loadBinding(): Promise<Binding> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Binding> {
  const tf = await loadTensorflow('train with engine "tensorflow"');
  const binding: unknown = Reflect.get(tf.backend(), "binding");
  if (!isBinding(binding))
    throw new Error("tensorflow: tfjs-node's backend must offer its native binding");
  return binding;
}

function isBinding(value: unknown): value is Binding {
  return typeof value === "object" && value !== null && "executeOp" in value;
}
