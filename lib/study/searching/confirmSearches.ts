import { positiveInteger, refuse } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import { needClasses } from "../../data/needClasses.js";
import { runTrials, type TrialOptions } from "../../experiment/runTrials.js";
import type { TrainConfig } from "../../nn/config/config.js";
import { mean } from "../../stats/describe.js";
import type { RunSearchesOptions, SearchRun } from "./runSearches.js";
import { winnerWithin } from "./searchCurve.js";
import { trainingTrace } from "./trainOnce.js";

/** How the searches' winners are trained anew and what they are compared with. */
export interface ConfirmOptions<C>
  extends Pick<RunSearchesOptions<C>, "toConfig" | "epochs">,
    Pick<TrialOptions, "onProgress"> {
  /** What the winners are compared with, under the name "defaults". */
  readonly defaults: C;
  /** Whole trainings that a search had; what it did beyond them does not count. */
  readonly trainings: number;
  /** How often each winner is trained anew. */
  readonly fresh: number;
}

/** The winner of a search, or the defaults, trained anew. */
export interface ConfirmedRow {
  readonly search: string;
  /** Seed of the division of which `train` and `valid` chose the config. */
  readonly seed: number;
  readonly config: TrainConfig;
  /** Test accuracy in percent, mean over the fresh seeds. */
  readonly accuracy: number;
  /** Validation accuracy in percent, mean over the fresh seeds. */
  readonly validAccuracy: number;
  /** Validation accuracy in percent of the training that won the search; undefined for the defaults. */
  readonly wonWith?: number;
  /** Time in training steps, mean over the fresh seeds. */
  readonly seconds: number;
  /** As in `StudyRow`. */
  readonly overlap: number;
}

const FIRST_FRESH_SEED = 10_000;

/**
 * Trains the winner of every search, and the defaults beside it, anew on the search's own division of the
 * data, from fresh initial weights and orders of the examples: seeds apart from any search's, the same for
 * all winners of a division. The test part, which no search has seen, is read at the end of each training.
 */
export async function confirmSearches<C>(
  data: Dataset,
  runs: readonly SearchRun<C>[],
  { toConfig, epochs, defaults, trainings, fresh, ...options }: ConfirmOptions<C>,
): Promise<ConfirmedRow[]> {
  if (runs.length === 0) refuse("confirmSearches", "runs must hold at least one", runs);
  positiveInteger("confirmSearches", "fresh", fresh);
  needClasses("confirmSearches", data, "compare trains the winners anew and gives their rmse");
  const trained = (config: C): TrainConfig => ({ ...toConfig(config), budget: { epochs } });
  const winners = runs.map((run) => {
    const winner = winnerWithin(run, { trainings, epochs });
    const { search, seed } = run;
    const won = trainingTrace(winner).validAccuracy[winner.resource - 1];
    return { search, seed, config: trained(winner.config), wonWith: 100 * won };
  });
  const unchanged = [...new Set(runs.map(({ seed }) => seed))].map((seed) => ({
    search: "defaults",
    seed,
    config: trained(defaults),
  }));
  const places = [...winners, ...unchanged];
  const trials = places.flatMap(({ seed, config }) =>
    Array.from({ length: fresh }, (_, i) => ({
      seed,
      config: { ...config, seed: FIRST_FRESH_SEED + i },
    })),
  );
  const rows = await runTrials(data, trials, { ...options, readTest: true });
  return places.map((place, p) => {
    const own = rows.slice(p * fresh, (p + 1) * fresh);
    return {
      ...place,
      accuracy: mean(own.map(({ accuracy = Number.NaN }) => accuracy)),
      validAccuracy: mean(own.map(({ validAccuracy }) => validAccuracy)),
      seconds: mean(own.map(({ seconds }) => seconds)),
      overlap: own[0].overlap,
    };
  });
}
