import { numberBetween, oneOf, positiveInteger, positiveNumber, refuse } from "../check.js";
import { checkDataset, type Dataset, featuresOf } from "../data/dataset.js";
import type { PreparationName } from "../experiment/preparation.js";
import type { ModelSpec, OptimizerSpec } from "../nn/config/spec.js";
import type { LayersModelSpec } from "../nn/tfjsLayers/layersModelSpec.js";
import type { OnProgress } from "../progress.js";
import type { GivenDivision } from "./data/givenDivision.js";
import type { Plan } from "./plan/plan.js";
import type { AdviseBudget, MetricName } from "./request.js";

/** What is trained, how much may be spent on it, and where the work is kept. */
export interface AdviseOptions extends GivenDivision {
  /** Of the library, or of tfjs layers (see `readLayersModel`). Default one hidden layer of 64. */
  readonly model?: ModelSpec | LayersModelSpec;
  /** Its usual settings but for the rate, which is tuned. Default "adam". */
  readonly optimizer?: OptimizerSpec["kind"];
  /** How features are scaled, on each training part. Default "standardized" for tables, "centred" for images. */
  readonly prepare?: PreparationName;
  /** Default "rmse" where the label is a number, else "accuracy", or "balancedAccuracy" where a class is tiny and another has more than 60 % of the examples. */
  readonly metric?: MetricName;
  readonly budget?: AdviseBudget;
  /** Points of the metric that are too small to matter. Default 0.5, or the least that so many examples can show. */
  readonly margin?: number;
  /** The batch size in use, which is compared in any case. Default 32. */
  readonly current?: number;
  /** The learning rate in use, at `current`: what it costs to keep it is said. Default: nothing is said. */
  readonly currentRate?: number;
  /** Bytes that a training may hold: larger batches are not tried. Default no limit. */
  readonly memory?: number;
  /** The smallest and the largest batch size that may be tried. Default 1 and all training examples. */
  readonly sizes?: readonly [smallest: number, largest: number];
  /** Default 0. */
  readonly seed?: number;
  /** Names of the features, `column=category` for those of one column; for what is said on columns. */
  readonly features?: readonly string[] | undefined;
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

/** What the stages go by. */
export interface Settings {
  readonly optimizer: OptimizerSpec["kind"];
  readonly budget: AdviseBudget;
  readonly current: number;
  readonly currentRate: number | undefined;
  readonly memory: number | undefined;
  readonly sizes: readonly [smallest: number, largest: number] | undefined;
  readonly seed: number;
}

/** The options with their defaults. */
export interface DataSettings extends Settings {
  readonly model: ModelSpec | LayersModelSpec;
  readonly prepare: PreparationName;
  readonly features: readonly string[] | undefined;
}

const OF_CLASSES = ["accuracy", "balancedAccuracy", "logLoss"] as const;
const LEAST_EXAMPLES = 30;
const LARGEST_SEED = 1e9;
const who = "advise";

/** Checks data and options, before any work. */
export function settingsOf(data: Dataset, options: AdviseOptions): DataSettings {
  checkDataset(who, data, { target: true });
  if (data.n < LEAST_EXAMPLES)
    refuse(who, `data must hold at least ${LEAST_EXAMPLES} examples`, data.n);
  const { values } = data.target ?? {};
  if (values?.every((value) => value === values[0]))
    refuse(who, "the label must have different values among the examples", values?.[0]);
  if (!values && new Set(data.y).size < 2)
    refuse(
      who,
      "the label must have at least two classes among the examples",
      data.classes[data.y[0]],
    );
  const { metric, features } = options;
  if (metric !== undefined) oneOf(who, "metric", metric, values ? ["rmse"] : OF_CLASSES);
  if (features !== undefined && features.length !== featuresOf(data))
    refuse(who, `features must name all ${featuresOf(data)} features`, features.length);
  const { prepare = data.shape.length > 1 ? "centred" : "standardized" } = options;
  return {
    ...commonSettings(who, options),
    model: options.model ?? { kind: "mlp", hidden: [64] },
    prepare: oneOf(who, "prepare", prepare, ["standardized", "centred", "raw"]),
    features,
  };
}

/** The settings that do not depend on what is trained. */
export function commonSettings(who: string, options: AdviseOptions): Settings {
  const { budget = {}, current = 32, seed = 0, margin, currentRate, memory, sizes } = options;
  const { seconds, epochs, steps } = budget;
  if (epochs !== undefined && steps !== undefined)
    refuse(who, "budget must give epochs or steps of one training, not both", budget);
  if (seconds !== undefined) positiveNumber(who, "budget.seconds", seconds);
  if (epochs !== undefined) positiveNumber(who, "budget.epochs", epochs);
  if (steps !== undefined) positiveInteger(who, "budget.steps", steps);
  if (margin !== undefined) numberBetween(who, "margin", margin, 0, 100);
  if (currentRate !== undefined) positiveNumber(who, "currentRate", currentRate);
  if (memory !== undefined) positiveNumber(who, "memory", memory);
  if (sizes !== undefined) {
    for (const size of sizes) positiveInteger(who, "sizes", size);
    if (!(sizes[0] < sizes[1])) refuse(who, "sizes must rise", sizes);
    if (current < sizes[0] || current > sizes[1])
      refuse(who, `sizes must hold the batch size in use, ${current}`, sizes);
  }
  numberBetween(who, "seed", seed, 0, LARGEST_SEED);
  if (!Number.isInteger(seed)) refuse(who, "seed must be an integer", seed);
  const limited = seconds ?? epochs ?? steps ?? options.plan;
  return {
    optimizer: oneOf(who, "optimizer", options.optimizer ?? "adam", OPTIMIZERS),
    budget: limited === undefined ? { seconds: 60 } : budget,
    current: positiveInteger(who, "current", current),
    currentRate,
    memory,
    sizes,
    seed,
  };
}
