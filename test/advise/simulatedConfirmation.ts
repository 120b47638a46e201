import { tmpdir } from "node:os";
import { join } from "node:path";
import { Rng } from "batchwise";
import type { Plan } from "batchwise/dist/advise/plan/plan.js";
import type { Settings } from "batchwise/dist/advise/settings.js";
import {
  type Confirmation,
  confirmStage,
  type finalists,
} from "batchwise/dist/advise/stages/confirmStage.js";
import type { Asked, Trainer } from "batchwise/dist/advise/trainer.js";
import { Work } from "batchwise/dist/advise/work.js";

/** What is true of the sizes, and how their test parts scatter. */
export interface Simulated {
  /** Points by which the best is ahead of each cheaper size. */
  readonly ahead: readonly number[];
  /** Standard deviation of a difference on one division. */
  readonly sd: number;
  /** Test ÷ training examples; what divisions share makes their differences alike by test ÷ both (Nadeau & Bengio 2003). */
  readonly overlap: number;
  /** Examples of a test part: accuracies are counts of these. Default none, any number. */
  readonly examples?: number;
  readonly margin: number;
  readonly looks: readonly number[];
}

const BEST = 8;

/** The advisor's confirmation on simulated trainings: what it says of data drawn by the seed. */
export async function simulatedConfirmation(
  { ahead, sd, overlap, examples, margin, looks }: Simulated,
  seed: number,
): Promise<Confirmation> {
  const rng = Rng.fromSeed(seed);
  const shared = overlap / (1 + overlap);
  const sizes = [0, ...ahead].map((behind, i) => ({
    batchSize: BEST * 4 ** i,
    mean: 90 - behind,
    // Of these data, the same on all divisions.
    luck: rng.fork(i).normal(),
  }));
  const metricOf = ({ batchSize, seed: division }: Asked): number => {
    const size = sizes.find((one) => one.batchSize === batchSize);
    if (size === undefined) throw new Error(`no size ${batchSize}`);
    const own = rng.fork(`${batchSize} ${division}`).normal();
    const error = Math.sqrt(shared) * size.luck + Math.sqrt(1 - shared) * own;
    // Some divisions are hard, for all sizes.
    const value = size.mean + 3 * rng.fork(division).normal() + (sd * error) / Math.SQRT2;
    return examples === undefined ? value : (100 * Math.round((value * examples) / 100)) / examples;
  };
  const trainer = {
    metric: "accuracy",
    n: 1000,
    overlap,
    tested: 1000,
    train: async (_: unknown, asked: readonly Asked[]) =>
      asked.map((one) => ({
        ...one,
        validLoss: 0,
        validMetric: 0,
        history: [],
        metric: metricOf(one),
      })),
  } as unknown as Trainer;
  const rows = sizes.map(({ batchSize }) => ({
    batchSize,
    cost: 1 / batchSize,
    learningRate: 0.1,
  }));
  const all = rows as unknown as ReturnType<typeof finalists>["all"];
  const subject = {
    trainer,
    settings: { current: BEST, currentRate: undefined, seed: 0 } as unknown as Settings,
    plan: { design: { looks }, length: { epochs: 1, steps: 1 } } as unknown as Plan,
    work: new Work({
      folder: join(tmpdir(), "never-written"),
      seconds: undefined,
      signal: undefined,
      onProgress: undefined,
    }),
  };
  const found = await confirmStage(subject, { best: all[0], all }, { margin });
  if (found === undefined) throw new Error("the confirmation ended early");
  return found;
}
