import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Dataset } from "../../data/dataset.js";
import type { Evaluate } from "../../search/trials.js";
import type { RunSearchesOptions, Searches } from "./runSearches.js";
import { trainOnce } from "./trainOnce.js";

/** Trainings that a search made before it was stopped and after it was called again, and its trials in all. */
export interface StoppedSearch {
  readonly before: number;
  readonly after: number;
  readonly trials: number;
}

/** Trainings in one call. */
const BATCH = 4;

/**
 * Stops a search on its way, and calls it again with the same journal. The second call starts with nothing in
 * memory, as after a kill.
 * @param options.journals folder of the journal
 * @param options.stopAt number of finished trials at which it is stopped
 */
export async function stopAndResume<C>(
  data: Dataset,
  search: Searches<C>[string],
  {
    toConfig,
    epochs,
    seed,
    journals,
    stopAt,
  }: Pick<RunSearchesOptions<C>, "toConfig" | "epochs"> & {
    readonly seed: number;
    readonly journals: string;
    readonly stopAt: number;
  },
): Promise<StoppedSearch> {
  const counting = (): { evaluate: Evaluate<C>; made: () => number } => {
    const { evaluate } = trainOnce(data, { toConfig, seed, epochs });
    let made = 0;
    return {
      evaluate: async function* (asks, context) {
        for await (const outcome of evaluate(asks, context)) {
          made++;
          yield outcome;
        }
      },
      made: () => made,
    };
  };
  const [first, second] = [counting(), counting()];
  const stop = new AbortController();
  const journal = join(journals, "stopped.jsonl");
  rmSync(journal, { force: true }); // Of an earlier call, it would leave nothing to do.
  const options = { seed, journal, batch: BATCH };
  const onProgress = ({ done }: { readonly done: number }): void => {
    if (done >= stopAt) stop.abort();
  };
  try {
    await search(first.evaluate, { ...options, signal: stop.signal, onProgress });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
  const { trials } = await search(second.evaluate, options);
  return { before: first.made(), after: second.made(), trials: trials.length };
}
