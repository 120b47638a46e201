import type { Sliding } from "../sliding.js";
import type { Attribute, Binding } from "./binding.js";

/** The attribute lists of the ops that the engine uses, built once: building them is half of a call's cost. */
export interface Attributes {
  readonly none: readonly Attribute[];
  /** T = float. */
  readonly float: readonly Attribute[];
  readonly dtype: readonly Attribute[];
  readonly bias: readonly Attribute[];
  readonly gather: readonly Attribute[];
  readonly apply: readonly Attribute[];
  readonly sum: readonly Attribute[];
  readonly argMax: readonly Attribute[];
  readonly equal: readonly Attribute[];
  readonly boolToFloat: readonly Attribute[];
  readonly reshape: readonly Attribute[];
  readonly random: readonly Attribute[];
  readonly pool: readonly Attribute[];
  /** `filters` (height, width, in, out). */
  convolve(filters: readonly number[], sliding: Sliding): readonly Attribute[];
  matmul(transposeA: boolean, transposeB: boolean): readonly Attribute[];
  nesterov(on: boolean): readonly Attribute[];
  variable(shape: readonly number[], name: string): readonly Attribute[];
}

/** The attributes in the numbers of a binding. */
export function attributesFor(b: Binding): Attributes {
  const type = (name: string, value: number): Attribute => ({ name, type: b.TF_ATTR_TYPE, value });
  const flag = (name: string, value: boolean): Attribute => ({ name, type: b.TF_ATTR_BOOL, value });
  const text = (name: string, value: string): Attribute => ({
    name,
    type: b.TF_ATTR_STRING,
    value,
  });
  const ints = (name: string, value: readonly number[]): Attribute => ({
    name,
    type: b.TF_ATTR_INT,
    value,
  });
  const T = type("T", b.TF_FLOAT);
  const nhwc = text("data_format", "NHWC");
  const locking = flag("use_locking", false);
  return {
    none: [],
    float: [T],
    dtype: [type("dtype", b.TF_FLOAT)],
    bias: [T, nhwc],
    gather: [
      type("Tparams", b.TF_FLOAT),
      type("Tindices", b.TF_INT32),
      type("Taxis", b.TF_INT32),
      { name: "batch_dims", type: b.TF_ATTR_INT, value: 0 },
    ],
    apply: [T, locking],
    sum: [T, flag("keep_dims", false), type("Tidx", b.TF_INT32)],
    argMax: [T, type("Tidx", b.TF_INT32), type("output_type", b.TF_INT32)],
    equal: [type("T", b.TF_INT32), flag("incompatible_shape_error", true)],
    boolToFloat: [type("SrcT", b.TF_BOOL), type("DstT", b.TF_FLOAT), flag("Truncate", false)],
    reshape: [T, type("Tshape", b.TF_INT32)],
    random: [type("dtype", b.TF_FLOAT), type("T", b.TF_INT32), type("Tseed", b.TF_INT32)],
    pool: [
      T,
      ints("ksize", [1, 2, 2, 1]),
      ints("strides", [1, 2, 2, 1]),
      text("padding", "VALID"),
      ints("explicit_paddings", []),
      nhwc,
    ],
    convolve([height, width], { strides, padding: [rows, columns] }) {
      // "SAME" gives the same sizes by a path that takes a quarter less time.
      const same =
        Math.max(...strides) === 1 && 2 * rows + 1 === height && 2 * columns + 1 === width;
      return [
        T,
        ints("strides", [1, ...strides, 1]),
        text("padding", same ? "SAME" : "EXPLICIT"),
        nhwc,
        flag("use_cudnn_on_gpu", false),
        ints("explicit_paddings", same ? [] : [0, 0, rows, rows, columns, columns, 0, 0]),
        ints("dilations", [1, 1, 1, 1]),
      ];
    },
    matmul: (transposeA, transposeB) => [
      T,
      flag("transpose_a", transposeA),
      flag("transpose_b", transposeB),
    ],
    nesterov: (on) => [T, locking, flag("use_nesterov", on)],
    variable: (shape, name) => [
      type("dtype", b.TF_FLOAT),
      { name: "shape", type: b.TF_ATTR_SHAPE, value: shape },
      text("shared_name", name),
      text("container", ""),
    ],
  };
}
