import { checkAugmentable } from "../../augment/checkAugmentable.js";
import { checkAugmentSpec } from "../../augment/checkSpec.js";
import { refuse } from "../../check.js";
import type { TrainingSplits } from "../../data/dataset.js";
import { checkDataset, featuresOf } from "../../data/dataset.js";
import type { TrainConfig } from "./config.js";
import {
  among,
  belowOne,
  boolean,
  type Check,
  list,
  nonNegative,
  number,
  object,
  oneField,
  optional,
  positive,
  union,
  wholeNonNegative,
  wholePositive,
} from "./fields.js";
import { checkModelShape } from "./modelShape.js";
import { checkNormalisation } from "./normalisation.js";

const initialization = optional(among("he", "glorot", "pytorch"));
const activation = optional(among("relu", "tanh", "gelu"));
const dropout = optional(belowOne);
const learningRate = positive;

/** A length of training that may end within an epoch. */
const span: Check = oneField({ epochs: positive, steps: wholePositive });

const batchNorm = object({
  ghostBatchSize: optional(wholePositive),
  momentum: optional(belowOne),
  epsilon: optional(positive),
});

/** Checks a model spec. */
export const checkModel: Check = union({
  linear: { initialization },
  mlp: {
    hidden: list(wholePositive),
    activation,
    dropout,
    batchNorm: optional(batchNorm),
    initialization,
  },
  cnn: {
    filters: list(wholePositive),
    hidden: optional(list(wholePositive)),
    activation,
    dropout,
    initialization,
  },
  cnn1d: {
    convolutions: list(
      object({
        filters: wholePositive,
        width: wholePositive,
        stride: optional(wholePositive),
        padding: optional(wholeNonNegative),
      }),
    ),
    hidden: optional(list(wholePositive)),
    activation,
    dropout,
    initialization,
  },
});

const adam: Readonly<Record<string, Check>> = {
  learningRate,
  beta1: optional(belowOne),
  beta2: optional(belowOne),
  epsilon: optional(positive),
  beta2Reference: optional(object({ batchSize: wholePositive })),
};

const optimizer = union({
  sgd: { learningRate },
  momentum: { learningRate, momentum: optional(belowOne) },
  nesterov: { learningRate, momentum: optional(belowOne) },
  rmsprop: {
    learningRate,
    decay: optional(belowOne),
    epsilon: optional(positive),
    momentum: optional(belowOne),
  },
  adam,
  adamw: { ...adam, weightDecay: optional(nonNegative) },
});

const schedule = union({
  constant: {},
  step: { every: wholePositive, factor: positive, unit: among("epochs", "steps") },
  cosine: { final: optional(number("a number from 0 to 1", (v) => v >= 0 && v <= 1)) },
  raiseBatch: { every: wholePositive, factor: number("a number above 1", (v) => v > 1) },
});

const batchSize: Check = (who, path, value) => {
  if (value === "full") return;
  number('a positive integer or "full"', (v) => v > 0 && Number.isSafeInteger(v))(who, path, value);
};

const seed: Check = (who, path, value) => {
  if (typeof value === "object" && value !== null)
    object({
      init: wholeNonNegative,
      order: wholeNonNegative,
      dropout: wholeNonNegative,
      augment: optional(wholeNonNegative),
    })(who, path, value);
  else wholeNonNegative(who, path, value);
};

const augmentation: Check = (who, path, value) => void checkAugmentSpec(value, `${path}.`, who);

/** Checks a config on its own, without data: all fields known, all values usable. */
export const checkConfig: Check = object({
  model: checkModel,
  loss: optional(
    union({ crossEntropy: { labelSmoothing: optional(belowOne) }, meanSquaredError: {} }),
  ),
  optimizer,
  batchSize,
  budget: span,
  seed,
  augmentation: optional(augmentation),
  schedule: optional(schedule),
  warmup: optional(span),
  l1: optional(nonNegative),
  l2: optional(nonNegative),
  weightDecay: optional(nonNegative),
  clipNorm: optional(positive),
  evaluateEvery: optional(span),
  earlyStopping: optional(
    object({
      patience: wholePositive,
      minDelta: optional(nonNegative),
      restoreBest: optional(boolean),
    }),
  ),
});

/** Checks the data that a run is to train on. */
export function checkSplits(who: string, { train, valid }: TrainingSplits): void {
  checkDataset(`${who}: train`, train, { target: true });
  checkDataset(`${who}: valid`, valid, { target: true });
  if (featuresOf(train) !== featuresOf(valid) || train.shape.length !== valid.shape.length)
    refuse(who, `valid.shape must be train's, [${train.shape.join(", ")}]`, valid.shape.join("×"));
  if (train.classes.length !== valid.classes.length)
    refuse(who, `valid must have train's ${train.classes.length} classes`, valid.classes.length);
  const [a, b] = [train.target, valid.target];
  for (const key of ["name", "mean", "scale"] as const)
    if (a?.[key] !== b?.[key])
      refuse(who, `valid.target.${key} must be that of train, ${a?.[key]}`, b?.[key]);
}

/** Checks a config by itself and against the data. */
export function checkTraining(
  who: string,
  splits: TrainingSplits,
  config: TrainConfig,
  path = "config",
): void {
  checkConfig(who, path, config);
  if (splits.train.target && config.loss?.kind === "crossEntropy")
    refuse(
      who,
      `${path}.loss must be { kind: "meanSquaredError" }, or left out, where the target is real`,
      config.loss.kind,
    );
  if (config.augmentation)
    checkAugmentable(who, `${path}.augmentation`, config.augmentation, splits.train);
  if (config.model.kind === "mlp" && config.model.batchNorm)
    checkNormalisation(who, path, config, {
      n: splits.train.n,
      ghost: config.model.batchNorm.ghostBatchSize,
    });
  checkModelShape(who, config.model, splits.train.shape, path);
}
