import { numberBetween, oneOf, refuse } from "../check.js";
import type { ClassWeight } from "./inputs/weights.js";
import { checkNames, count, flag, inverseStrength, nonNegative } from "./optionChecks.js";

const SOLVERS = ["lbfgs", "newton-cg", "newton-cholesky", "sag", "saga"] as const;
const PENALTIES = ["l2", "l1", "elasticnet", "none"] as const;

/** How the minimum of the penalised loss is found; all solvers end at the same one. */
export type LogisticSolver = (typeof SOLVERS)[number];
export type Penalty = (typeof PENALTIES)[number];

/** Penalty, solver and stopping rule, with scikit-learn's meanings and defaults. */
export interface LogisticRegressionOptions {
  /** Inverse strength of the penalty against the summed loss; Infinity means none. Default 1. */
  readonly C?: number;
  /** Share of the L1 norm in the penalty: 0 is L2, 1 is L1. Default 0. */
  readonly l1Ratio?: number;
  /**
   * The penalty by name, in place of `l1Ratio` 0 or 1 and `C` Infinity; `"elasticnet"` needs `l1Ratio`.
   * L1 needs the solver `saga`.
   */
  readonly penalty?: Penalty;
  /** Default `lbfgs`. */
  readonly solver?: LogisticSolver;
  /** What it means depends on the solver; see `FitResult.stopped`. Default 1e-4. */
  readonly tol?: number;
  /** Largest number of iterations, of `sag` and `saga` passes over the data. Default 100. */
  readonly maxIter?: number;
  /** Default true. */
  readonly fitIntercept?: boolean;
  /** Factors on the loss of each class. Default 1 each. */
  readonly classWeight?: ClassWeight;
  /** Start the next fit where the last one ended. Default false. */
  readonly warmStart?: boolean;
  /** Decides the order in which `sag` and `saga` draw. Default 0. */
  readonly seed?: number;
}

/** All options with their values; the penalty is in `C` and `l1Ratio`. */
export type ResolvedLogisticOptions = Required<
  Omit<LogisticRegressionOptions, "penalty" | "classWeight">
> &
  Pick<LogisticRegressionOptions, "classWeight">;

const NAMES = [
  "C",
  "l1Ratio",
  "penalty",
  "solver",
  "tol",
  "maxIter",
  "fitIntercept",
  "classWeight",
  "warmStart",
  "seed",
] as const;

export function checkLogisticOptions(
  who: string,
  options: LogisticRegressionOptions,
): ResolvedLogisticOptions {
  checkNames(who, options, NAMES);
  const { C, l1Ratio } = penaltyOf(who, options);
  const { classWeight } = options;
  const solver = oneOf(who, "solver", options.solver ?? "lbfgs", SOLVERS);
  if (l1Ratio > 0 && C < Number.POSITIVE_INFINITY && solver !== "saga")
    refuse(
      who,
      `solver "${solver}" has no L1 penalty: l1Ratio must be 0 (the solver with an L1 part is "saga")`,
      l1Ratio,
    );
  return {
    C,
    l1Ratio,
    solver,
    tol: nonNegative(who, "tol", options.tol ?? 1e-4),
    maxIter: count(who, "maxIter", options.maxIter ?? 100),
    fitIntercept: flag(who, "fitIntercept", options.fitIntercept ?? true),
    ...(classWeight !== undefined && { classWeight }),
    warmStart: flag(who, "warmStart", options.warmStart ?? false),
    seed: count(who, "seed", options.seed ?? 0),
  };
}

function penaltyOf(
  who: string,
  options: LogisticRegressionOptions,
): { C: number; l1Ratio: number } {
  const C = inverseStrength(who, options.C ?? 1);
  const given = options.l1Ratio;
  const l1Ratio = numberBetween(who, "l1Ratio", given ?? 0, 0, 1);
  if (options.penalty === undefined) return { C, l1Ratio };
  const penalty = oneOf(who, "penalty", options.penalty, PENALTIES);
  if (penalty === "elasticnet") {
    if (given === undefined) refuse(who, 'penalty "elasticnet" needs l1Ratio, from 0 to 1', given);
    return { C, l1Ratio };
  }
  const implied = penalty === "l1" ? 1 : 0;
  if (given !== undefined && given !== implied)
    refuse(who, `penalty "${penalty}" and l1Ratio must agree: l1Ratio must be ${implied}`, given);
  return { C: penalty === "none" ? Number.POSITIVE_INFINITY : C, l1Ratio: implied };
}
