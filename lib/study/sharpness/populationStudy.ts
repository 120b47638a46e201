import { refuse } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import { needClasses } from "../../data/needClasses.js";
import { type RandomTrialsOptions, randomTrials } from "../../experiment/pairedTrials.js";
import type { TrainConfig } from "../../nn/config/config.js";
import type { Rng } from "../../random.js";
import { centredWithin } from "../../rows/groups.js";
import { bootstrap } from "../../stats/bootstrap.js";
import type { Estimate } from "../../stats/estimate.js";
import { rankCorrelation, spearmanRho } from "../../stats/rankCorrelation.js";
import type { SharpnessRow } from "./sharpnessRows.js";
import { type SharpnessStudyOptions, sharpnessStudy } from "./sharpnessStudy.js";
import type { Measures } from "./sharpnessSummaries.js";

/** A run of a population, with what its measures are to predict. */
export interface PopulationRow extends SharpnessRow {
  /** Learning rate ÷ batch size: how strongly the noise of the gradient acts. */
  readonly noise: number;
  /** −log2 λ, less the mean of its division of the data. */
  readonly flatness: number;
  /** Test error in percent, less the mean of its division of the data. */
  readonly error: number;
}

/** Two choices of runs from one population: of equal and of mixed training loss. */
export interface Population {
  /** Every run at the lower training loss. */
  readonly equal: readonly PopulationRow[];
  /** Every other run at the lower training loss, the rest at the higher one. */
  readonly mixed: readonly PopulationRow[];
}

/** The random runs, and the two training losses at which they are measured. */
export interface PopulationOptions
  extends RandomTrialsOptions,
    Pick<SharpnessStudyOptions, "onProgress"> {
  /** Two training losses, the higher one first. */
  readonly losses: readonly [number, number];
}

/**
 * The sharpness and the test error of runs whose batch size and learning rate are drawn at random. Runs on
 * one division of the data are compared with each other only: what depends on it has its mean taken off.
 */
export async function populationStudy(
  data: Dataset,
  config: TrainConfig,
  { splits, runs, batchSizes, rates, ...options }: PopulationOptions,
): Promise<Population> {
  needClasses("populationStudy", data, "sharpnessStudy measures models of real targets");
  const [high, low] = options.losses;
  if (!(high > low)) refuse("populationStudy", "losses must fall", low);
  const trials = randomTrials(config, { splits, runs, batchSizes, rates });
  const measured = { ...options, readTest: true };
  const rows = await sharpnessStudy(data, trials, measured);
  return {
    equal: populationOf(rows.filter(({ target }) => target === low)),
    mixed: populationOf(
      rows.filter(({ target, config: { seed } }) => target === (Number(seed) % 2 ? low : high)),
    ),
  };
}

/** Rows of runs, one for each, made comparable across divisions of the data. */
function populationOf(rows: readonly SharpnessRow[]): PopulationRow[] {
  const known = rows.map((row) => {
    const { learningRate, batchSize, error, eigenvalue } = row;
    if (typeof batchSize !== "number")
      refuse("populationStudy", "batchSize must be a number", batchSize);
    if (error === undefined) refuse("populationStudy", "rows must have their test error", error);
    return { ...row, noise: learningRate / batchSize, error, flatness: -Math.log2(eigenvalue) };
  });
  return centredWithin(known, { by: ["seed"], columns: ["error", "flatness"] });
}

/**
 * How each measure, less its mean over a division of the data, ranks the runs compared with their test
 * error: 1 where the larger always errs more.
 */
export function errorCorrelations(
  rows: readonly PopulationRow[],
  { measures, rng }: { readonly measures: Measures; readonly rng: Rng },
): (Estimate & { readonly measure: string })[] {
  return Object.entries(measures).map(([column, measure], i) => {
    const centred = centredLogs("errorCorrelations", rows, column);
    const found = rankCorrelation(
      centred.map(({ log }) => log),
      centred.map(({ error }) => error),
      { rng: rng.fork(i) },
    );
    return { measure, ...found };
  });
}

/**
 * How much better each measure ranks runs by their test error where their training losses are mixed than where they
 * are equal: the difference of the two rank correlations, counted in the direction of the mixed ones. Its interval is a
 * BCa bootstrap's over the runs, which both populations share.
 */
export function correlationGaps(
  { equal, mixed }: Population,
  { measures, rng }: { readonly measures: Measures; readonly rng: Rng },
): (Estimate & { readonly measure: string })[] {
  const runOf = ({ seed, config }: PopulationRow): string => `${seed} ${config.seed}`;
  return Object.entries(measures).map(([column, measure], i) => {
    const [same, other] = [equal, mixed].map(
      (rows) =>
        new Map(
          centredLogs("correlationGaps", rows, column).map((row) => [
            runOf(row),
            [row.log, row.error] as const,
          ]),
        ),
    );
    const pairs = [...same].flatMap(([run, at]) => {
      const beside = other.get(run);
      return beside ? [{ same: at, other: beside }] : [];
    });
    const rho = (which: "same" | "other", units: Int32Array): number => {
      const drawn = Array.from(units, (unit) => pairs[unit][which]);
      return spearmanRho(
        drawn.map(([log]) => log),
        drawn.map(([, error]) => error),
      );
    };
    const direction = Math.sign(
      rho(
        "other",
        Int32Array.from(pairs, (_, unit) => unit),
      ),
    );
    const gap = (units: Int32Array): number =>
      direction * (rho("other", units) - rho("same", units));
    return { measure, ...bootstrap(pairs.length, gap, { rng: rng.fork(i), resamples: 1999 }) };
  });
}

/** The logarithm of a measure, less its mean over a division of the data. */
function centredLogs(
  who: string,
  rows: readonly PopulationRow[],
  column: string,
): (PopulationRow & { readonly log: number })[] {
  const logs = rows.map((row) => {
    const value: unknown = Reflect.get(row, column);
    if (typeof value !== "number" || !(value > 0))
      refuse(who, `column "${column}" must hold numbers above 0`, value);
    return { ...row, log: Math.log2(value) };
  });
  return centredWithin(logs, { by: ["seed"], columns: ["log"] });
}

/** How the noise of the steps ranks the runs compared with their flatness: 1 where the noisier is always flatter. */
export function flatnessCorrelation(
  rows: readonly PopulationRow[],
  { rng }: { readonly rng: Rng },
): Estimate {
  return rankCorrelation(
    rows.map(({ noise }) => noise),
    rows.map(({ flatness }) => flatness),
    { rng },
  );
}
