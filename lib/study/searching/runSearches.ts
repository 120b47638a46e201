import { join } from "node:path";
import { refuse } from "../../check.js";
import type { Dataset } from "../../data/dataset.js";
import type { TrainConfig } from "../../nn/config/config.js";
import { type OnProgress, withProgress } from "../../progress.js";
import type { Evaluate, SearchOptions, SearchResult } from "../../search/trials.js";
import { experimentOf, trainOnce } from "./trainOnce.js";

/** The searches of a study by name: how each is called, with options to be handed on to it. */
export type Searches<C> = Readonly<
  Record<string, (evaluate: Evaluate<C>, options: SearchOptions<C>) => Promise<SearchResult<C>>>
>;

/** How the configs of a space are trained in each search, and how often the searches are repeated. */
export interface RunSearchesOptions<C> {
  /** How a config of the space is trained; its budget and seed are replaced. */
  readonly toConfig: (config: C) => TrainConfig;
  /** Configs whose trainings stand for `toConfig` in the journals: if one changes, a journal is refused. */
  readonly examples: readonly C[];
  /** One seed for each repeat: it draws the configs, divides the data anew and starts the trainings. */
  readonly seeds: readonly number[];
  /** Length of a whole training: the largest resource that a search may ask for. */
  readonly epochs: number;
  /** Folder for one journal for each search and seed, from which killed searches go on. Default none. */
  readonly journals?: string;
  /** Called with what is done so far; `progressBar` draws it. */
  readonly onProgress?: OnProgress;
}

/** A finished search. */
export interface SearchRun<C> {
  readonly search: string;
  /** The seed of the repeat, which also divided the data. */
  readonly seed: number;
  /** Validation ÷ training examples of the division, for intervals of the losses on `valid`: see `MeanOptions.overlap`. */
  readonly overlap: number;
  readonly result: SearchResult<C>;
}

/** Trainings in one call, and so the most that a kill can take: those under way. */
const BATCH = 16;

/**
 * Runs every search once for each seed, on trainings that the searches of a seed share (see `trainOnce`): a
 * config is trained once, whichever search asks for it first. Searches of one seed that draw from one space
 * draw the same configs, so that differences between them are paired in what they had to choose from too.
 */
export async function runSearches<C>(
  data: Dataset,
  searches: Searches<C>,
  { toConfig, examples, seeds, epochs, journals, onProgress }: RunSearchesOptions<C>,
): Promise<SearchRun<C>[]> {
  return await withProgress(onProgress, async (onProgress) => {
    const names = Object.keys(searches);
    if (names.length === 0) refuse("runSearches", "searches must hold at least one", searches);
    if (examples.length === 0) refuse("runSearches", "examples must hold at least one", examples);
    const experiment = { trainings: experimentOf(data, examples.map(toConfig)), epochs };
    const runs: SearchRun<C>[] = [];
    const total = seeds.length * names.length;
    for (const seed of seeds) {
      const { evaluate, remember, overlap } = trainOnce(data, { toConfig, seed, epochs });
      for (const search of names) {
        const result = await searches[search](evaluate, {
          seed,
          experiment: { ...experiment, seed },
          batch: BATCH,
          ...(journals !== undefined && { journal: join(journals, fileName(search, seed)) }),
        });
        remember(result.trials);
        runs.push({ search, seed, overlap, result });
        onProgress?.({ done: runs.length, total, unit: "searches" });
      }
    }
    return runs;
  });
}

function fileName(search: string, seed: number): string {
  return `${search.replaceAll(/[^a-zA-Z0-9]+/g, "-")}-${seed}.jsonl`;
}
