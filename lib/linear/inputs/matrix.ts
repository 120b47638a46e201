/** Dense examples as the solvers take them: finite numbers, row-major. */
export interface Matrix {
  /** (n, features). */
  readonly values: Float64Array | Float32Array;
  readonly n: number;
  readonly features: number;
  /** Only sparse rows have it: so neither is taken for the other. */
  readonly indptr?: never;
}

/** Numbers with their shape, row-major: what models accept and what they give back. */
export interface Shaped<Values = Float64Array> {
  /** Row-major. */
  readonly values: Values;
  /** `[n]` or `[n, columns]`. */
  readonly shape: readonly number[];
}

/** Arrays of numbers that hold no bigint. */
export type NumberArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | Uint8ClampedArray;
