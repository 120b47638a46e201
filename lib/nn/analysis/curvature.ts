import { positiveInteger, positiveNumber, refuse } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import type { Rng } from "../../random.js";
import type { ModelParts } from "../model/modelParts.js";
import type { AtParameters } from "./gradients.js";
import { Hessian } from "./hessian.js";
import { type LanczosResult, lanczos } from "./lanczos.js";
import { parametersOf } from "./parameters.js";
import { dot } from "./vector.js";

/** How many of the largest eigenvalues are found, how exactly, and where. */
export interface TopEigenvaluesOptions extends AtParameters {
  /** Draws the vector from which the search starts. */
  readonly rng: Rng;
  /** How many of the largest. Default 1. */
  readonly count?: number;
  /** Largest residual |H v − λ v|, relative to the largest |λ|. Default 1e-3; the eigenvalue is then far more exact. */
  readonly tolerance?: number;
  /** Hessian products at most. Default 200. */
  readonly maxProducts?: number;
}

/** The algebraically largest eigenvalues of the mean loss's Hessian, by Lanczos on exact products. */
export function topEigenvalues(
  model: ModelParts,
  data: Dataset,
  {
    rng,
    count = 1,
    tolerance = 1e-3,
    maxProducts = 200,
    parameters = parametersOf(model),
    ...options
  }: TopEigenvaluesOptions,
): LanczosResult {
  const who = "topEigenvalues";
  positiveInteger(who, "count", count);
  positiveNumber(who, "tolerance", tolerance);
  positiveInteger(who, "maxProducts", maxProducts);
  return Hessian.use(who, model, data, { ...options, parameters }, (hessian) => {
    const start = new Float64Array(hessian.size).map(() => rng.normal());
    return lanczos(hessian, { count, start, tolerance, maxProducts });
  });
}

/** Sum of the eigenvalues of the Hessian, with the error of its estimate. */
export interface HessianTrace {
  /** The sum of all eigenvalues. */
  readonly trace: number;
  /** Of the estimate over random probes; 0 if exact. */
  readonly standardError: number;
  /** One unbiased estimate for each probe, for an interval. Empty if exact. */
  readonly samples: readonly number[];
}

/** How many random probes estimate the trace, and where. */
export interface HessianTraceOptions extends AtParameters {
  /** Draws the probes. */
  readonly rng: Rng;
  /** Random probes, each one Hessian product; "exact" takes one product for each parameter. Default 100. */
  readonly probes?: number | "exact";
}

/** The trace of the mean loss's Hessian: E vᵀHv over vectors of random signs (Hutchinson 1989), or exactly. */
export function hessianTrace(
  model: ModelParts,
  data: Dataset,
  { rng, probes = 100, parameters = parametersOf(model), ...options }: HessianTraceOptions,
): HessianTrace {
  if (probes !== "exact" && positiveInteger("hessianTrace", "probes", probes) < 2)
    refuse("hessianTrace", 'probes must be at least 2, or "exact"', probes);
  return Hessian.use("hessianTrace", model, data, { ...options, parameters }, (hessian) => {
    if (probes === "exact") {
      let trace = 0;
      let i = 0;
      for (const row of rowsOf(hessian)) trace += row[i++];
      return { trace, standardError: 0, samples: [] };
    }
    const samples = Array.from({ length: probes }, () => {
      const signs = new Float64Array(hessian.size).map(() => (rng.uint32() & 1 ? 1 : -1));
      return dot(signs, hessian.times(signs));
    });
    const trace = samples.reduce((sum, value) => sum + value, 0) / probes;
    const spread = samples.reduce((sum, value) => sum + (value - trace) ** 2, 0);
    return { trace, standardError: Math.sqrt(spread / (probes - 1) / probes), samples };
  });
}

/** All of the Hessian of a small model, row by row. */
export function denseHessian(
  model: ModelParts,
  data: Dataset,
  { parameters = parametersOf(model), ...options }: AtParameters = {},
): Float64Array[] {
  return Hessian.use("denseHessian", model, data, { ...options, parameters }, (hessian) => [
    ...rowsOf(hessian),
  ]);
}

/** The rows of a Hessian, one after the other. */
function* rowsOf(hessian: Hessian): Generator<Float64Array> {
  const unit = new Float64Array(hessian.size);
  for (let i = 0; i < hessian.size; i++) {
    unit[i] = 1;
    yield hessian.times(unit);
    unit[i] = 0;
  }
}
