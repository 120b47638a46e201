import type { Blas } from "../../wasm/blas.js";

/** A byte offset into a workspace's memory; 0 means "none". */
export type Address = number;

/** The compiled functions; what each does is said at its source in `./assembly`. */
export interface Kernels extends Partial<Blas> {
  forward(
    x: Address,
    rows: number,
    features: number,
    w: Address,
    intercept: Address,
    outputs: number,
    out: Address,
  ): void;
  backward(
    x: Address,
    rows: number,
    features: number,
    g: Address,
    outputs: number,
    gradient: Address,
    sums: Address,
  ): void;
  sparseForward(
    values: Address,
    columns: Address,
    begins: Address,
    rows: number,
    w: Address,
    intercept: Address,
    outputs: number,
    out: Address,
  ): void;
  sparseBackward(
    values: Address,
    columns: Address,
    begins: Address,
    rows: number,
    g: Address,
    outputs: number,
    gradient: Address,
    sums: Address,
  ): void;
  addScaled(c: number, x: Address, length: number, y: Address): void;
  dot(a: Address, b: Address, length: number): number;
  pointLoss(loss: number, y: number, z: number): number;
  pointDerivative(loss: number, y: number, z: number): number;
  softmax(raw: Address, outputs: number): number;
  binaryLogLoss(raw: Address, y: Address, s: Address, rows: number, probability: Address): number;
  multinomialLogLoss(
    raw: Address,
    y: Address,
    s: Address,
    rows: number,
    outputs: number,
    probability: Address,
  ): number;
  curvature(u: Address, probability: Address, s: Address, rows: number, outputs: number): void;
  pack(x: Address, rows: number, features: number, intercept: number, out: Address): void;
  scalePacked(packed: Address, rows: number, panels: number, h: Address, out: Address): void;
  sandwich(a: Address, b: Address, rows: number, panels: number, out: Address): void;
  cholesky(a: Address, n: number, floor: number): number;
  choleskySolve(l: Address, n: number, b: Address): void;
  rescale(values: Address, length: number, factor: number): void;
  sag(
    count: number,
    ids: Address,
    x: Address,
    gathered: number,
    y: Address,
    s: Address,
    features: number,
    outputs: number,
    w: Address,
    intercept: Address,
    total: Address,
    interceptTotal: Address,
    memory: Address,
    drawn: Address,
    z: Address,
    state: Address,
  ): void;
  sgd(
    count: number,
    ids: Address,
    x: Address,
    gathered: number,
    y: Address,
    s: Address,
    features: number,
    w: Address,
    average: Address,
    paid: Address,
    problem: Address,
  ): void;
  sparseSag(
    count: number,
    ids: Address,
    values: Address,
    columns: Address,
    begins: Address,
    gathered: number,
    y: Address,
    s: Address,
    features: number,
    outputs: number,
    records: Address,
    intercept: Address,
    interceptTotal: Address,
    memory: Address,
    drawn: Address,
    z: Address,
    lag: Address,
    state: Address,
  ): void;
  settleSag(
    features: number,
    outputs: number,
    records: Address,
    lag: Address,
    state: Address,
  ): void;
  sparseSgd(
    count: number,
    ids: Address,
    values: Address,
    columns: Address,
    begins: Address,
    gathered: number,
    y: Address,
    s: Address,
    features: number,
    coefficients: Address,
    problem: Address,
  ): void;
  settleSgd(features: number, coefficients: Address, problem: Address): void;
}
