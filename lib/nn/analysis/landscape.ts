import { positiveInteger, positiveNumber, refuse } from "../../check.js";
import type { Dataset, TrainingSplits } from "../../data/dataset.js";
import type { ModelParts } from "../model/modelParts.js";
import { checkSameArchitecture } from "./distance.js";
import { Objective } from "./objective.js";
import { checkParameters, parameterBlocks, parametersOf } from "./parameters.js";
import { type LossOptions, trainingStatistics } from "./placedModel.js";
import { addScaled } from "./vector.js";

/** How much of the loss landscape is looked at, and how finely. */
export interface LandscapeOptions extends LossOptions {
  /** The landscape reaches this far from the model on either side, in lengths of the direction. Default 1. */
  readonly radius?: number;
  /** Points along each axis, odd, so that the model itself is one of them. */
  readonly points?: number;
}

/** Loss and accuracy at one place of a line through the model. */
export interface LineRow {
  /** In lengths of the direction; the model is at 0. */
  readonly position: number;
  /** Mean per example. */
  readonly loss: number;
  /** 0 to 1. */
  readonly accuracy: number;
}

/** Loss and accuracy along a line through the model's parameters. Default 51 points. */
export function landscapeLine(
  model: ModelParts,
  data: Dataset,
  {
    direction,
    radius = 1,
    points = 51,
    ...options
  }: LandscapeOptions & { readonly direction: Float64Array },
): LineRow[] {
  const positions = axis("landscapeLine", radius, points);
  checkParameters("landscapeLine", parameterBlocks(model), direction);
  const centre = parametersOf(model);
  return Objective.use("landscapeLine", model, data, options, (objective) =>
    positions.map((position) => ({
      position,
      ...objective.metrics(displaced(centre, [[position, direction]])),
    })),
  );
}

/** Loss and accuracy at one place of a plane through the model. */
export interface PlaneRow {
  /** In lengths of the first direction; the model is at 0, 0. */
  readonly x: number;
  /** In lengths of the second direction. */
  readonly y: number;
  /** Mean per example. */
  readonly loss: number;
  /** 0 to 1. */
  readonly accuracy: number;
}

/** Loss and accuracy on a plane through the model's parameters, row by row. Default 25 × 25 points. */
export function landscapePlane(
  model: ModelParts,
  data: Dataset,
  {
    directions: [first, second],
    radius = 1,
    points = 25,
    ...options
  }: LandscapeOptions & { readonly directions: readonly [Float64Array, Float64Array] },
): PlaneRow[] {
  const positions = axis("landscapePlane", radius, points);
  for (const direction of [first, second])
    checkParameters("landscapePlane", parameterBlocks(model), direction);
  const centre = parametersOf(model);
  return Objective.use("landscapePlane", model, data, options, (objective) =>
    positions.flatMap((y) =>
      positions.map((x) => ({
        x,
        y,
        ...objective.metrics(
          displaced(centre, [
            [x, first],
            [y, second],
          ]),
        ),
      })),
    ),
  );
}

/** Loss and accuracy at one place of the straight path between two models. */
export interface PathRow {
  /** 0 at the first model, 1 at the second. */
  readonly position: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly validLoss: number;
  readonly validAccuracy: number;
}

/**
 * Loss and accuracy on the straight line through two models' parameters, from `margin` before the first
 * to `margin` after the second (Goodfellow et al. 2015, 1412.6544). Models with batch norm normalise by the
 * statistics of the data at every point, for running ones would only fit the ends.
 */
export function pathBetween(
  from: ModelParts,
  to: ModelParts,
  {
    train,
    valid,
    points = 41,
    margin = 0.25,
  }: TrainingSplits & {
    /** Default 41. */
    readonly points?: number;
    /** Default 0.25. */
    readonly margin?: number;
  },
): PathRow[] {
  const who = "pathBetween";
  if (positiveInteger(who, "points", points) < 2) refuse(who, "points must be at least 2", points);
  checkSameArchitecture(who, from, to);
  const start = parametersOf(from);
  const step = parametersOf(to);
  addScaled(-1, start, step);
  const options = { statistics: trainingStatistics(from) };
  const positions = Array.from(
    { length: points },
    (_, i) => -margin + ((1 + 2 * margin) * i) / (points - 1),
  );
  const [onTrain, onValid] = [train, valid].map((data) =>
    Objective.use(who, from, data, options, (objective) =>
      positions.map((position) => objective.metrics(displaced(start, [[position, step]]))),
    ),
  );
  return positions.map((position, i) => ({
    position,
    trainLoss: onTrain[i].loss,
    trainAccuracy: onTrain[i].accuracy,
    validLoss: onValid[i].loss,
    validAccuracy: onValid[i].accuracy,
  }));
}

/** Evenly spaced from −radius to radius, with 0 in the middle. */
function axis(who: string, radius: number, points: number): number[] {
  positiveNumber(who, "radius", radius);
  if (positiveInteger(who, "points", points) % 2 === 0 || points < 3)
    refuse(who, "points must be odd and at least 3", points);
  const middle = (points - 1) / 2;
  return Array.from({ length: points }, (_, i) => (radius * (i - middle)) / middle);
}

function displaced(
  from: Float64Array,
  moves: readonly (readonly [distance: number, direction: Float64Array])[],
): Float64Array {
  const to = from.slice();
  for (const [distance, direction] of moves) addScaled(distance, direction, to);
  return to;
}
