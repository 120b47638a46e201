import { readFileSync } from "node:fs";
import { loadDigits } from "batchwise";
import type { LogisticSolver, Shaped, SparseMatrix } from "batchwise/linear";

const FOLDER = new URL("../../../test/fixtures/linear/", import.meta.url);

function readRows<Row>(name: string): Row[] {
  return JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")) as Row[];
}

function bytes(base64: string): ArrayBuffer {
  const buffer = Buffer.from(base64, "base64");
  return buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength);
}

export function float64(base64: string): Float64Array {
  return new Float64Array(bytes(base64));
}

export interface Sample {
  readonly x: Shaped<Float32Array>;
  readonly y: Uint8Array;
}

/** The data sets that scikit-learn saw, the very same numbers. */
export function readData(): ReadonlyMap<string, Sample> {
  const digits = loadDigits();
  const sets = readRows<{ name: string; shape: [number, number]; x: string; y: string }>(
    "data.json",
  );
  return new Map<string, Sample>([
    ["digits", { x: { values: digits.x, shape: [digits.n, 64] }, y: Uint8Array.from(digits.y) }],
    ...sets.map(({ name, shape, x, y }): [string, Sample] => [
      name,
      { x: { values: new Float32Array(bytes(x)), shape }, y: new Uint8Array(bytes(y)) },
    ]),
  ]);
}

export interface LogisticRow {
  readonly data: string;
  readonly C: string;
  readonly l1Ratio: number;
  readonly weighted: boolean;
  readonly fitIntercept: boolean;
  readonly optimum?: {
    readonly objective: number;
    readonly coef: string;
    readonly intercept: string;
    readonly reachedBy: readonly LogisticSolver[];
  };
  readonly defaults: Readonly<Record<string, { iterations: [number, number]; objective: number }>>;
}

export function readLogistic(): LogisticRow[] {
  return readRows<LogisticRow>("logistic.json");
}

export interface SgdRow {
  readonly data: string;
  readonly kind: "epochs" | "average" | "weights" | "partialFit";
  readonly loss: "log_loss" | "hinge" | "modified_huber";
  readonly learning_rate: "optimal" | "constant" | "invscaling" | "adaptive";
  readonly penalty: "l2" | "l1" | "elasticnet" | null;
  readonly average?: boolean | number;
  readonly class_weight?: Readonly<Record<string, number>>;
  readonly epochs?: number;
  readonly chunk?: number;
  readonly iterations: number;
  readonly coef: string;
  readonly intercept: string;
}

export function readSgd(): SgdRow[] {
  return readRows<SgdRow>("sgd.json");
}

export interface UnscaledSet extends Sample {
  readonly C: number;
  readonly optimum: number;
  /** Above the optimum, as scikit-learn's solvers end. */
  readonly excess: Readonly<Record<LogisticSolver, { asGiven: number; most: number }>>;
}

export function readUnscaled(): UnscaledSet[] {
  type Row = Omit<UnscaledSet, "x" | "y"> & { shape: [number, number]; x: string; y: string };
  return readRows<Row>("unscaled.json").map(({ shape, x, y, ...rest }) => ({
    ...rest,
    x: { values: new Float32Array(bytes(x)), shape },
    y: new Uint8Array(bytes(y)),
  }));
}

export interface SparseSet {
  readonly x: SparseMatrix;
  readonly y: Uint8Array;
  readonly logistic: readonly {
    readonly C: number;
    readonly l1Ratio: number;
    readonly weighted: boolean;
    readonly fitIntercept: boolean;
    readonly objective: number;
    readonly coef: string;
    readonly intercept: string;
  }[];
  readonly sgd: readonly (Pick<SgdRow, "loss" | "learning_rate" | "coef"> & {
    readonly penalty: "l2" | null;
    readonly average: boolean | number;
  })[];
}

/** Rows like those of texts, two classes and three, and what scikit-learn makes of them. */
export function readSparse(): SparseSet[] {
  type Row = Omit<SparseSet, "x" | "y"> & {
    readonly shape: [number, number];
    readonly values: string;
    readonly indices: string;
    readonly indptr: string;
    readonly y: string;
  };
  return readRows<Row>("sparse.json").map(({ shape, values, indices, indptr, y, ...rest }) => ({
    ...rest,
    x: {
      values: new Float32Array(bytes(values)),
      indices: new Int32Array(bytes(indices)),
      indptr: new Int32Array(bytes(indptr)),
      shape,
    },
    y: new Uint8Array(bytes(y)),
  }));
}

/** 0.5, 1, 1.5, 2, 0.5, …: as in the script that made the fixtures. */
export function sampleWeight(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => 0.5 + 0.5 * (i % 4));
}

/** Largest difference, relative to the largest entry of `expected`. */
export function relativeGap(actual: Float64Array, expected: Float64Array): number {
  let gap = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  let size = 0;
  for (let j = 0; j < expected.length; j++) {
    gap = Math.max(gap, Math.abs(actual[j] - expected[j]));
    size = Math.max(size, Math.abs(expected[j]));
  }
  return gap / (size || 1);
}

/** Keeps the expected warnings of fits cut short out of the test's output. */
export function silenceConvergenceWarnings(): void {
  process.removeAllListeners("warning");
}
