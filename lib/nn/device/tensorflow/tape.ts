import type { Program, RowIndex, Scalar, Tensor } from "../device.js";
import { type Attributes, attributesFor } from "./attributes.js";
import type { Attribute, Binding } from "./binding.js";

/** Distinguishes the variables of all devices in TensorFlow's one table of names. */
let variableCount = 0;

/**
 * Records TensorFlow ops and replays them by direct binding calls. Each value has a slot; a replay
 * puts the id of the tensor that TensorFlow made into it and frees it at the end of the step.
 */
export class TensorflowTape {
  readonly binding: Binding;
  readonly attributes: Attributes;
  /** Slot → id of the tensor now in it. */
  readonly #tensors: number[] = [];
  /** Slot → id of the resource, for variables. */
  readonly #resources = new Map<number, number>();
  readonly #constants = new Map<string, Tensor>();
  readonly #scalars = new Map<Scalar, { readonly tensor: Tensor; value: number }>();
  readonly #lasting: number[] = [];
  #passing: number[] = [];
  #tape: Program[] = [];
  /** Slots of variables that the program being recorded has read. */
  #read = new Set<number>();

  constructor(binding: Binding) {
    this.binding = binding;
    this.attributes = attributesFor(binding);
  }

  record(build: () => void): Program {
    const tape: Program[] = [];
    this.#tape = tape;
    this.#read = new Set();
    build();
    return () => {
      for (let i = 0; i < tape.length; i++) tape[i]();
    };
  }

  endStep(): void {
    for (const id of this.#passing) this.binding.deleteTensor(id);
    this.#passing = [];
    for (const slot of this.#resources.keys()) this.#letGo(slot);
  }

  dispose(): void {
    this.endStep();
    const flags = [
      { name: "ignore_lookup_error", type: this.binding.TF_ATTR_BOOL, value: true },
    ] as const;
    for (const id of this.#resources.values()) {
      this.binding.executeOp("DestroyResourceOp", flags, [id], 0);
      this.binding.deleteTensor(id);
    }
    for (const slot of this.#lasting) this.binding.deleteTensor(this.#tensors[slot]);
  }

  slot(shape: readonly number[]): Tensor {
    return { id: this.#tensors.push(-1) - 1, shape };
  }

  /** A tensor that stays until `dispose`. */
  constant(shape: readonly number[], values: Float32Array | Int32Array): Tensor {
    const tensor = this.slot(shape);
    this.#lasting.push(tensor.id);
    this.#tensors[tensor.id] = this.#create(shape, values);
    return tensor;
  }

  /** The same constant for the same number. */
  number(value: number): Tensor {
    return this.#shared(`${value}`, () => this.constant([], Float32Array.of(value)));
  }

  integers(values: readonly number[], shape: readonly number[] = [values.length]): Tensor {
    const key = `int ${shape.length}: ${values.join(",")}`;
    return this.#shared(key, () => this.constant(shape, Int32Array.from(values)));
  }

  #shared(key: string, make: () => Tensor): Tensor {
    const known = this.#constants.get(key) ?? make();
    this.#constants.set(key, known);
    return known;
  }

  /** A constant whose value the host replaces. */
  replace(
    tensor: Tensor | RowIndex,
    shape: readonly number[],
    values: Float32Array | Int32Array,
  ): void {
    this.binding.deleteTensor(this.#tensors[tensor.id]);
    this.#tensors[tensor.id] = this.#create(shape, values);
  }

  #create(shape: readonly number[], values: Float32Array | Int32Array): number {
    const type = values instanceof Float32Array ? this.binding.TF_FLOAT : this.binding.TF_INT32;
    return this.binding.createTensor(shape, type, values);
  }

  variable(shape: readonly number[], values: Float32Array): Tensor {
    const tensor = this.slot(shape);
    const attributes = this.attributes.variable(shape, `batchwise${variableCount++}`);
    const [{ id }] = this.binding.executeOp("VarHandleOp", attributes, [], 1);
    this.#resources.set(tensor.id, id);
    this.assign(tensor, values);
    return tensor;
  }

  isVariable(tensor: Tensor): boolean {
    return this.#resources.has(tensor.id);
  }

  assign(variable: Tensor, values: Float32Array): void {
    const value = this.#create(variable.shape, values);
    const inputs = [this.#resource(variable), value];
    this.binding.executeOp("AssignVariableOp", this.attributes.dtype, inputs, 0);
    this.binding.deleteTensor(value);
  }

  read(tensor: Tensor): Float32Array {
    const resource = this.#resources.get(tensor.id);
    if (resource === undefined) return this.binding.tensorDataSync(this.#tensors[tensor.id]);
    const [{ id }] = this.binding.executeOp("ReadVariableOp", this.attributes.dtype, [resource], 1);
    const values = this.binding.tensorDataSync(id).slice();
    this.binding.deleteTensor(id);
    return values;
  }

  #resource(variable: Tensor): number {
    const id = this.#resources.get(variable.id);
    if (id === undefined) throw new Error("tensorflow: the tensor must be a variable");
    return id;
  }

  /** Records an op with one output. */
  op(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Tensor[],
    shape: readonly number[],
  ): Tensor {
    const out = this.slot(shape);
    this.into(out, name, attributes, inputs);
    return out;
  }

  /** Records an op whose output takes the place of what `out` held. */
  into(
    out: Tensor,
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Tensor[],
  ): void {
    this.ops([out], name, attributes, inputs);
  }

  /** Records an op with several outputs. */
  ops(
    outs: readonly Tensor[],
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Tensor[],
  ): void {
    for (const input of inputs) this.#ensureRead(input);
    const slots = inputs.map(({ id }) => id);
    const ids = slots.map(() => -1);
    const tensors = this.#tensors;
    this.#tape.push(() => {
      for (let i = 0; i < slots.length; i++) ids[i] = tensors[slots[i]];
      const results = this.binding.executeOp(name, attributes, ids, outs.length);
      for (let i = 0; i < outs.length; i++) {
        tensors[outs[i].id] = results[i].id;
        this.#passing.push(results[i].id);
      }
    });
  }

  /** Records an op that changes `variables` in place. Their values read before are let go, or TensorFlow would copy. */
  change(
    variables: readonly Tensor[],
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly Tensor[],
  ): void {
    for (const input of inputs) this.#ensureRead(input);
    const resources = variables.map((v) => this.#resource(v));
    const slots = inputs.map(({ id }) => id);
    const ids = [...resources, ...slots.map(() => -1)];
    const tensors = this.#tensors;
    this.#tape.push(() => {
      for (const { id } of variables) this.#letGo(id);
      for (let i = 0; i < slots.length; i++) ids[resources.length + i] = tensors[slots[i]];
      this.binding.executeOp(name, attributes, ids, 0);
    });
    for (const { id } of variables) this.#read.delete(id);
  }

  /** Records the read of a variable unless this program did so already. */
  #ensureRead({ id }: Tensor): void {
    const resource = this.#resources.get(id);
    if (resource === undefined || this.#read.has(id)) return;
    this.#read.add(id);
    const inputs = [resource];
    this.#tape.push(() => {
      this.#letGo(id);
      const [out] = this.binding.executeOp("ReadVariableOp", this.attributes.dtype, inputs, 1);
      this.#tensors[id] = out.id;
    });
  }

  /** Frees the value that was read of a variable. */
  #letGo(slot: number): void {
    if (this.#tensors[slot] < 0) return;
    this.binding.deleteTensor(this.#tensors[slot]);
    this.#tensors[slot] = -1;
  }

  /** A tensor with the number that the host has set when the program runs. */
  scalar(source: Scalar): Tensor {
    const held = this.#scalars.get(source) ?? {
      tensor: this.constant([], Float32Array.of(source.value)),
      value: source.value,
    };
    this.#scalars.set(source, held);
    this.#tape.push(() => {
      if (held.value === source.value) return;
      held.value = source.value;
      this.replace(held.tensor, [], Float32Array.of(source.value));
    });
    return held.tensor;
  }

  /** The pair (key, step) as integers, the seed of a stateless draw. */
  seed(key: number, step: Scalar): Tensor {
    const tensor = this.constant([2], Int32Array.of(key, step.value));
    this.#tape.push(() => this.replace(tensor, [2], Int32Array.of(key, step.value)));
    return tensor;
  }
}
