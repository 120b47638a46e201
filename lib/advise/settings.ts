import { numberBetween, oneOf, positiveInteger, positiveNumber, refuse } from "../check.js";
import { checkDataset, type Dataset, featuresOf } from "../data/dataset.js";
import type { PreparationName } from "../experiment/preparation.js";
import type { ModelSpec, OptimizerSpec } from "../nn/config/spec.js";
import type { OnProgress } from "../progress.js";
import type { Plan } from "./plan.js";
import type { AdviseBudget, MetricName } from "./request.js";

/** What is trained, how much may be spent on it, and where the work is kept. */
export interface AdviseOptions {
  /** Default one hidden layer of 64. */
  readonly model?: ModelSpec;
  /** Its usual settings but for the rate, which is tuned. Default "adam". */
  readonly optimizer?: OptimizerSpec["kind"];
  /** How features are scaled, on each training part. Default "standardized" for tables, "centred" for images. */
  readonly prepare?: PreparationName;
  /** Default "accuracy"; "balancedAccuracy" where a class is tiny and another has more than 60 % of the examples. */
  readonly metric?: MetricName;
  readonly budget?: AdviseBudget;
  /** Points of the metric that are too small to matter. Default 0.5, or the least that so many examples can show. */
  readonly margin?: number;
  /** The batch size in use, which is compared in any case. Default 32. */
  readonly current?: number;
  /** Default 0. */
  readonly seed?: number;
  /** Names of the features, `column=category` for those of one column; for what is said on columns. */
  readonly features?: readonly string[];
  /** Folder of `plan.json` and the journal, from which a call that was cut short goes on. Default: nothing is kept. */
  readonly folder?: string;
  /** Repeats the trainings of this plan, whatever the clock says. */
  readonly plan?: Plan;
  /** Called with the plan before the work. */
  readonly onPlan?: (plan: Plan) => void;
  /** Called with the trainings done so far. */
  readonly onProgress?: OnProgress;
  /** Ends the work, which then fails with the signal's reason; finished trainings are kept in `folder`. */
  readonly signal?: AbortSignal;
}

export const OPTIMIZERS = ["adam", "sgd", "momentum", "adamw", "rmsprop", "nesterov"] as const;

/** Rates that documentation and habit start from, at a batch size of 32. */
export const USUAL_RATES: Readonly<Record<OptimizerSpec["kind"], number>> = {
  sgd: 0.1,
  momentum: 0.02,
  nesterov: 0.02,
  rmsprop: 0.001,
  adam: 0.002,
  adamw: 0.002,
};

/** How the rate follows the batch size: to the power 1 for SGD and its kin, ½ for those that divide by the gradient's size. */
export function rateExponent(optimizer: OptimizerSpec["kind"]): number {
  return ["sgd", "momentum", "nesterov"].includes(optimizer) ? 1 : 0.5;
}

/** The options with their defaults. */
export interface Settings {
  readonly model: ModelSpec;
  readonly optimizer: OptimizerSpec["kind"];
  readonly prepare: PreparationName;
  readonly budget: AdviseBudget;
  readonly current: number;
  readonly seed: number;
  readonly features: readonly string[] | undefined;
}

const LEAST_EXAMPLES = 30;
const LARGEST_SEED = 1e9;
const who = "advise";

/** Checks data and options, before any work. */
export function settingsOf(data: Dataset, options: AdviseOptions): Settings {
  checkDataset(who, data);
  if (data.n < LEAST_EXAMPLES)
    refuse(who, `data must hold at least ${LEAST_EXAMPLES} examples`, data.n);
  if (new Set(data.y).size < 2)
    refuse(
      who,
      "the label must have at least two classes among the examples",
      data.classes[data.y[0]],
    );
  const { budget = {}, current = 32, seed = 0, margin, metric, features } = options;
  const { seconds, epochs, steps } = budget;
  if (epochs !== undefined && steps !== undefined)
    refuse(who, "budget must give epochs or steps of one training, not both", budget);
  if (seconds !== undefined) positiveNumber(who, "budget.seconds", seconds);
  if (epochs !== undefined) positiveNumber(who, "budget.epochs", epochs);
  if (steps !== undefined) positiveInteger(who, "budget.steps", steps);
  if (margin !== undefined) numberBetween(who, "margin", margin, 0, 100);
  if (metric !== undefined) oneOf(who, "metric", metric, ["accuracy", "balancedAccuracy"]);
  if (features !== undefined && features.length !== featuresOf(data))
    refuse(who, `features must name all ${featuresOf(data)} features`, features.length);
  numberBetween(who, "seed", seed, 0, LARGEST_SEED);
  if (!Number.isInteger(seed)) refuse(who, "seed must be an integer", seed);
  const { prepare = data.shape.length > 1 ? "centred" : "standardized" } = options;
  return {
    model: options.model ?? { kind: "mlp", hidden: [64] },
    optimizer: oneOf(who, "optimizer", options.optimizer ?? "adam", OPTIMIZERS),
    prepare: oneOf(who, "prepare", prepare, ["standardized", "centred", "raw"]),
    budget:
      seconds === undefined && epochs === undefined && steps === undefined && !options.plan
        ? { seconds: 60 }
        : budget,
    current: positiveInteger(who, "current", current),
    seed,
    features,
  };
}

/** Whether the gradients of single examples can be had of the model. */
export function hasNoise({ model }: Pick<Settings, "model">): boolean {
  return model.kind === "linear" || model.kind === "mlp";
}
