import { numberBetween, oneOf, positiveInteger, positiveNumber, refuse } from "../check.js";
import type { ClassWeight } from "./inputs/weights.js";
import { checkNames, count, flag, nonNegative } from "./optionChecks.js";

const LOSSES = ["hinge", "log_loss", "modified_huber"] as const;
const PENALTIES = ["l2", "l1", "elasticnet", "none"] as const;
const SCHEDULES = ["optimal", "constant", "invscaling", "adaptive"] as const;

/** Loss, penalty and schedule of SGD on single examples, with scikit-learn's meanings and defaults. */
export interface SGDClassifierOptions {
  /** Default `hinge`; `log_loss` is logistic regression. */
  readonly loss?: (typeof LOSSES)[number];
  /** Default `l2`. */
  readonly penalty?: (typeof PENALTIES)[number];
  /** Strength of the penalty against the mean loss: 1/(C·n). Default 1e-4. */
  readonly alpha?: number;
  /** Share of the L1 norm in the elastic net. Default .15. */
  readonly l1Ratio?: number;
  /** Default true. */
  readonly fitIntercept?: boolean;
  /** Largest number of passes of `fit`. Default 1000. */
  readonly maxIter?: number;
  /** A pass improves if the objective falls by more than this; null makes exactly `maxIter` passes. Default 1e-3. */
  readonly tol?: number | null;
  /** A new order for every pass. Default true. */
  readonly shuffle?: boolean;
  /**
   * The step size η at step t: `optimal` 1/(α(t0 + t − 1)), `constant` η0, `invscaling` η0/t^powerT,
   * `adaptive` η0, divided by 5 when the objective stalls. Default `optimal`.
   */
  readonly learningRate?: (typeof SCHEDULES)[number];
  /** Default .01. */
  readonly eta0?: number;
  /** Default .5. */
  readonly powerT?: number;
  /** Keep a stratified part apart and stop when its score no longer rises. Default false. */
  readonly earlyStopping?: boolean;
  /** Default .1. */
  readonly validationFraction?: number;
  /** Passes without improvement before stopping. Default 5. */
  readonly nIterNoChange?: number;
  /** Factors on the loss of each class. Default 1 each. */
  readonly classWeight?: ClassWeight;
  /** Default false. */
  readonly warmStart?: boolean;
  /** Use the mean of the coefficients: true from the first step, or from this step on. Default false. */
  readonly average?: boolean | number;
  /** Decides the orders and the validation part. Default 0. */
  readonly seed?: number;
}

/** All options with their values. */
export type ResolvedSgdOptions = Required<Omit<SGDClassifierOptions, "classWeight" | "average">> &
  Pick<SGDClassifierOptions, "classWeight"> & {
    /** First step that enters the average; 0 for none. */
    readonly average: number;
  };

const NAMES = [
  ...["loss", "penalty", "alpha", "l1Ratio", "fitIntercept", "maxIter", "tol", "shuffle"],
  ...["learningRate", "eta0", "powerT", "earlyStopping", "validationFraction", "nIterNoChange"],
  ...["classWeight", "warmStart", "average", "seed"],
];

export function checkSgdOptions(who: string, options: SGDClassifierOptions): ResolvedSgdOptions {
  checkNames(who, options, NAMES);
  const { classWeight, tol = 1e-3, average = false } = options;
  const alpha = nonNegative(who, "alpha", options.alpha ?? 1e-4);
  const learningRate = oneOf(who, "learningRate", options.learningRate ?? "optimal", SCHEDULES);
  if (learningRate === "optimal" && alpha === 0)
    refuse(who, 'alpha must be > 0 with learningRate "optimal", which is made from it', alpha);
  return {
    loss: oneOf(who, "loss", options.loss ?? "hinge", LOSSES),
    penalty: oneOf(who, "penalty", options.penalty ?? "l2", PENALTIES),
    alpha,
    l1Ratio: numberBetween(who, "l1Ratio", options.l1Ratio ?? 0.15, 0, 1),
    fitIntercept: flag(who, "fitIntercept", options.fitIntercept ?? true),
    maxIter: positiveInteger(who, "maxIter", options.maxIter ?? 1000),
    tol: tol === null ? null : nonNegative(who, "tol", tol),
    shuffle: flag(who, "shuffle", options.shuffle ?? true),
    learningRate,
    eta0: positiveNumber(who, "eta0", options.eta0 ?? 0.01),
    powerT: nonNegative(who, "powerT", options.powerT ?? 0.5),
    earlyStopping: flag(who, "earlyStopping", options.earlyStopping ?? false),
    validationFraction: fraction(who, options.validationFraction ?? 0.1),
    nIterNoChange: positiveInteger(who, "nIterNoChange", options.nIterNoChange ?? 5),
    ...(classWeight !== undefined && { classWeight }),
    warmStart: flag(who, "warmStart", options.warmStart ?? false),
    average: typeof average === "boolean" ? +average : positiveInteger(who, "average", average),
    seed: count(who, "seed", options.seed ?? 0),
  };
}

function fraction(who: string, value: number): number {
  if (!(value > 0 && value < 1))
    refuse(who, "validationFraction must be a number between 0 and 1", value);
  return value;
}
