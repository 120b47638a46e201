import { refuse } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import { modelsAtLosses } from "../../experiment/modelsAtLosses.js";
import { centredSplits } from "../../experiment/preparation.js";
import { filterDirection } from "../../nn/analysis/filterDirection.js";
import {
  type LineRow,
  landscapeLine,
  landscapePlane,
  type PathRow,
  type PlaneRow,
  pathBetween,
} from "../../nn/analysis/landscape.js";
import type { TrainConfig } from "../../nn/config/config.js";
import type { TrainedModel } from "../../nn/model/trainedModel.js";
import { Rng } from "../../random.js";

/** What surrounds two models of equal training loss, and what lies between them. */
export interface LandscapeRows {
  /** Along one filter-normalised direction from each model. */
  readonly lines: readonly (LineRow & { readonly seed: number; readonly model: string })[];
  /** On the straight line from the first model to the second. */
  readonly path: readonly (PathRow & { readonly seed: number; readonly start: PathStart })[];
  /** On a plane of two filter-normalised directions through each model. */
  readonly plane: readonly (PlaneRow & { readonly seed: number; readonly model: string })[];
}

/** Whether both models began at the same parameters. */
export type PathStart = "the same start" | "another start";

/** What the rows of one seed depend on. */
export interface LandscapeTask {
  readonly models: readonly (readonly [name: string, config: TrainConfig])[];
  readonly seed: number;
  readonly trainLoss: number;
  readonly planePoints: number | null;
}

/** Between the seeds of different starts. */
const ELSEWHERE = 1_000_000;
/** Tried at most, where a run does not reach the loss. */
const STARTS = 8;

/** With the margin at either side, both models are points of the path. */
const PATH_POINTS = 43;

/** The rows of one seed. */
export async function landscapeRows(
  data: Dataset,
  { models: named, seed, trainLoss, planePoints }: LandscapeTask,
): Promise<LandscapeRows> {
  const { train, valid } = centredSplits(data, seed);
  const starts = Array.from({ length: STARTS }, (_, i) => seed + i * ELSEWHERE);
  const configs = named.map(([, config]) => config);
  /** Models of one start that all reach the loss: of the first start that is left. */
  const reached = async (wanted: readonly TrainConfig[]): Promise<TrainedModel[]> => {
    for (let start = starts.shift(); start !== undefined; start = starts.shift()) {
      const models: TrainedModel[] = [];
      for (const config of wanted) {
        const losses = { losses: [trainLoss] };
        const found = await modelsAtLosses({ train, valid }, { ...config, seed: start }, losses);
        models.push(...found.map(({ model }) => model));
      }
      if (models.length === wanted.length) return models;
    }
    return refuse(
      "landscapeStudy",
      `trainLoss must be reached from one of ${STARTS} starts`,
      trainLoss,
    );
  };
  const pair = await reached(configs);
  const [other] = await reached(configs.slice(1));
  const models = named.map(([model], i) => ({ model, trained: pair[i] }));
  const [first, second] = models;
  const rng = Rng.fromSeed(seed).fork("landscape");
  const paths = [
    { start: "the same start", to: second.trained },
    { start: "another start", to: other },
  ] as const;
  return {
    lines: models.flatMap(({ model, trained }) => {
      const direction = filterDirection(trained, { rng: rng.fork("x") });
      return landscapeLine(trained, train, { direction }).map((row) => ({
        seed,
        model,
        ...row,
      }));
    }),
    path: paths.flatMap(({ start, to }) =>
      pathBetween(first.trained, to, { train, valid, points: PATH_POINTS }).map((row) => ({
        seed,
        start,
        ...row,
      })),
    ),
    plane: models.flatMap(({ model, trained }) => {
      if (planePoints === null) return [];
      const [x, y] = ["x", "y"].map((axis) => filterDirection(trained, { rng: rng.fork(axis) }));
      return landscapePlane(trained, train, { directions: [x, y], points: planePoints }).map(
        (row) => ({ seed, model, ...row }),
      );
    }),
  };
}
